import type { MiddlewareObj } from '@middy/core';
import { SECURITY_HEADERS } from '../../lib/contract/answers.ts';
import { STEP_UP_REFUSALS } from '../../lib/contract/factors.ts';
import { REFUSALS } from '../../lib/contract/index.ts';
import { stepUpChallenge } from '../../lib/contract/proof.ts';
import { InvalidFieldsError, InvalidInputError, UsersError } from '../users/errors.ts';
import { HookRefusal } from '../users/model/hooks.ts';
import { HttpError, toProblems, ValidationError } from './errors.ts';
import type { Call, HttpResult, Reply } from './request.ts';

/** Seconds after which a 503 is worth another try. */
const RETRY_AFTER = '1';

const MULTI_FACTOR_CHALLENGE = stepUpChallenge({ multiFactor: true });

/** Turns what the handler returned or threw into a response, with the headers that all have. */
export function response(challenges: Challenges): MiddlewareObj<Call, HttpResult> {
  return {
    after: (request) => {
      request.response = serialise(request.response as Reply, request.event);
    },
    onError: (request) => {
      const reply = refusal(request.error, challenges);
      const { statusCode } = reply;
      const body =
        statusCode < 500
          ? reply.body
          : { ...(reply.body as object), request_id: requestId(request.event) };
      request.response = serialise({ ...reply, body }, request.event);
    },
  };
}

function serialise({ statusCode, body, file, headers, cookies }: Reply, event: Call): HttpResult {
  const all = [...(cookies ?? []), ...(event.clearing ?? [])];
  return {
    statusCode,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(file && { 'content-type': file.type }),
      ...(file?.encoding && { 'content-encoding': file.encoding }),
      ...SECURITY_HEADERS,
      'cache-control': 'no-store',
      'x-request-id': requestId(event),
      ...headers,
    },
    ...(all.length > 0 && { cookies: all }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(file && { body: file.content, isBase64Encoded: file.encoding !== undefined }),
  };
}

function requestId(event: Call): string {
  return event.requestContext.requestId;
}

interface Challenges {
  /** Value of `WWW-Authenticate` on a 401. */
  readonly challenge: string | undefined;
  /** The same on a 403 for want of fresh proof. */
  readonly stepUp: string | undefined;
}

function refusal(error: unknown, challenges: Challenges): Reply {
  if (error instanceof ValidationError) {
    return { statusCode: 422, body: { detail: error.problems } };
  }
  if (error instanceof InvalidFieldsError) {
    return { statusCode: 422, body: { detail: toProblems(error) } };
  }
  if (error instanceof InvalidInputError) {
    const { loc, message, type } = error;
    return { statusCode: 422, body: { detail: [{ loc, msg: message, type }] } };
  }
  if (error instanceof HttpError) {
    return { statusCode: error.statusCode, body: { detail: error.code } };
  }
  if (error instanceof HookRefusal) {
    const { code, reason } = error;
    return { statusCode: 400, body: { detail: { code, reason } } };
  }
  if (error instanceof UsersError) return refusalOf(error, challenges);
  return { statusCode: 500, body: { detail: 'INTERNAL_ERROR' } };
}

function refusalOf(
  { code, reason, retryAfter }: UsersError,
  { challenge, stepUp }: Challenges,
): Reply {
  const { status: statusCode } = REFUSALS[code];
  const ofFactors: readonly string[] = STEP_UP_REFUSALS;
  const headers = {
    ...(statusCode === 401 && challenge !== undefined && { 'www-authenticate': challenge }),
    ...(code === 'REAUTHENTICATION_REQUIRED' && stepUp && { 'www-authenticate': stepUp }),
    ...(ofFactors.includes(code) && { 'www-authenticate': MULTI_FACTOR_CHALLENGE }),
    ...(statusCode === 503 && { 'retry-after': RETRY_AFTER }),
    ...(retryAfter !== undefined && { 'retry-after': `${retryAfter}` }),
  };
  return { statusCode, headers, body: { detail: reason === undefined ? code : { code, reason } } };
}
