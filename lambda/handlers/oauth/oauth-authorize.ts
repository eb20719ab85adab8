import { oauthAuthorize } from '../../../lib/contract/oauth.ts';
import { publicAction } from '../../actions/public.ts';
import { oauthBeginnings } from '../../composition/oauth.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { ATTEMPT_LIFETIME, attemptCookie, clientOf } from '../../http/oauth.ts';
import { beginOAuth } from '../../users/oauth/begin-oauth.ts';

export async function make(rt: Runtime) {
  const beginnings = oauthBeginnings(rt, oauthAuthorize, ATTEMPT_LIFETIME);
  return publicAction(rt, oauthAuthorize, {}, async ({ event }) => {
    const [name, deps] = clientOf(event, beginnings);
    return attemptCookie({ name }).begin(event, await beginOAuth(deps));
  });
}
