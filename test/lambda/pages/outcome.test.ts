import { expect, test } from '@jest/globals';
import { decodeOutcome, encodeOutcome, type Outcome } from '../../../lambda/pages/outcome.ts';

const refused = {
  page: 'sign-up',
  kind: 'refused',
  action: 'register',
  code: 'VALIDATION_ERROR',
  problems: [{ field: 'email', type: 'value_error', message: 'Input should be one email address' }],
  typed: { email: 'ada@' },
  answer: {},
} as const satisfies Outcome;

test.each<[string, Outcome]>([
  ['a refusal', refused],
  ['a success', { page: 'account', kind: 'done', action: 'login' }],
  [
    'what an action answered',
    { page: 'security', kind: 'done', action: 'confirm-totp', answer: { codes: ['ä'] } },
  ],
])('%s is read as it was written', (_, outcome) => {
  expect(decodeOutcome(encodeOutcome(outcome))).toEqual(outcome);
});

test('what is too long for a cookie loses what was typed, and keeps what the next form needs', () => {
  const long = { ...refused, typed: { biography: 'x'.repeat(4000) }, answer: { token: 't' } };
  const encoded = encodeOutcome(long);
  expect(encoded.length).toBeLessThanOrEqual(3_800);
  expect(decodeOutcome(encoded)).toEqual({ ...long, typed: {} });
});

test('very many problems lose their texts', () => {
  const problems = Array.from({ length: 200 }, (_, index) => ({
    ...{ field: `field${index}`, type: 'value_error' },
    message: 'Input should be something else than what was given',
  }));
  const encoded = encodeOutcome({ ...refused, problems });
  expect(encoded.length).toBeLessThanOrEqual(3_800);
  expect(decodeOutcome(encoded)).toMatchObject({ kind: 'refused', code: 'VALIDATION_ERROR' });
});

test('what the next form needs is lost where even that is too long, as no browser would keep the cookie', () => {
  const answer = { token: 'x'.repeat(9_000) };
  const encoded = encodeOutcome({ ...refused, reason: 'x'.repeat(9_000), answer });
  expect(encoded.length).toBeLessThanOrEqual(3_800);
  expect(decodeOutcome(encoded)).toMatchObject({ code: 'VALIDATION_ERROR', answer: {} });
});

test.each([
  ['no text in base64', '%%%'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ...[
    null,
    1,
    [],
    {},
    { kind: 'done' },
    { kind: 'done', action: 'login' },
    { kind: 'refused', action: 'login' },
    { ...refused, problems: 'none' },
    { ...refused, typed: null },
    { ...refused, kind: 'other' },
  ].map((value) => [
    JSON.stringify(value),
    Buffer.from(JSON.stringify(value)).toString('base64url'),
  ]),
])('%s is no outcome', (_, value) => {
  expect(decodeOutcome(value ?? '')).toBeUndefined();
});
