import { relatedOrigins } from '../../../lib/contract/passkey-settings.ts';
import { webauthnOrigins } from '../../../lib/contract/passkeys.ts';
import { publishedAction } from '../../actions/published.ts';
import type { Runtime } from '../../composition/runtime.ts';

/** Seconds. It changes only with a deployment. */
const MAX_AGE = 3600;

/** WebAuthn level 3, 5.11. */
export async function make(rt: Runtime) {
  const origins = rt.get(relatedOrigins);
  return publishedAction(webauthnOrigins, async () => ({
    statusCode: 200,
    headers: { 'cache-control': `public, max-age=${MAX_AGE}` },
    body: { origins },
  }));
}
