import { environment } from '../composition.ts';
import { publicHandler } from '../http/handler.ts';

/** Seconds. It changes with a deployment at the most. */
const MAX_AGE = 3600;

const issuer = environment.issuer();

/**
 * OpenID Connect Discovery 1.0, section 3, as far as it is about verifying tokens: the fields that
 * Kubernetes publishes for its service accounts' tokens, which verifiers of OpenID take. The API
 * speaks no flow of OpenID Connect and issues no ID tokens, so there are no endpoints to name.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
 */
const metadata = {
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: environment.signingAlgorithms(),
};

export const handler = publicHandler('discovery', {}, async () => ({
  statusCode: 200,
  headers: { 'cache-control': `public, max-age=${MAX_AGE}` },
  body: metadata,
}));
