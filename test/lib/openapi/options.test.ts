import { describe, expect, test } from '@jest/globals';
import { AuthBackend, EmailChange, type UsersApiProps } from '../../../lib';
import { updateMe } from '../../../lib/contract/accounts.ts';
import { updateUser } from '../../../lib/contract/administration.ts';
import { type Feature, textsWith } from '../../../lib/contract/features.ts';
import { newStack, synthesize } from '../support';

interface Operation {
  readonly operationId: string;
  readonly description?: string;
  readonly responses: Readonly<Record<string, { readonly description?: string }>>;
}

/** The document's operations by their ids, with what they refer to in place. */
function operationsWith(props: UsersApiProps): Readonly<Record<string, Operation>> {
  const document = synthesize(props, newStack()).users.openApi;
  const at = (reference: string) =>
    reference
      .split('/')
      .slice(1)
      .reduce((value: unknown, key) => (value as Record<string, unknown>)[key], document);
  const whole = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(whole);
    if (typeof value !== 'object' || value === null) return value;
    if ('$ref' in value) return whole(at(String(value.$ref)));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, whole(each)]));
  };
  const methods = Object.values(document.paths as Readonly<Record<string, object>>);
  const all = methods
    .flatMap((each) => Object.values(each))
    .map((each) => whole(each) as Operation);
  return Object.fromEntries(all.map((each) => [each.operationId, each]));
}

describe.each(
  [true, false].flatMap((requireCurrentPassword) =>
    [true, false].map((confirms) => ({ requireCurrentPassword, confirms })),
  ),
)('the document of an API with %j', ({ requireCurrentPassword, confirms }) => {
  const operations = operationsWith({
    requireCurrentPassword,
    emailChange: confirms ? EmailChange.CONFIRM : EmailChange.IMMEDIATE,
    authBackends: [AuthBackend.jwt()],
  });
  const features = new Set<Feature>([
    confirms ? 'confirmEmailChange' : 'immediateEmailChange',
    'bruteForce',
    ...(requireCurrentPassword ? (['requireCurrentPassword', 'countedProof'] as const) : []),
    ...(confirms ? [] : (['countedMoves'] as const)),
  ]);

  // What the runtime refuses with is compared with the same rows, in test/lambda/users/accounts/update-options.test.ts.
  test.each([
    ['updateMe', updateMe],
    ['updateUser', updateUser],
  ])('has of %s the codes that the runtime can answer, and no other', (id, { refuses = [] }) => {
    const possible = new Set(textsWith(refuses, (feature) => features.has(feature)));
    const codes = new Set(textsWith(refuses, () => true));
    const text = JSON.stringify(operations[id]);
    expect([...codes].filter((code) => text.includes(`"${code}"`)).toSorted()).toEqual(
      [...possible].toSorted(),
    );
  });

  test('says of a change of address and password what these options mean', () => {
    const { updateMe: own, updateUser: ofSuperusers } = operations;
    const asksPassword = /takes the current password\./;
    expect({
      own: asksPassword.test(own?.description ?? ''),
      ofSuperusers: /address or password of one's own/.test(ofSuperusers?.description ?? ''),
      unverified: /a new address is unverified/.test(own?.responses['200']?.description ?? ''),
      confirmed: /once it is confirmed/.test(own?.responses['200']?.description ?? ''),
    }).toEqual({
      own: requireCurrentPassword,
      ofSuperusers: requireCurrentPassword,
      unverified: !confirms,
      confirmed: confirms,
    });
  });

  test('speaks of no cookie where there is no backend with cookies', () => {
    const said = Object.values(operations).flatMap(({ responses }) =>
      Object.values(responses).map(({ description = '' }) => description),
    );
    expect(said.filter((text) => /cookie/i.test(text))).toEqual([]);
  });
});
