import middy, { type MiddlewareObj } from '@middy/core';
import type * as z from 'zod/mini';
import { ACTIONS, type Action } from '../../lib/private/actions.ts';
import type { Alongside, AuthenticateDeps, SignedIn } from '../auth/authenticate.ts';
import type { Backend } from '../auth/backend.ts';
import { UsersError } from '../users/errors.ts';
import type { AccessClaims } from '../users/session.ts';
import { authentication, presentedCredential } from './authentication.ts';
import { type BodyOptions, body } from './body.ts';
import { requestLog } from './log.ts';
import { type RequestCounts, requestCounts } from './metrics.ts';
import type { Call, HttpResult, Reply } from './request.ts';
import { response } from './response.ts';

interface PublicOptions<Schema extends z.ZodMiniType> {
  /** Absent for a route that takes no body. */
  readonly body?: BodyOptions<Schema>;
  /** Refuses a request before its body is looked at. */
  readonly admit?: (event: Call) => void;
  /** Value of `WWW-Authenticate` on a 401, where there can be one. */
  readonly challenge?: string | undefined;
  /** Left out where nobody asks how many there were. */
  readonly counts?: RequestCounts;
}

interface SignedInOptions<Schema extends z.ZodMiniType> extends AuthenticateDeps {
  readonly body?: BodyOptions<Schema>;
  /** Left out where the route changes nothing. */
  readonly allowedOrigins?: readonly string[];
  readonly alongside?: (event: Call) => Alongside;
  /** Given for an action whose row says `verified`: whether the construct asks for it. */
  readonly requireVerification?: boolean;
}

/** The handler of a route that anyone may call. */
export function publicHandler<Schema extends z.ZodMiniType>(
  name: string,
  options: PublicOptions<Schema>,
  run: (call: { event: Call; input: z.output<Schema> }) => Promise<Reply>,
) {
  expectCaller(name, ['anyone']);
  const { admit, counts, challenge } = options;
  const middlewares: MiddlewareObj<Call, HttpResult>[] = [];
  if (admit) middlewares.push({ before: ({ event }) => admit(event) });
  if (options.body) middlewares.push(body(options.body));
  return stack(name, { middlewares, counts, challenge }, (event) =>
    run({ event, input: event.input as z.output<Schema> }),
  );
}

/** The handler of a route for those who are signed in, or for superusers: the table of actions says. */
export function signedInHandler<Schema extends z.ZodMiniType>(
  name: string,
  options: SignedInOptions<Schema>,
  run: (call: { event: Call; input: z.output<Schema>; signedIn: SignedIn }) => Promise<Reply>,
) {
  const { caller, verified: restricted = false } = expectCaller(name, ['user', 'superuser']);
  const { backends, allowedOrigins = [], requireVerification } = options;
  if (restricted !== (requireVerification !== undefined)) {
    throw new Error(`action ${name} and its handler differ on whether callers must be verified`);
  }
  const superuser = caller === 'superuser';
  const verified = requireVerification ?? false;
  const middlewares = [
    authentication({ ...options, allowedOrigins, superuser, verified }),
    ...(options.body ? [body(options.body)] : []),
  ];
  const challenge = backends.find(({ transport }) => transport.challenge)?.transport.challenge;
  return stack(name, { middlewares, challenge }, (event) => {
    if (!event.signedIn) throw new Error('the authentication middleware did not run');
    return run({ event, input: event.input as z.output<Schema>, signedIn: event.signedIn });
  });
}

/**
 * The handler of a route for who holds a credential of one backend. What is stored of it is not looked
 * at: that is for the write to do.
 */
export function credentialHandler(
  name: string,
  options: { readonly backend: Backend; readonly allowedOrigins: readonly string[] },
  run: (call: { event: Call; claims: AccessClaims }) => Promise<Reply>,
) {
  expectCaller(name, ['user']);
  const { challenge } = options.backend.transport;
  return stack(name, { middlewares: [], challenge }, async (event) => {
    const claims = await presentedCredential(event, options);
    event.logged = { backend: options.backend.name, user_id: claims.userId };
    return run({ event, claims });
  });
}

/**
 * The one stack: log, counts, response, then what the route asks for, then its handler. An answer
 * goes through it from the end, so log and counts see it whole.
 */
function stack(
  name: string,
  options: {
    readonly middlewares: readonly MiddlewareObj<Call, HttpResult>[];
    readonly challenge?: string | undefined;
    readonly counts?: RequestCounts;
  },
  run: (event: Call) => Promise<Reply>,
) {
  const { middlewares, challenge, counts } = options;
  const counting = counts ? [requestCounts(counts)] : [];
  return middy<Call, HttpResult>({ timeoutEarlyResponse: outOfTime })
    .use([requestLog(name), ...counting, response({ challenge }), ...middlewares])
    .handler(async (event: Call) => (await run(event)) as HttpResult);
}

/** Called by middy moments before Lambda ends the function: whoever waited is told to come again. */
function outOfTime(): never {
  throw new UsersError('SERVICE_UNAVAILABLE');
}

/** A handler that is not what the table says its callers are must not start. */
function expectCaller(name: string, callers: readonly Action['caller'][]): Action {
  const action = ACTIONS.find((candidate) => candidate.name === name);
  if (!action || !callers.includes(action.caller)) {
    throw new Error(
      `action ${name} is for ${action?.caller}, its handler for ${callers.join(', ')}`,
    );
  }
  return action;
}
