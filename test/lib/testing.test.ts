import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UsersApi } from '../../lib';
import { EVENTS, type EventType } from '../../lib/contract/index.ts';
import { sampleEvent, withoutHashes } from '../../lib/testing';
import './support';

/** The template of a stack whose code has other hashes for another salt, as it has in another release. */
function templateWith(salt: string): string {
  const stack = new Stack(new App({ context: { '@aws-cdk/core:assetHashSalt': salt } }), 'Test');
  const { functions } = new UsersApi(stack, 'Users');
  // A version has the hash of its function in its id.
  expect(functions['get-me']?.currentVersion).toBeDefined();
  return JSON.stringify(Template.fromStack(stack));
}

const printed = (text: string) =>
  withoutHashes.serialize(text, undefined, '', 0, undefined, (value) => String(value));

describe('withoutHashes', () => {
  test('prints templates alike that differ only by the hashes of code', () => {
    const [one, two] = [templateWith('one'), templateWith('two')];
    expect(one).not.toBe(two);
    expect(printed(one)).toBe(printed(two));
    expect(printed(one)).toContain('"S3Key":"<hash>.zip"');
  });

  test('leaves ids and everything else as it is', () => {
    const template = templateWith('one');
    const ids = Object.keys(JSON.parse(template).Resources);
    const versions = ids.filter((id) => withoutHashes.test(id));
    expect(versions).toEqual([expect.stringMatching(/^UsersGetMeCurrentVersion/)]);
    expect(withoutHashes.test(['a string is in here', 'a'.repeat(64)])).toBe(false);
  });
});

describe('a sample event', () => {
  test.each(Object.keys(EVENTS) as EventType[])('%s is another one in every call', (type) => {
    const event = sampleEvent(type);
    event.detail.user.email = 'changed';
    if ('changed' in event.detail) event.detail.changed?.push('more');
    expect(sampleEvent(type)).not.toEqual(event);
    expect(sampleEvent(type)).toEqual(sampleEvent(type));
  });

  test('has the changes that are asked for, those of user and actor by field', () => {
    const { detail } = sampleEvent('after-update', {
      changed: ['nickname'],
      user: { nickname: 'Ada' },
      actor: { by: 'superuser' },
    });
    const { detail: before } = sampleEvent('after-update');
    expect(detail).toEqual({
      ...before,
      changed: ['nickname'],
      user: { ...before.user, nickname: 'Ada' },
      actor: { ...before.actor, by: 'superuser' },
    });
  });

  test('lacks a field that is changed to undefined', () => {
    const { detail } = sampleEvent('after-request-email-change', { token: undefined });
    expect(Object.keys(detail)).not.toContain('token');
    expect(detail.new_email).toBe('ada.lovelace@example.com');
  });

  test('of an unknown type is refused with those that are known', () => {
    expect(() => sampleEvent('after-party' as EventType)).toThrow(
      /^sampleEvent: got "after-party", expected one of after-register, /,
    );
  });
});
