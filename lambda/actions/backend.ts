import { type Action, allowedOrigins } from '../../lib/contract/action.ts';
import { REFUSALS } from '../../lib/contract/index.ts';
import type { Backend } from '../auth/backend.ts';
import { isSameOrigin } from '../auth/same-origin.ts';
import type { Runtime } from '../composition/runtime.ts';
import { trustedProxyOf } from '../composition/trusted-proxy.ts';
import {
  arrivalOf,
  assertSameOrigin,
  carriedLogin,
  originOf,
  presentedCredential,
} from '../http/authentication.ts';
import { addressOf, type Call, identifiedIn, type Reply } from '../http/request.ts';
import { stack } from '../http/stack.ts';
import type { Body } from '../http/takes.ts';
import type { Identified } from '../users/identified.ts';
import type { MfaRequired } from '../users/login/second-factors.ts';
import type { Origin } from '../users/origin.ts';
import type { AccessClaims, Issued } from '../users/sessions/session.ts';
import { countsOf } from './counts.ts';
import { formOf } from './form.ts';

interface BackendOptions<Input> {
  readonly backend: Backend;
  /** Left out for a route that takes no body. */
  readonly body?: Body<Input> | undefined;
  /** Value of `WWW-Authenticate` on a 401, where there can be one. */
  readonly challenge?: string | undefined;
}

/** A credential and the user it was issued to. */
type IssuedTo = Issued & { readonly kind: 'issued'; readonly userId: string };

/** What a route that hands out credentials has for a user. */
export type HandedOut = IssuedTo | MfaRequired;

/** What anyone asks of one backend. */
interface BackendCall<Input> {
  readonly event: Call;
  readonly input: Input;
  readonly origin: Origin;
  readonly arrivedAt: Date;
  readonly identified: Identified;
  /** What the request carries of a login that ends, if the row says so. */
  readonly replaced: AccessClaims | undefined;
}

/** The handler of a route that hands out credentials of one backend. */
export function issuingAction<Input>(
  rt: Runtime,
  row: Action<'anyone'>,
  options: BackendOptions<Input>,
  run: (call: BackendCall<Input>) => Promise<HandedOut>,
) {
  return backendAction(rt, row, options, async (call) =>
    handOut(options.backend, call.event, await run(call)),
  );
}

/**
 * The handler of a route by which anyone signs in at one backend, or begins to. Another site may not sign a
 * browser in: signing it in to another account would be an attack as well.
 */
export function backendAction<Input>(
  rt: Runtime,
  row: Action<'anyone'>,
  { backend, body, challenge }: BackendOptions<Input>,
  run: (call: BackendCall<Input>) => Promise<Reply>,
) {
  const { name, transport } = backend;
  const origins = rt.get(allowedOrigins);
  const counts = countsOf(rt, row, name);
  const options = { counts, challenge, form: formOf(rt, row), proxy: trustedProxyOf(rt) };
  return stack(row.name, options, async (event) => {
    event.logged = { backend: name, ip: addressOf(event) };
    if (transport.ambient) assertSameOrigin(event, origins);
    const validated = await body?.validate(body.fieldsIn(event));
    const origin = originOf(event, name);
    const identified = identifiedIn(event);
    const replaced = row.replaces && (await carriedLogin(event, backend));
    return run({
      event,
      input: validated?.input as Input,
      ...{ origin, identified, replaced },
      arrivedAt: arrivalOf(event, rt.clock),
    });
  });
}

/** The response that hands the credential to a user, or says which second factor is missing. */
export function handOut({ transport }: Backend, event: Call, outcome: HandedOut): Reply {
  identifiedIn(event)(outcome.userId);
  switch (outcome.kind) {
    case 'issued': {
      const { kind: _, userId: __, ...issued } = outcome;
      return transport.respond(issued);
    }
    case 'mfa-required':
      return mfaRequired(event, outcome);
  }
}

function mfaRequired(event: Call, { mfaToken, methods, expiresAt }: MfaRequired): Reply {
  const code = 'LOGIN_MFA_REQUIRED';
  const { status: statusCode } = REFUSALS[code];
  event.goesOn = true;
  event.logged = { ...event.logged, code };
  const expires_at = expiresAt.toISOString();
  return { statusCode, body: { detail: { code, mfa_token: mfaToken, methods, expires_at } } };
}

/**
 * The handler of a route for anyone who has a credential of one backend. It doesn't look at the
 * stored session; the conditional write checks it.
 */
export function credentialAction(
  rt: Runtime,
  row: Action<'credential'>,
  { backend }: { readonly backend: Backend },
  run: (call: { readonly event: Call; readonly claims: AccessClaims }) => Promise<Reply>,
) {
  const options = { backend, allowedOrigins: rt.get(allowedOrigins) };
  const { transport } = backend;
  const { challenge, ambient } = transport;
  const mayGoOn = (event: Call) =>
    ambient &&
    isSameOrigin(event, options.allowedOrigins) &&
    transport.readRefreshToken(event, undefined) !== undefined;
  return stack(
    row.name,
    { challenge, form: formOf(rt, row), proxy: trustedProxyOf(rt) },
    async (event) => {
      const claims = await presentedCredential(event, options).catch((error: unknown) => {
        // Who logs out of an expired login is not to be signed in again by the refresh token that the browser still has.
        if (mayGoOn(event)) event.clearing = transport.clear().cookies ?? [];
        throw error;
      });
      event.logged = { backend: backend.name, user_id: claims.userId };
      return run({ event, claims });
    },
  );
}
