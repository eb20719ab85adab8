import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventDetails, type UsersEventOf, usersEvent } from '../../../lambda/exports/events.ts';
import { EVENTS, type EventType } from '../../../lib/contract/index.ts';
import { sampleEvent } from '../../../lib/testing.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const run = promisify(execFile);

const TYPES = Object.keys(EVENTS) as EventType[];
const ID = '018f0000-0000-7000-8000-000000000000';
const TIME = '2026-01-01T00:00:00.000Z';
const user = {
  id: ID,
  email: 'ada@example.com',
  is_active: true,
  is_superuser: false,
  is_verified: false,
  created_at: TIME,
  updated_at: TIME,
};
const actor = { id: ID, by: 'user' };
const event = (type: string, more: object = {}) => ({
  version: '0',
  source: 'users-api',
  'detail-type': type,
  detail: { id: ID, time: TIME, user, actor, ...more },
});

describe('the schema of an event', () => {
  test.each(TYPES)('takes the sample of %s that `cdk-users-api/testing` gives', (type) => {
    const sample = sampleEvent(type);
    void (sample satisfies UsersEventOf<typeof type>);
    expect(usersEvent.parse(sample)).toEqual(sample);
    const { carries, mayCarry, by } = EVENTS[type];
    const fields = ['id', 'time', 'sequence', 'user', 'actor', ...carries, ...mayCarry];
    expect(Object.keys(sample.detail).sort()).toEqual(fields.sort());
    expect(by).toContain(sample.detail.actor.by);
  });

  test.each([
    ['after-register', {}],
    ['after-forgot-password', { token: 'a.b.c', expires_at: TIME }],
    ['after-reset-password', {}],
    ['after-request-verify', { token: 'a.b.c', expires_at: TIME }],
    ['after-verify', {}],
    ['after-login', { backend: 'jwt', ip: '203.0.113.7', user_agent: 'curl' }],
    ['after-refresh-reuse', { backend: 'jwt', ip: '203.0.113.7', user_agent: 'curl' }],
    ['after-update', { changed: ['email'] }],
    ['after-delete', {}],
  ])('takes %s, and no such event that lacks a field', (type, more) => {
    expect(usersEvent.parse(event(type, more))).toEqual(event(type, more));
    for (const field of ['id', 'time', 'user', ...Object.keys(more)]) {
      const without = event(type, { ...more, [field]: undefined });
      expect(usersEvent.safeParse(without).success).toBe(false);
    }
  });

  test('lets fields through that it does not name', () => {
    const more = { user: { ...user, nickname: 'Ada' }, since: '0.9' };
    const given = event('after-register', more);
    expect(usersEvent.parse(given)).toEqual(given);
  });

  test('takes an event of an earlier release, which says nothing of who made it happen', () => {
    const { actor: _, ...detail } = event('after-verify').detail;
    const given = { ...event('after-verify'), detail };
    expect(usersEvent.parse(given)).toEqual(given);
  });

  test.each([
    ['anyone', { id: null, by: 'user' }, true],
    ['an operator', { id: null, by: 'operator' }, true],
    ['a user without an id', { by: 'user' }, false],
    ['someone else', { id: ID, by: 'stranger' }, false],
  ])('knows what made it happen: %s', (_, given, expected) => {
    expect(usersEvent.safeParse(event('after-update', { changed: [], actor: given })).success).toBe(
      expected,
    );
  });

  test.each([
    ['of another source', { ...event('after-register'), source: 'orders' }],
    ['of an unknown type', event('after-party')],
    ['without a user', event('after-register', { user: {} })],
  ])('refuses an event %s', (_, given) => {
    expect(usersEvent.safeParse(given).success).toBe(false);
  });

  test('of one type is there by its name', () => {
    const { detail } = event('after-update', { changed: ['email'] });
    expect(eventDetails['after-update'].parse(detail)).toEqual(detail);
  });
});

describe('the package has the schemas', () => {
  let folder: string;

  // Inside the package, which can import itself by its name.
  beforeAll(async () => {
    folder = await mkdtemp(path.join(ROOT, 'cdk.out-snippets-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('as a module that runs', async () => {
    const file = path.join(folder, 'run.mjs');
    await writeFile(
      file,
      `import { usersEvent } from 'cdk-users-api/events';
       console.log(usersEvent.safeParse(${JSON.stringify(event('after-delete'))}).success);`,
    );
    expect((await run(process.execPath, [file])).stdout).toBe('true\n');
  });

  test('with types, which tell events apart', async () => {
    const file = path.join(folder, 'types.mts');
    await writeFile(
      file,
      `import { type UsersEvent, type UsersEventOf, usersEvent } from 'cdk-users-api/events';
       const event: UsersEvent = usersEvent.parse({});
       if (event['detail-type'] === 'after-update') event.detail.changed.map((name) => name.trim());
       export const mail = ({ detail }: UsersEventOf<'after-forgot-password'>): string => detail.token;
       // @ts-expect-error: there is no such event
       export type None = UsersEventOf<'after-party'>;`,
    );
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const flags = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext';
    const options = [...flags.split(' '), '--target', 'es2024', '--types', 'node'];
    await run(process.execPath, [tsc, ...options, file], { cwd: ROOT });
  });
});
