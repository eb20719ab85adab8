import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type OnEventOptions, type Rule } from 'aws-cdk-lib/aws-events';
import { EmailChange, type IUsersApi, Mfa, UsersApi } from '../../../lib';
import { EVENTS } from '../../../lib/contract/index.ts';
import { newStack } from '../support';

/** The one copy of the table that has to be written by hand, for jsii. */
const METHODS = Object.keys(EVENTS).map((type) => ({
  type,
  method: `on${type.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase())}`,
}));

const stack = newStack();
const APIS: readonly (readonly [string, IUsersApi])[] = [
  [
    'Own',
    new UsersApi(stack, 'Own', {
      loginEvents: true,
      emailChange: EmailChange.CONFIRM,
      mfa: Mfa.totp(),
    }),
  ],
  [
    'Imported',
    UsersApi.fromUsersApiAttributes(stack, 'Imported', {
      url: 'https://api.example.com/users',
      eventBus: EventBus.fromEventBusName(stack, 'Bus', 'users'),
      loginEvents: true,
    }),
  ],
];
for (const [, users] of APIS) {
  const methods = users as unknown as Record<
    string,
    (id: string, options?: OnEventOptions) => Rule
  >;
  for (const { method } of METHODS) methods[method]?.(method);
}
const rules = Object.entries(Template.fromStack(stack).findResources('AWS::Events::Rule'));

describe.each(APIS)('the users API %s', (id, users) => {
  test.each(METHODS)('has $method for a rule that matches $type and nothing else', (event) => {
    const own = rules.filter(([name]) =>
      new RegExp(`^${id}Rules${event.method}.{8}$`, 'i').test(name),
    );
    expect(own.map(([, { Properties }]) => Properties.EventPattern)).toEqual([
      { source: ['users-api'], 'detail-type': [event.type] },
    ]);
  });

  test('has no method for an event that does not exist', () => {
    const names = new Set<string>();
    for (let each: object | null = users; each !== null; each = Object.getPrototypeOf(each)) {
      for (const name of Object.getOwnPropertyNames(each)) names.add(name);
    }
    const methods = [...names].filter((name) => name.startsWith('onAfter'));
    expect(methods.sort()).toEqual(METHODS.map(({ method }) => method).sort());
  });
});
