import {
  discovery,
  issuer as issuerSetting,
  signingAlgorithms,
} from '../../../lib/contract/keys.ts';
import { publishedAction } from '../../actions/published.ts';
import type { Runtime } from '../../composition/runtime.ts';

/** Seconds. It changes only with a deployment. */
const MAX_AGE = 3600;

/**
 * OpenID Connect Discovery 1.0, section 3, but only what verifying tokens takes: the fields that
 * Kubernetes publishes for its service accounts' tokens, which OpenID verifiers accept. The API has
 * no flow of OpenID Connect and issues no ID tokens, so there are no endpoints to name.
 *
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
 */
export async function make(rt: Runtime) {
  const issuer = rt.get(issuerSetting);
  const metadata = {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: rt.get(signingAlgorithms),
  };
  return publishedAction(discovery, async () => ({
    statusCode: 200,
    headers: { 'cache-control': `public, max-age=${MAX_AGE}` },
    body: metadata,
  }));
}
