import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { HttpError, ValidationError } from '../../../lambda/http/errors.ts';
import type { Reply } from '../../../lambda/http/request.ts';
import { stack } from '../../../lambda/http/stack.ts';
import {
  InvalidFieldsError,
  InvalidInputError,
  UsersError,
  type UsersErrorCode,
} from '../../../lambda/users/errors.ts';
import { HookRefusal } from '../../../lambda/users/model/hooks.ts';
import { STEP_UP_REFUSALS } from '../../../lib/contract/factors.ts';
import { REFUSALS } from '../../../lib/contract/index.ts';
import { apiEvent } from '../../support/runtime/api-event.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

capturedLog();

const COMMON = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-request-id': 'request-1',
};
const JSON_TYPE = { 'content-type': 'application/json' };

const answer = (run: () => Promise<Reply>) => invoke(stack('register', {}, run));
const replied = (reply: Reply) => answer(async () => reply);
const refused = (error: unknown) =>
  answer(async () => {
    throw error;
  });

describe('a reply', () => {
  test('is JSON that is not to be cached and names its request', async () => {
    expect(await replied({ statusCode: 201, body: { id: '1' } })).toEqual({
      statusCode: 201,
      headers: { ...COMMON, ...JSON_TYPE },
      cookies: [],
      body: { id: '1' },
    });
  });

  test('without a body has no content type, and without cookies none', async () => {
    const handler = stack('register', {}, async () => ({ statusCode: 204 }));
    expect(await handler(apiEvent(), {} as Context)).toStrictEqual({
      statusCode: 204,
      headers: COMMON,
    });
  });

  test('may be null, which is a body', async () => {
    const { headers, body } = await replied({ statusCode: 202, body: null });
    expect(headers).toEqual({ ...COMMON, ...JSON_TYPE });
    expect(body).toBeNull();
  });

  test('keeps headers and cookies of the handler', async () => {
    const reply = { statusCode: 204, headers: { link: '<x>' }, cookies: ['a=b; Path=/'] };
    const { headers, cookies } = await replied(reply);
    expect(headers).toEqual({ ...COMMON, link: '<x>' });
    expect(cookies).toEqual(['a=b; Path=/']);
  });
});

test('statuses are part of the wire format, and stay', () => {
  const codes = Object.keys(REFUSALS).sort();
  expect(Object.groupBy(codes, (code) => REFUSALS[code as UsersErrorCode].status)).toEqual({
    400: [
      'EMAIL_CHANGE_BAD_TOKEN',
      'LOGIN_BAD_CODE',
      'LOGIN_BAD_CREDENTIALS',
      'LOGIN_BAD_MFA_CODE',
      'LOGIN_BAD_MFA_TOKEN',
      'LOGIN_BAD_PASSKEY',
      'LOGIN_MFA_REQUIRED',
      'LOGIN_PASSKEY_UNKNOWN',
      'LOGIN_REGISTRATION_REQUIRED',
      'LOGIN_USER_NOT_VERIFIED',
      'MFA_BAD_CODE',
      'OAUTH_INVALID_RESPONSE',
      'OAUTH_INVALID_STATE',
      'OAUTH_NOT_AVAILABLE_EMAIL',
      'OAUTH_REFUSED',
      'OAUTH_REGISTRATION_REQUIRED',
      'OAUTH_USER_ALREADY_EXISTS',
      'PASSKEY_INVALID',
      'REGISTER_INVALID_PASSWORD',
      'REGISTER_USER_ALREADY_EXISTS',
      'RESET_PASSWORD_BAD_TOKEN',
      'RESET_PASSWORD_INVALID_PASSWORD',
      'UPDATE_USER_BAD_CURRENT_PASSWORD',
      'UPDATE_USER_EMAIL_ALREADY_EXISTS',
      'UPDATE_USER_INVALID_PASSWORD',
      'VERIFY_USER_ALREADY_VERIFIED',
      'VERIFY_USER_BAD_TOKEN',
    ],
    401: ['UNAUTHORIZED'],
    403: [
      'FORBIDDEN',
      'MFA_ENROLMENT_REQUIRED',
      'MFA_REQUIRED',
      'REAUTHENTICATION_REQUIRED',
      'USER_NOT_VERIFIED',
    ],
    404: ['NOT_FOUND'],
    409: ['LAST_CREDENTIAL', 'LAST_SUPERUSER', 'MFA_ALREADY_ENABLED', 'PASSKEY_LIMIT'],
    429: ['TOO_MANY_REQUESTS'],
    503: ['SERVICE_UNAVAILABLE'],
  });
});

describe('a refusal', () => {
  const codes = Object.entries(REFUSALS).map(([code, { status }]) => [code, status]) as [
    UsersErrorCode,
    number,
  ][];

  test('for want of a second factor says what another login has to be', async () => {
    const acr = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
    const challenge = `Bearer error="insufficient_user_authentication", acr_values="${acr}"`;
    for (const code of STEP_UP_REFUSALS) {
      expect(await refused(new UsersError(code))).toEqual({
        statusCode: 403,
        headers: { ...COMMON, ...JSON_TYPE, 'www-authenticate': challenge },
        cookies: [],
        body: { detail: code },
      });
    }
  });

  test('that passes says when to ask again', async () => {
    const { headers } = await refused(new UsersError('TOO_MANY_REQUESTS', { retryAfter: 7 }));
    expect(headers['retry-after']).toBe('7');
  });

  const plain = codes.filter(
    ([code, status]) => status < 500 && !STEP_UP_REFUSALS.some((each) => each === code),
  );

  test.each(plain)('by %s is %i', async (code, status) => {
    expect(await refused(new UsersError(code))).toEqual({
      statusCode: status,
      headers: { ...COMMON, ...JSON_TYPE },
      cookies: [],
      body: { detail: code },
    });
  });

  test('that passes says after how many seconds', async () => {
    const { headers } = await refused(new UsersError('TOO_MANY_REQUESTS', { retryAfter: 900 }));
    expect(headers).toMatchObject({ 'retry-after': '900' });
  });

  test('of a password has code and reason', async () => {
    const error = new UsersError('REGISTER_INVALID_PASSWORD', { reason: 'Too short' });
    expect((await refused(error)).body).toEqual({
      detail: { code: 'REGISTER_INVALID_PASSWORD', reason: 'Too short' },
    });
  });

  test('of the body’s size or type has its code', async () => {
    const { statusCode, body } = await refused(new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE'));
    expect({ statusCode, body }).toEqual({
      statusCode: 415,
      body: { detail: 'UNSUPPORTED_MEDIA_TYPE' },
    });
  });

  test('by HTTP itself, or of fields, is an error with a name and a message, for the log', () => {
    expect(new HttpError(413, 'CONTENT_TOO_LARGE')).toMatchObject({
      name: 'HttpError',
      message: 'CONTENT_TOO_LARGE',
      statusCode: 413,
      code: 'CONTENT_TOO_LARGE',
    });
    for (const [error, name] of [
      [new ValidationError([]), 'ValidationError'],
      [new InvalidFieldsError([]), 'InvalidFieldsError'],
    ] as const) {
      expect(error).toMatchObject({ name, message: 'VALIDATION_ERROR' });
    }
  });

  test('of invalid input says in its message which fields are wrong, for invokers of a function', () => {
    const problems = [
      { loc: ['body', 'name'], msg: 'Field required', type: 'missing' },
      { loc: ['body', 'address', 0], msg: 'Too short', type: 'value_error' },
      { loc: ['body'], msg: 'Not both', type: 'value_error' },
    ];
    const { code, message } = new ValidationError(problems);
    expect({ code, message }).toEqual({
      code: 'VALIDATION_ERROR',
      message: 'VALIDATION_ERROR: name: Field required; address.0: Too short; Not both',
    });
  });

  test('of invalid input lists every problem', async () => {
    const problems = [
      { loc: ['body', 'email'], msg: 'Field required', type: 'missing' },
      { loc: ['body', 'password'], msg: 'Field required', type: 'missing' },
    ];
    const { statusCode, body } = await refused(new ValidationError(problems));
    expect({ statusCode, body }).toEqual({ statusCode: 422, body: { detail: problems } });
  });

  test('of custom fields by a use case has the same form', async () => {
    const problem = { path: ['address', 0], message: 'Too short', type: 'value_error' };
    const { statusCode, body } = await refused(new InvalidFieldsError([problem]));
    expect({ statusCode, body }).toEqual({
      statusCode: 422,
      body: { detail: [{ loc: ['body', 'address', 0], msg: 'Too short', type: 'value_error' }] },
    });
  });

  test('by a hook has the hook’s own code and reason', async () => {
    const { statusCode, body } = await refused(new HookRefusal('CLOSED', 'Come back tomorrow'));
    expect({ statusCode, body }).toEqual({
      statusCode: 400,
      body: { detail: { code: 'CLOSED', reason: 'Come back tomorrow' } },
    });
  });

  test('of input by a use case has the same form', async () => {
    const error = new InvalidInputError(['query', 'cursor'], 'cursor_invalid', 'Not a cursor');
    const { statusCode, body } = await refused(error);
    expect(statusCode).toBe(422);
    expect(body).toEqual({
      detail: [{ loc: ['query', 'cursor'], msg: 'Not a cursor', type: 'cursor_invalid' }],
    });
  });
});

test('a handler that Lambda is about to end asks its caller to try again', async () => {
  const handler = stack('login', {}, () => new Promise(() => {}));
  const answer = await invoke(handler, {}, { getRemainingTimeInMillis: () => 10 });
  expect([answer.statusCode, answer.body.detail]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  expect(answer.headers['retry-after']).toBe('1');
});

describe('a failure', () => {
  test('of a service is 503, says when to try again and names the request', async () => {
    const error = new UsersError('SERVICE_UNAVAILABLE', { cause: new Error('table users-1') });
    expect(await refused(error)).toEqual({
      statusCode: 503,
      headers: { ...COMMON, ...JSON_TYPE, 'retry-after': '1' },
      cookies: [],
      body: { detail: 'SERVICE_UNAVAILABLE', request_id: 'request-1' },
    });
  });

  test.each([
    ['an error', new Error('secret of table users-1')],
    [
      'an error with a code',
      Object.assign(new Error('secret'), { code: 'NOT_FOUND', statusCode: 404 }),
    ],
    ['what is no error', 'secret'],
  ])('by %s is 500 and says nothing of it', async (_, error) => {
    const response = await refused(error);
    expect(response).toEqual({
      statusCode: 500,
      headers: { ...COMMON, ...JSON_TYPE },
      cookies: [],
      body: { detail: 'INTERNAL_ERROR', request_id: 'request-1' },
    });
  });
});

test('no other refusal than a 401 has a challenge', async () => {
  const run = (error: Error) =>
    invoke(
      stack('register', { challenge: 'Bearer' }, async () => {
        throw error;
      }),
    );
  const [unauthorized, forbidden, failed] = [
    await run(new UsersError('UNAUTHORIZED')),
    await run(new UsersError('FORBIDDEN')),
    await run(new Error('a bug')),
  ];
  expect(unauthorized.headers['www-authenticate']).toBe('Bearer');
  for (const { headers } of [forbidden, failed]) {
    expect(headers).not.toHaveProperty('www-authenticate');
  }
});
