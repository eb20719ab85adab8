/** Bodies of successful responses, as schemas: for the OpenAPI document and the table of routes. */
import * as z from 'zod/mini';
import { eventUser } from '../../lambda/exports/events.ts';
import type { Export } from '../../lambda/users/accounts/export-me.ts';
import type { PublicAccount } from '../../lambda/users/oauth/linked-account.ts';
import type { ListedSession } from '../../lambda/users/sessions/list-sessions.ts';
import type { Held } from '../../lib/contract/success.ts';

/** The fields of a type, each with a schema of its values. */
type SchemasOf<Body> = { readonly [Field in keyof Body]-?: z.ZodMiniType<Body[Field]> };

const accessToken = {
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.int(),
};

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
    requests: rows,
  } satisfies { readonly [Field in keyof Export]-?: z.ZodMiniType }),
  EmailAttempt: z.object({ attempt_token: z.string(), expires_at: z.iso.datetime() }),
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
