/** Bodies of successful responses, as schemas: for the OpenAPI document and the table of routes. */
import * as z from 'zod/mini';
import { eventUser } from '../../lambda/exports/events.ts';
import type { Export } from '../../lambda/users/accounts/export-me.ts';
import type { PublicEnrolment } from '../../lambda/users/factors/enrol-totp.ts';
import type { PublicFactors } from '../../lambda/users/factors/public-factors.ts';
import type { PublicAccount } from '../../lambda/users/oauth/linked-account.ts';
import type { CreationOptions, RequestOptions } from '../../lambda/users/passkeys/options.ts';
import type { PublicPasskey } from '../../lambda/users/public-passkey.ts';
import type { ListedSession } from '../../lambda/users/sessions/list-sessions.ts';
import type { Held } from '../../lib/contract/success.ts';

/** The fields of a type, each with a schema of its values. */
type SchemasOf<Body> = { readonly [Field in keyof Body]-?: z.ZodMiniType<Body[Field]> };

const accessToken = {
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.int(),
};

const userVerification = z.enum(['required', 'preferred', 'discouraged']);

const rows = z.array(z.looseObject({}));

export const ANSWERS = {
  User: z.object(eventUser.shape),
  AccessToken: z.object(accessToken),
  RefreshableToken: z.object({
    ...accessToken,
    refresh_token: z.string(),
    refresh_expires_in: z.int(),
  }),
  Session: z.object({
    id: z.uuid(),
    backend: z.string(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime(),
    ip: z.string(),
    user_agent: z.string(),
    current: z.boolean(),
  } satisfies SchemasOf<ListedSession>),
  LinkedAccount: z.object({
    client: z.string(),
    issuer: z.nullable(z.string()),
    subject: z.string(),
    email: z.nullable(z.string()),
    created_at: z.iso.datetime(),
  } satisfies SchemasOf<PublicAccount>),
  Passkey: z.object({
    id: z.string(),
    name: z.string(),
    authenticator: z.nullable(z.string()),
    created_at: z.iso.datetime(),
    last_used_at: z.nullable(z.iso.datetime()),
    synced: z.boolean(),
    transports: z.array(z.string()),
  } satisfies SchemasOf<PublicPasskey>),
  /** What `PublicKeyCredential.parseRequestOptionsFromJSON` takes. */
  PasskeyRequest: z.object({
    options: z.object({
      challenge: z.string(),
      rpId: z.string(),
      timeout: z.int(),
      userVerification,
    } satisfies SchemasOf<RequestOptions>),
    challenge_token: z.string(),
  }),
  /** What `PublicKeyCredential.parseCreationOptionsFromJSON` takes. */
  PasskeyCreation: z.object({
    options: z.object({
      challenge: z.string(),
      rp: z.object({ id: z.string(), name: z.string() }),
      user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
      pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
      timeout: z.int(),
      excludeCredentials: z.array(
        z.object({
          type: z.literal('public-key'),
          id: z.string(),
          transports: z.array(z.string()),
        }),
      ),
      authenticatorSelection: z.object({
        residentKey: z.literal('required'),
        requireResidentKey: z.literal(true),
        userVerification,
      }),
      attestation: z.literal('none'),
    } satisfies SchemasOf<CreationOptions>),
    challenge_token: z.string(),
  }),
  /** WebAuthn level 3, 5.11. */
  RelatedOrigins: z.object({ origins: z.array(z.url()) }),
  UserExport: z.object({
    exported_at: z.iso.datetime(),
    user: z.looseObject({}),
    pending_email: z.optional(z.string()),
    credential: z.object({ credential_version: z.int() }),
    last_event: z.optional(
      z.looseObject({ id: z.string(), type: z.string(), time: z.iso.datetime() }),
    ),
    sessions: rows,
    revoked_tokens: rows,
    accounts: rows,
    passkeys: z.optional(rows),
    requests: rows,
    second_factors: z.optional(rows),
    devices: z.optional(rows),
  } satisfies { readonly [Field in keyof Export]-?: z.ZodMiniType }),
  EmailAttempt: z.object({ attempt_token: z.string(), expires_at: z.iso.datetime() }),
  SecondFactors: z.object({
    totp: z.boolean(),
    recovery_codes_left: z.int(),
    passkeys: z.int(),
  } satisfies SchemasOf<PublicFactors>),
  TotpEnrolment: z.object({
    secret: z.string(),
    uri: z.url(),
    expires_at: z.iso.datetime(),
  } satisfies SchemasOf<PublicEnrolment>),
  RecoveryCodes: z.object({ recovery_codes: z.array(z.string()) }),
  AuthorizationUrl: z.object({ authorization_url: z.url() }),
  /** RFC 7517. */
  JsonWebKeySet: z.object({
    keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string() })),
  }),
  /** OpenID Connect Discovery 1.0, section 3. */
  OpenIdConfiguration: z.object({
    issuer: z.url(),
    jwks_uri: z.url(),
    response_types_supported: z.array(z.string()),
    subject_types_supported: z.array(z.string()),
    id_token_signing_alg_values_supported: z.array(z.string()),
  }),
  OpenApiDocument: z.object({
    openapi: z.string(),
    info: z.looseObject({}),
    servers: z.array(z.looseObject({})),
    tags: z.array(z.looseObject({})),
    paths: z.looseObject({}),
    components: z.looseObject({}),
  }),
} as const satisfies { readonly [Name in Held]: z.ZodMiniObject } & Readonly<
  Record<'AccessToken' | 'RefreshableToken', z.ZodMiniObject>
>;
