import { expect, test } from '@jest/globals';
import type { Metafile } from 'esbuild';
import { getMe } from '../../../lib/contract/accounts.ts';
import { login } from '../../../lib/contract/login.ts';
import { addPasskey } from '../../../lib/contract/passkeys.ts';
import { strangers, unwanted } from '../../../scripts/bundle/contents.ts';

const BCRYPT = 'node_modules/bcryptjs/index.js';
const WEBAUTHN = 'node_modules/@simplewebauthn/server/esm/index.js';
const HASH = 'lambda/adapters/passwords/bcrypt.ts';

/** What esbuild says of the bundle of an action that holds these files, each with so many bytes, in a chunk. */
function metafile(name: string, held: Readonly<Record<string, number>>): Metafile {
  const inputs = Object.keys(held).map((file) => [
    file,
    { bytes: 100, imports: file === HASH ? [{ path: BCRYPT, kind: 'import-statement' }] : [] },
  ]);
  const output = { bytes: 100, exports: [], inputs: {} };
  const bytes = Object.entries(held).map(([file, bytesInOutput]) => [file, { bytesInOutput }]);
  const entry = `assets/handlers/${name}.mjs`;
  const chunk = 'assets/handlers/chunk-A.mjs';
  const later = 'assets/handlers/chunk-B.mjs';
  return {
    inputs: Object.fromEntries(inputs),
    outputs: {
      [entry]: {
        ...output,
        imports: [
          { path: chunk, kind: 'import-statement' },
          { path: later, kind: 'dynamic-import' },
          { path: 'node:crypto', kind: 'import-statement', external: true },
        ],
      },
      [chunk]: { ...output, imports: [], inputs: Object.fromEntries(bytes) },
      [later]: { ...output, imports: [], inputs: { [WEBAUTHN]: { bytesInOutput: 10 } } },
    },
  };
}

test('a bundle holds no package that its action does not need, and the importer is named', () => {
  expect(strangers(metafile('get-me', { [HASH]: 10, [BCRYPT]: 10 }), [getMe])).toEqual([
    'the bundle of get-me holds bcryptjs, imported by lambda/adapters/passwords/bcrypt.ts',
  ]);
  expect(strangers(metafile('get-me', { [WEBAUTHN]: 10 }), [getMe])).toEqual([
    'the bundle of get-me holds @simplewebauthn/server, imported by itself',
  ]);
});

test('a bundle holds what its action needs, and code that was shaken out or is loaded later does not count', () => {
  expect(strangers(metafile('login', { [HASH]: 10, [BCRYPT]: 10 }), [login])).toEqual([]);
  expect(strangers(metafile('add-passkey', { [WEBAUTHN]: 10 }), [addPasskey])).toEqual([]);
  expect(strangers(metafile('get-me', { [HASH]: 10, [BCRYPT]: 0 }), [getMe])).toEqual([]);
});

test('no bundle holds clients of the SDK, nor what looks for credentials, not even for later', () => {
  const held = (name: string) => ({
    inputs: {},
    outputs: {
      'assets/handlers/sso.mjs': {
        ...{ bytes: 100, exports: [], imports: [] },
        inputs: { [`node_modules/@aws-sdk/${name}/dist-es/index.js`]: { bytesInOutput: 10 } },
      },
    },
  });
  const found = (bySdk: boolean) =>
    ['nested-clients', 'token-providers', 'credential-provider-ini', 'client-dynamodb'].filter(
      (name) => unwanted(held(name), bySdk).length === 1,
    );
  const lookingForCredentials = ['nested-clients', 'token-providers', 'credential-provider-ini'];
  expect({ ofOurs: found(false), ofTheSdk: found(true) }).toEqual({
    ofOurs: [...lookingForCredentials, 'client-dynamodb'],
    ofTheSdk: lookingForCredentials,
  });
});

test('no bundle holds what reads certificates, which is of attestations that are refused', () => {
  const held = {
    inputs: {},
    outputs: {
      'assets/handlers/add-passkey.mjs': {
        ...{ bytes: 100, exports: [], imports: [] },
        inputs: { 'node_modules/@peculiar/x509/build/x509.es.js': { bytesInOutput: 10 } },
      },
    },
  };
  expect(unwanted(held, false)).toEqual(['the bundles hold @peculiar/, which no function needs']);
});

test('an action without a bundle is an error', () => {
  expect(() => strangers(metafile('login', {}), [getMe])).toThrow('there is no bundle of get-me');
});
