import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { slimWebAuthn } from '../../../scripts/bundle/webauthn.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

let bundled: {
  verifyAttestationTPM(options: unknown): unknown;
  unwrapEC2Signature(signature: Uint8Array, curve: number): Uint8Array;
};
let packages: readonly string[];

beforeAll(async () => {
  const folder = './node_modules/@simplewebauthn/server/esm';
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `
        export { verifyRegistrationResponse } from '@simplewebauthn/server';
        export { verifyAttestationTPM } from '${folder}/registration/verifications/tpm/verifyAttestationTPM.js';
        export { unwrapEC2Signature } from '${folder}/helpers/iso/isoCrypto/unwrapEC2Signature.js';
      `,
      resolveDir: ROOT,
      loader: 'ts',
    },
    ...{ bundle: true, platform: 'node', format: 'cjs', metafile: true, write: false },
    plugins: [slimWebAuthn],
  });
  const module = { exports: {} as typeof bundled };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(
    ...[module, module.exports, process.getBuiltinModule('node:module').createRequire(ROOT)],
  );
  bundled = module.exports;
  packages = [
    ...new Set(
      Object.keys(metafile.inputs).flatMap(
        (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
      ),
    ),
  ];
});

test('of SimpleWebAuthn bundles have no library of certificates', () => {
  expect(packages.toSorted()).toEqual([
    '@hexagon/base64',
    '@levischuck/tiny-cbor',
    '@simplewebauthn/server',
  ]);
});

test('what is left out says so when it is called', () => {
  expect(() => bundled.verifyAttestationTPM({})).toThrow(
    'verifyAttestationTPM of @simplewebauthn/server is not in bundles: attestations with certificates are refused before',
  );
});

test('signatures are read by what is ours', () => {
  expect(() => bundled.unwrapEC2Signature(Uint8Array.of(), 1)).toThrow(
    'the signature is no ECDSA signature in DER',
  );
});
