import { oauthClient, oauthCallback as row } from '../../../lib/contract/oauth.ts';
import { handOut } from '../../actions/backend.ts';
import { publicAction } from '../../actions/public.ts';
import { ownBackend } from '../../composition/backends.ts';
import { signInParts } from '../../composition/login.ts';
import { oauthAttempts, oauthProvider } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { oauthAccountStore } from '../../composition/stores.ts';
import { originOf } from '../../http/authentication.ts';
import { ATTEMPT_LIFETIME, attemptCookie } from '../../http/oauth.ts';
import { finishOAuth } from '../../users/oauth/finish-oauth.ts';
import { oauthCallback } from '../../users/oauth/oauth-callback.ts';

export async function make(rt: Runtime) {
  const { name: client, successUrl } = rt.get(oauthClient);
  const cookie = attemptCookie({ name: client });
  const backend = ownBackend(rt);
  const deps = {
    ...(await signInParts(rt, row, backend)),
    provider: oauthProvider(rt),
    attempts: oauthAttempts(rt, ATTEMPT_LIFETIME),
    accounts: oauthAccountStore(rt),
  };
  return publicAction(rt, row, { backend: backend.name }, async ({ event }) => {
    const origin = originOf(event, backend.name);
    event.logged = { backend: backend.name, client, ip: origin.ip };
    const identity = await finishOAuth(deps, cookie.take(event));
    const reply = handOut(
      row,
      backend,
      event,
      await oauthCallback(deps, { client, identity, origin }),
    );
    return successUrl === undefined
      ? reply
      : { ...reply, statusCode: 303, headers: { location: successUrl } };
  });
}
