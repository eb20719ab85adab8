import { expect, test } from '@jest/globals';
import { decodeOutcome, encodeOutcome, type Outcome } from '../../../lambda/pages/outcome.ts';

const refused = {
  kind: 'refused',
  action: 'register',
  code: 'VALIDATION_ERROR',
  problems: [{ field: 'email', type: 'value_error', message: 'Input should be one email address' }],
  typed: { email: 'ada@' },
  answer: {},
} as const satisfies Outcome;

test.each<[string, Outcome]>([
  ['a refusal', refused],
  ['a success', { kind: 'done', action: 'login' }],
  ['what an action answered', { kind: 'done', action: 'confirm-totp', answer: { codes: ['ä'] } }],
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

test.each([
  ['no text in base64', '%%%'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ...[
    null,
    1,
    [],
    {},
    { kind: 'done' },
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
