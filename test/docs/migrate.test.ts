import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { firebaseScheme } from '../../lambda/adapters/passwords/firebase.ts';
import { OTHERS_HASHES, SIGNER_KEY } from '../support/password-hashes/hashes.ts';
import { codeBlocks } from './markdown.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'migrate-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script of a page, and returns the users that it writes. */
async function exported(page: string, input: string): Promise<unknown[]> {
  const blocks = await codeBlocks(`docs/migrate/${page}`);
  const file = path.join(folder, 'export.mjs');
  writeFileSync(file, blocks.find(({ language }) => language === 'js')?.code ?? '');
  const { stdout, stderr } = spawnSync(process.execPath, [file], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the script of the page about Firebase', () => {
  const own = OTHERS_HASHES.find(({ source }) => source.includes('github.com/firebase'));
  const [, , , salt = '', passwordHash = ''] = own?.hash.split('$') ?? [];
  const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');

  test('writes users with hashes that verify their passwords', async () => {
    const users = [
      {
        localId: 'Zx81',
        email: 'ada@example.com',
        emailVerified: true,
        disabled: false,
        passwordHash: urlSafe(passwordHash),
        salt: urlSafe(salt),
        createdAt: '1767225600000',
        providerUserInfo: [],
      },
      { localId: 'Zx82', email: 'grace@example.com', disabled: true },
      { localId: 'Zx83', phoneNumber: '+15555550100', createdAt: '1767225600000' },
    ];
    const [ada, ...others] = await exported('from-firebase.md', JSON.stringify({ users }));
    expect(ada).toEqual({
      email: 'ada@example.com',
      password_hash: own?.hash,
      is_active: true,
      is_verified: true,
      created_at: '2026-01-01T00:00:00.000Z',
    });
    const scheme = firebaseScheme(async () => Buffer.from(SIGNER_KEY, 'base64'));
    expect(
      await scheme.verify('user1password', (ada as { password_hash: string }).password_hash),
    ).toBe(true);
    expect(others).toEqual([
      {
        email: 'grace@example.com',
        password_hash: null,
        is_active: false,
        is_verified: false,
        created_at: null,
      },
    ]);
  });
});

test('the script of the page about Auth0 writes users of both forms of its export', async () => {
  const hash = '$2b$10$.qHPp/srqo1NAAAAAvlkmOdqAbH2Rg0qPv2Txj3ZwXfjJnewSjc4m';
  const lines = [
    {
      _id: { $oid: '5dea9f9c82dd7c0e76e4ec93' },
      email: 'ada@example.com',
      email_verified: true,
      passwordHash: hash,
    },
    {
      _id: { $oid: '5dea9f9c82dd7c0e76e4ec94' },
      passwordHash: hash,
      identifiers: [{ type: 'email', value: 'grace@example.com', verified: false }],
    },
  ];
  expect(
    await exported(
      'from-auth0.md',
      `${lines.map((line) => JSON.stringify(line)).join('\n\n')}\n\n`,
    ),
  ).toEqual([
    { email: 'ada@example.com', password_hash: hash, is_verified: true },
    { email: 'grace@example.com', password_hash: hash, is_verified: false },
  ]);
});

test('the script of the page about Cognito writes users of its list who have an address', async () => {
  const list = {
    Users: [
      {
        Username: 'ada',
        Attributes: [
          { Name: 'email', Value: 'ada@example.com' },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'sub', Value: '0195c4a2-9a4e-7c51-b4a5-0d1f4a1b7c11' },
        ],
        UserCreateDate: '2026-01-01T01:00:00.123000+01:00',
        Enabled: true,
        UserStatus: 'CONFIRMED',
      },
      {
        Username: 'telephone',
        Attributes: [{ Name: 'phone_number', Value: '+15555550100' }],
        Enabled: true,
      },
    ],
  };
  expect(await exported('from-cognito.md', JSON.stringify(list))).toEqual([
    {
      id: '0195c4a2-9a4e-7c51-b4a5-0d1f4a1b7c11',
      email: 'ada@example.com',
      is_active: true,
      is_verified: true,
      created_at: '2026-01-01T01:00:00.123000+01:00',
    },
  ]);
});
