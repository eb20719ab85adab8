import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { isObject, type JsonObject } from '../cloudformation/template.ts';
import type { Authorization, Authorizer } from './authorizer.ts';
import type { GatewayResponse } from './gateway-response.ts';
import type { Payload } from './payload.ts';

/** "Currently, only RSA-based algorithms are supported." */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const HEADER = '$request.header.';

/**
 * API Gateway's own JWT authorizer. It reads the issuer's discovery document, and the keys that it
 * names, over HTTP; the stack's own API serves its issuer on this machine, too.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export class JwtAuthorizer implements Authorizer {
  readonly #issuer: string;
  readonly #audience: string[];
  readonly #header: string;
  #keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;

  /** @param properties of `AWS::ApiGatewayV2::Authorizer`, resolved */
  constructor({ JwtConfiguration, IdentitySource }: JsonObject) {
    const { Issuer, Audience } = isObject(JwtConfiguration) ? JwtConfiguration : {};
    const [source] = Array.isArray(IdentitySource) ? IdentitySource : [];
    this.#issuer = String(Issuer);
    this.#audience = Array.isArray(Audience) ? Audience.map(String) : [];
    this.#header = String(source ?? `${HEADER}Authorization`)
      .replace(HEADER, '')
      .toLowerCase();
  }

  async authorize({ headers }: Pick<Payload, 'headers'>): Promise<Authorization> {
    const token = String(headers[this.#header] ?? '').replace(/^Bearer /i, '');
    if (token === '') return { refusal: unauthorized() };
    try {
      if (decodeProtectedHeader(token).kid === undefined) throw new errors.JWSInvalid('no kid');
      const { payload } = await jwtVerify(token, await this.#jwks(), {
        algorithms: ALGORITHMS,
        issuer: this.#issuer,
        audience: this.#audience,
        requiredClaims: ['exp'],
      });
      return { context: { jwt: { claims: asTexts(payload), scopes: null } } };
    } catch (error) {
      return { refusal: unauthorized((error as Error).message) };
    }
  }

  forget(): void {
    this.#keys = undefined;
  }

  #jwks() {
    this.#keys ??= discover(this.#issuer).catch((error) => {
      this.#keys = undefined;
      throw error;
    });
    return this.#keys;
  }
}

async function discover(issuer: string) {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`the issuer's discovery document is a ${response.status}`);
  const { jwks_uri } = (await response.json()) as { jwks_uri?: unknown };
  return createRemoteJWKSet(new URL(String(jwks_uri)));
}

/** API Gateway gives every claim as text. */
function asTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function unauthorized(description?: string): GatewayResponse {
  const why =
    description === undefined
      ? ''
      : ` scope="" error="invalid_token" error_description="${description.replaceAll('"', "'")}"`;
  return {
    status: 401,
    headers: { 'content-type': 'application/json', 'www-authenticate': `Bearer${why}` },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message: 'Unauthorized' })),
  };
}
