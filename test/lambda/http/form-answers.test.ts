import { describe, expect, test } from '@jest/globals';
import { isSameOrigin } from '../../../lambda/auth/same-origin.ts';
import { HttpError, ValidationError } from '../../../lambda/http/errors.ts';
import { type FormAction, formAnswers } from '../../../lambda/http/form-answers.ts';
import type { Reply } from '../../../lambda/http/request.ts';
import { stack } from '../../../lambda/http/stack.ts';
import { decodeOutcome } from '../../../lambda/pages/outcome.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { ACTIONS } from '../../../lib/contract/index.ts';
import type { PageForm } from '../../../lib/contract/page-forms.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const log = capturedLog();

const HTML = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'content-type': 'application/x-www-form-urlencoded',
  'sec-fetch-site': 'same-origin',
};
const PAGES = '/users/pages';

const row = (form: Partial<PageForm> = {}): FormAction => ({
  action: 'login',
  form: { page: 'sign-in', done: 'next', ...form },
  fields: ['username', 'password'],
  pages: { url: `https://api.example.com${PAGES}`, home: '/app', origins: [] },
  isOurs: (event) => isSameOrigin(event, []),
});

/** What a browser gets that sends a form. */
async function answerTo(
  fields: Readonly<Record<string, string>>,
  run: () => Promise<Reply>,
  action = row(),
) {
  const body = new URLSearchParams(fields).toString();
  const answer = await invoke(stack('login', { form: formAnswers(action) }, run), {
    body,
    headers: HTML,
  });
  const cookies = (answer.cookies ?? []) as readonly string[];
  const [pair = '', ...attributes] = cookies.at(-1)?.split('; ') ?? [];
  const [name, value = ''] = pair.split('=');
  const { location } = Object(answer.headers) as { location?: string };
  return { ...answer, location, name, attributes, outcome: decodeOutcome(value) };
}

const done = async (): Promise<Reply> => ({ statusCode: 204, cookies: ['session=1'] });
const refusing = (error: unknown) => async (): Promise<Reply> => {
  throw error;
};

test('what another site sends is no form of a page: it is answered as any other request, and leaves nothing', async () => {
  const from = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const answer = await invoke(stack('login', { form: formAnswers(row()) }, done), {
    body: 'username=a',
    headers: { ...HTML, ...from },
  });
  expect(answer).toMatchObject({ statusCode: 204, cookies: ['session=1'] });
});

test('where no page shows what came of a form, what was left of an earlier one is taken away', async () => {
  const { location, name, attributes } = await answerTo({}, done);
  expect({ location, name, age: attributes.at(-1) }).toEqual({
    location: '/app',
    name: '__Host-users-api-outcome',
    age: 'Max-Age=0',
  });
});

describe('a form of a page', () => {
  test('whose action succeeds leads to where the visitor was going, and keeps its cookies', async () => {
    const answer = await answerTo({ _next: `${PAGES}/devices`, username: 'a' }, done);
    expect(answer).toMatchObject({
      statusCode: 303,
      location: `${PAGES}/devices`,
      name: '__Host-users-api-outcome',
      attributes: ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax', 'Max-Age=300'],
      outcome: { kind: 'done', action: 'login' },
    });
    expect(answer.cookies).toHaveLength(2);
    expect(answer.body).toBeUndefined();
  });

  test.each([
    ['where they are at home, without another place', {}, {}, '/app'],
    ['not to another site', { _next: 'https://evil.example/' }, {}, '/app'],
    ['to a page', {}, { done: 'security' }, `${PAGES}/security`],
    [
      'back to the page that says where it is',
      { _page: 'password' },
      { done: 'same' },
      `${PAGES}/password`,
    ],
    [
      'to the page of the action, if it says nothing',
      { _page: 'x' },
      { done: 'same' },
      `${PAGES}/sign-in`,
    ],
  ] as const)('leads %s', async (_, fields, form, location) => {
    expect(await answerTo(fields, done, row(form))).toMatchObject({ location });
  });

  test('shows what its action answered only where a page shows that', async () => {
    const run = async (): Promise<Reply> => ({ statusCode: 200, body: { secret: 'S' } });
    const done = { done: 'security' } as const;
    expect((await answerTo({}, run, row(done))).outcome).toEqual({
      ...{ kind: 'done', action: 'login', page: 'security' },
    });
    expect((await answerTo({}, run, row({ ...done, showsAnswer: true }))).outcome).toMatchObject({
      answer: { secret: 'S' },
    });
  });

  test.each([
    [new UsersError('LOGIN_BAD_CREDENTIALS'), 'LOGIN_BAD_CREDENTIALS', `${PAGES}/sign-in`],
    [new HttpError(413, 'CONTENT_TOO_LARGE'), 'CONTENT_TOO_LARGE', `${PAGES}/sign-in`],
    [new Error('boom'), 'INTERNAL_ERROR', `${PAGES}/sign-in`],
    [
      new UsersError('UNAUTHORIZED'),
      'UNAUTHORIZED',
      `${PAGES}/sign-in?next=${encodeURIComponent(`${PAGES}/sign-in`)}`,
    ],
    [
      new UsersError('REAUTHENTICATION_REQUIRED'),
      'REAUTHENTICATION_REQUIRED',
      `${PAGES}/reauthenticate?next=${encodeURIComponent(`${PAGES}/sign-in`)}`,
    ],
  ])('that is refused by %s comes back with the code', async (error, code, location) => {
    const answer = await answerTo({ username: 'ada', password: 'secret' }, refusing(error));
    expect(answer).toMatchObject({
      statusCode: 303,
      location,
      outcome: { kind: 'refused', code, typed: { username: 'ada' } },
    });
    for (const name of ['content-type', 'retry-after', 'www-authenticate']) {
      expect(answer.headers).not.toHaveProperty(name);
    }
  });

  test('that is refused keeps where the visitor was going, and how long they have to wait', async () => {
    const error = new UsersError('TOO_MANY_REQUESTS', { retryAfter: 12 });
    expect(await answerTo({ _next: '/orders?x=1' }, refusing(error))).toMatchObject({
      location: `${PAGES}/sign-in?next=%2Forders%3Fx%3D1`,
      outcome: { code: 'TOO_MANY_REQUESTS', retryAfter: 12 },
    });
  });

  test('says which fields are wrong, and has what was typed but no secret', async () => {
    const problem = { loc: ['body', 'age'], msg: 'Input should be a number', type: 'int_parsing' };
    const fields = {
      username: 'ada',
      password: 'secret',
      age: 'old',
      token: 'T',
      _page: 'sign-up',
    };
    const action = { ...row({ keeps: ['token'] }), fields: ['username', 'password', 'token'] };
    const { outcome } = await answerTo(fields, refusing(new ValidationError([problem])), action);
    expect(outcome).toEqual({
      page: 'sign-up',
      kind: 'refused',
      action: 'login',
      code: 'VALIDATION_ERROR',
      problems: [{ field: 'age', type: 'int_parsing', message: 'Input should be a number' }],
      typed: { username: 'ada', age: 'old' },
      answer: { token: 'T' },
    });
  });

  test('that needs a second factor goes on with the token of the login', async () => {
    const detail = { code: 'LOGIN_MFA_REQUIRED', mfa_token: 'T', methods: ['totp'] };
    const run = async (): Promise<Reply> => ({ statusCode: 400, body: { detail } });
    expect(await answerTo({ _next: '/orders' }, run)).toMatchObject({
      location: `${PAGES}/second-factor?next=%2Forders`,
      outcome: { answer: { mfa_token: 'T', methods: ['totp'] } },
    });
  });

  test('is in the log with what its action answered', async () => {
    await answerTo({}, refusing(new UsersError('LOGIN_BAD_CREDENTIALS')));
    expect(log.info.at(-1)).toMatchObject({ status: 400, code: 'LOGIN_BAD_CREDENTIALS' });
  });
});

test.each([
  ['no HTML is asked for', { ...HTML, accept: '*/*' }],
  ['it is no form', { ...HTML, 'content-type': 'application/json' }],
])('a request gets the answer as it is where %s', async (_, headers) => {
  const handler = stack('login', { form: formAnswers(row()) }, done);
  expect(await invoke(handler, { body: 'username=ada', headers })).toMatchObject({
    statusCode: 204,
    cookies: ['session=1'],
  });
});

test('every action of users that changes something has a form, or needs a script', () => {
  const changes = ACTIONS.filter(
    ({ caller, route, form }) =>
      ['anyone', 'credential', 'user'].includes(caller) &&
      route?.method !== 'GET' &&
      route &&
      !form,
  );
  expect(changes.map(({ name }) => name)).toEqual([
    // By the page itself.
    'refresh',
    // Passkeys.
    'passkey-login-options',
    'passkey-login',
    'passkey-options',
    'add-passkey',
  ]);
});
