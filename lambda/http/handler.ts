import middy, { type MiddlewareObj } from '@middy/core';
import type * as z from 'zod/mini';
import { ACTIONS, type Action } from '../../lib/private/actions.ts';
import type { Alongside, SignedIn } from '../auth/authenticate.ts';
import type { Backend } from '../auth/backend.ts';
import { UsersError } from '../users/errors.ts';
import type { UserStore } from '../users/ports.ts';
import { authentication } from './authentication.ts';
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
  /** Left out where nobody asks how many there were. */
  readonly counts?: RequestCounts;
}

interface SignedInOptions<Schema extends z.ZodMiniType> {
  readonly body?: BodyOptions<Schema>;
  readonly backends: readonly Backend[];
  readonly store: Pick<UserStore, 'lookup'>;
  /** Left out where the route changes nothing. */
  readonly allowedOrigins?: readonly string[];
  readonly alongside?: (event: Call) => Alongside;
}

/** The handler of a route that anyone may call. */
export function publicHandler<Schema extends z.ZodMiniType>(
  name: string,
  options: PublicOptions<Schema>,
  run: (call: { event: Call; input: z.output<Schema> }) => Promise<Reply>,
) {
  expectCaller(name, ['anyone']);
  const { admit, counts } = options;
  const middlewares: MiddlewareObj<Call, HttpResult>[] = [];
  if (admit) middlewares.push({ before: ({ event }) => admit(event) });
  if (options.body) middlewares.push(body(options.body));
  return stack(name, { middlewares, counts }, (event) =>
    run({ event, input: event.input as z.output<Schema> }),
  );
}

/** The handler of a route for those who are signed in, or for superusers: the table of actions says. */
export function signedInHandler<Schema extends z.ZodMiniType>(
  name: string,
  options: SignedInOptions<Schema>,
  run: (call: { event: Call; input: z.output<Schema>; signedIn: SignedIn }) => Promise<Reply>,
) {
  const { caller } = expectCaller(name, ['user', 'superuser']);
  const { backends, store, allowedOrigins = [], alongside } = options;
  const superuser = caller === 'superuser';
  const middlewares = [
    authentication({ backends, store, allowedOrigins, superuser, alongside }),
    ...(options.body ? [body(options.body)] : []),
  ];
  const challenge = backends.find(({ transport }) => transport.challenge)?.transport.challenge;
  return stack(name, { middlewares, challenge }, (event) => {
    if (!event.signedIn) throw new Error('the authentication middleware did not run');
    return run({ event, input: event.input as z.output<Schema>, signedIn: event.signedIn });
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
