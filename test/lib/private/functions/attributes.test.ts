import { describe, expect, test } from '@jest/globals';
import { AuthBackend } from '../../../../lib';
import { FUNCTIONS, isOf, listed, statementsOf, synthesize } from '../../support';

const { template } = synthesize({
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  loginEvents: true,
});

/** A function's statements on the table and its index. */
const onTable = (id: string) =>
  statementsOf(template, `Users${id}Role`)
    .filter(isOf('dynamodb'))
    .filter(({ Condition }) => Condition !== undefined);

describe('the roles of the functions', () => {
  test('name the attributes of every write but deletions, which have none', () => {
    for (const { action } of FUNCTIONS) {
      const unnamed = action.table.filter(
        ({ calls, attributes }) =>
          attributes === undefined && calls.some((call) => /^(Put|Update)Item$/.test(call)),
      );
      expect({ action: action.name, unnamed }).toEqual({ action: action.name, unnamed: [] });
    }
  });

  /** The functions that may write or read one attribute, by one call. */
  const naming = (call: string, attribute: string) =>
    FUNCTIONS.filter(({ id }) =>
      onTable(id).some(({ Action, Condition }) => {
        const named = Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'];
        return (
          Action === `dynamodb:${call}` &&
          (named === undefined || listed(named).includes(attribute))
        );
      }),
    ).map(({ name }) => name);

  test('let nobody but superusers and operators make a superuser', () => {
    expect(naming('UpdateItem', 'is_superuser')).toEqual(['update-user']);
    expect(naming('PutItem', 'is_superuser')).toEqual(['create-user']);
  });

  test('let a hash be written by those that hash, and by a move to another address', () => {
    expect(naming('UpdateItem', 'password_hash')).toEqual([
      'update-me',
      'login-jwt',
      'login-cookie',
      'reauthenticate-jwt',
      'reauthenticate-cookie',
      'reset-password',
      'update-user',
    ]);
    expect(naming('PutItem', 'password_hash')).toEqual([
      'register',
      'update-me',
      'create-user',
      'update-user',
    ]);
  });

  test('let a hash be read by login, and where the current password is proof of who it is', () => {
    const readers = FUNCTIONS.filter(({ id }) =>
      onTable(id).some(({ Action, Condition }) => {
        const keys = listed(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']);
        const named = Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'];
        const isRead = /:(GetItem|BatchGetItem|Query)$/.test(String(Action));
        const hasHash = named === undefined || listed(named).includes('password_hash');
        return isRead && keys.includes('EMAIL#*') && hasHash;
      }),
    );
    expect(readers.map(({ name }) => name)).toEqual([
      'update-me',
      'delete-me',
      'login-jwt',
      'login-cookie',
      'reauthenticate-jwt',
      'reauthenticate-cookie',
      'delete-my-sessions',
      'delete-sessions',
      'update-user',
      'delete-user',
    ]);
  });

  test('let no write ask for the item that it found or left, except a count of wrong passwords', () => {
    for (const { id } of FUNCTIONS) {
      const writes = onTable(id).filter(({ Action }) =>
        /:(Put|Update|Delete|Cond)/.test(String(Action)),
      );
      const others = writes.filter(
        ({ Action, Condition }) =>
          Action !== 'dynamodb:UpdateItem' || !JSON.stringify(Condition).includes('ATTEMPTS#'),
      );
      for (const { Condition } of others) {
        expect(Condition?.StringEqualsIfExists).toEqual({ 'dynamodb:ReturnValues': 'NONE' });
      }
    }
  });
});
