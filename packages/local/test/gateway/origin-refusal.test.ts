import { expect, test } from '@jest/globals';
import { originRefusal } from '../../src/gateway/origin-refusal.ts';

const PAGE = 'http://localhost:5173';
const GRANTED = { 'access-control-allow-origin': PAGE };

interface Case {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly answered?: Readonly<Record<string, string>>;
}

const refusal = ({ method = 'POST', headers = {}, status = 200, answered = {} }: Case) =>
  originRefusal({
    method,
    path: '/users/login',
    headers: { host: '127.0.0.1:3000', ...headers },
    response: { status, headers: answered },
  });

const preflight = (answered: Case['answered'], asked = 'content-type') => ({
  method: 'OPTIONS',
  status: 204,
  headers: {
    origin: PAGE,
    'access-control-request-method': 'POST',
    'access-control-request-headers': asked,
  },
  ...(answered && { answered }),
});

test.each<[string, Case, object]>([
  ['a preflight that nothing answers', preflight({}), { by: 'cors', method: 'POST' }],
  [
    'a preflight that only another origin passes',
    preflight({ 'access-control-allow-origin': 'https://app.example.com' }),
    { by: 'cors', method: 'POST' },
  ],
  [
    'a preflight for a header that is not allowed',
    preflight(
      { ...GRANTED, 'access-control-allow-headers': 'content-type' },
      'x-tenant, Content-Type',
    ),
    { by: 'headers', headers: ['x-tenant'] },
  ],
  [
    'an answer that the browser keeps from the page',
    { method: 'GET', headers: { origin: PAGE } },
    { by: 'cors', method: 'GET' },
  ],
  [
    'a cookie of a page that CORS allows, and the function does not',
    { headers: { origin: PAGE, cookie: 'a=b' }, status: 403, answered: GRANTED },
    { by: 'cookie', method: 'POST' },
  ],
  [
    'a cookie that came by the proxy of a page',
    { headers: { origin: PAGE, 'sec-fetch-site': 'same-origin' }, status: 403 },
    { by: 'cookie', method: 'POST' },
  ],
])('%s is a refusal', (_, answered, expected) => {
  expect(refusal(answered)).toMatchObject({ origin: PAGE, path: '/users/login', ...expected });
});

test.each<[string, Case]>([
  ['a request that is of no page', {}],
  ['a request of the own origin', { headers: { origin: 'http://127.0.0.1:3000' }, status: 403 }],
  [
    'a preflight that passes',
    preflight({ ...GRANTED, 'access-control-allow-headers': 'content-type' }),
  ],
  [
    'a preflight that any passes',
    preflight({ 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }),
  ],
  ['an answer that the page gets', { headers: { origin: PAGE }, answered: GRANTED }],
  [
    'an answer that came by the proxy of a page',
    { headers: { origin: PAGE, 'sec-fetch-site': 'same-origin' } },
  ],
  [
    'a user who may not do that',
    { headers: { origin: PAGE, authorization: 'Bearer x' }, status: 403, answered: GRANTED },
  ],
])('%s is no refusal', (_, answered) => {
  expect(refusal(answered)).toBeUndefined();
});
