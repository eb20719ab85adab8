import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Plugin } from 'esbuild';

/** A package none of whose modules does anything by being loaded, although it doesn't say so. */
const WEBAUTHN = '@simplewebauthn/server';

/**
 * Its modules that have to do with the certificates of attestations, which are most of it and of what it imports. An attestation
 * that has any is refused before they would be called: `lambda/adapters/webauthn/registrations.ts`.
 */
const OF_CERTIFICATES = [
  'helpers/convertX509PublicKeyToCOSE',
  'helpers/getCertificateInfo',
  'helpers/isCertRevoked',
  'helpers/validateCertificatePath',
  'helpers/validateExtFIDOGenCEAAGUID',
  'metadata/verifyAttestationWithMetadata',
  'registration/verifications/tpm/verifyAttestationTPM',
  'registration/verifications/verifyAttestationAndroidKey',
  'registration/verifications/verifyAttestationAndroidSafetyNet',
  'registration/verifications/verifyAttestationApple',
  'registration/verifications/verifyAttestationFIDOU2F',
  'services/defaultRootCerts/android-key',
  'services/defaultRootCerts/android-safetynet',
  'services/defaultRootCerts/apple',
  'services/defaultRootCerts/mds',
  'services/metadataService',
].map((module) => `/${WEBAUTHN}/esm/${module}.js`);

/** One that loads a library of ASN.1 to read two numbers, and what is in its place. */
const SIGNATURES = `/${WEBAUTHN}/esm/helpers/iso/isoCrypto/unwrapEC2Signature.js`;
const OUR_SIGNATURES = join(
  import.meta.dirname,
  '../../lambda/adapters/webauthn/ecdsa-signature.ts',
);

/** Leaves out what functions don't use of it. What is left out of a module throws when it is called. */
export const slimWebAuthn: Plugin = {
  name: 'slim-webauthn',
  setup(esbuild) {
    esbuild.onResolve(
      { filter: /^(@simplewebauthn|\.)/ },
      async ({ path, pluginData, ...from }) => {
        const isOfPackage = path.startsWith(WEBAUTHN) || from.importer.includes(`/${WEBAUTHN}/`);
        if (pluginData === WEBAUTHN || !isOfPackage) return undefined;
        const resolved = await esbuild.resolve(path, { ...from, pluginData: WEBAUTHN });
        return { ...resolved, sideEffects: false };
      },
    );
    esbuild.onLoad({ filter: /[\\/]@simplewebauthn[\\/]server[\\/]esm[\\/]/ }, async ({ path }) => {
      if (slashed(path).endsWith(SIGNATURES)) {
        return {
          contents: `export { unwrapEC2Signature } from ${JSON.stringify(OUR_SIGNATURES)};`,
        };
      }
      if (!OF_CERTIFICATES.some((module) => slashed(path).endsWith(module))) return undefined;
      const names = (await readFile(path, 'utf8')).matchAll(
        /^export (?:async )?(?:function|const|class) (\w+)/gm,
      );
      return { contents: [...names].map(([, name = '']) => leftOut(name)).join('\n') };
    });
  },
};

const slashed = (path: string) => path.replaceAll(sep, '/');

function leftOut(name: string): string {
  const message = `${name} of ${WEBAUTHN} is not in bundles: attestations with certificates are refused before`;
  return `export function ${name}() { throw new Error(${JSON.stringify(message)}); }`;
}
