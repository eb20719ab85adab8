import {
  mfaUrl,
  oauthClient,
  oauthCallback as row,
  successUrl,
} from '../../../lib/contract/oauth.ts';
import { handOut } from '../../actions/backend.ts';
import { publicAction } from '../../actions/public.ts';
import { ownBackend } from '../../composition/backends.ts';
import { signInParts } from '../../composition/login.ts';
import { linkingClient, oauthAttempts, oauthProvider } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { oauthAccountStore } from '../../composition/stores/oauth-account-store.ts';
import { usedAttempts } from '../../composition/stores/used-attempts.ts';
import { carriedLogin, originOf } from '../../http/authentication.ts';
import { ATTEMPT_LIFETIME, attemptCookies, secondFactorPage } from '../../http/oauth.ts';
import { finishOAuth } from '../../users/oauth/finish-oauth.ts';
import { oauthCallback } from '../../users/oauth/oauth-callback.ts';

export async function make(rt: Runtime) {
  const served = rt.get(oauthClient);
  const { name: client, errorUrl } = served;
  const goOn = rt.get(successUrl);
  const mfaPage = rt.get(mfaUrl);
  const backend = ownBackend(rt);
  const errorPage = () => errorUrl;
  const deps = {
    ...(await signInParts(rt, row, backend)),
    provider: oauthProvider(rt, row, served),
    attempts: oauthAttempts(rt, row, served, ATTEMPT_LIFETIME),
    accounts: oauthAccountStore(rt),
    usedAttempts: usedAttempts(rt),
  };
  return publicAction(
    rt,
    row,
    { backend: backend.name, errorPage },
    async ({ event, identified }) => {
      const origin = originOf(event, backend.name);
      event.logged = { backend: backend.name, client, ip: origin.ip };
      const identity = await finishOAuth(deps, { client, ...attemptCookies.take(event, client) });
      const replaced = await carriedLogin(event, backend);
      const input = { client: linkingClient(served), identity, origin, identified, replaced };
      const outcome = await oauthCallback(deps, input);
      const reply = handOut(backend, event, outcome);
      const location = outcome.kind === 'issued' ? goOn : secondFactorPage(event, mfaPage, outcome);
      if (location === undefined) return reply;
      const { body: _, ...others } = reply;
      return { ...others, statusCode: 303, headers: { location } };
    },
  );
}
