/** What Lambda may load for an action, by its row: the rest would only make cold starts longer. */
import type { Metafile } from 'esbuild';
import type { Action } from '../../lib/contract/action.ts';
import { passwordHash } from '../../lib/contract/password-hash.ts';
import { loadedFor, sourcesOf } from './loaded.ts';

/** Those that verify what passkeys say at every call; others load what does it when they are given one. */
const VERIFY_PASSKEYS: readonly string[] = ['passkey-login', 'add-passkey'];

/** Packages that few actions need, with those that do. */
const NEEDED: Readonly<Record<string, (action: Action) => boolean>> = {
  bcryptjs: ({ settings }) => settings.includes(passwordHash),
  '@simplewebauthn/server': ({ name }) => VERIFY_PASSKEYS.includes(name),
  otpauth: ({ onlyWith }) => onlyWith === 'mfa',
  oauth4webapi: ({ flow }) => flow !== undefined,
};

/**
 * Looks through all that is loaded with each action for packages that it doesn't need.
 *
 * @returns a line for each, with how it came there
 */
export function strangers(metafile: Metafile, actions: readonly Action[]): readonly string[] {
  const { inputs } = metafile;
  return actions.flatMap((action) => {
    const held = [...sourcesOf(loadedFor(action, metafile), metafile).keys()];
    return Object.entries(NEEDED).flatMap(([name, isNeeded]) => {
      const file = held.find((input) => input.startsWith(`node_modules/${name}/`));
      if (file === undefined || isNeeded(action)) return [];
      const importer = held.find((input) =>
        inputs[input]?.imports.some(({ path }) => path === file),
      );
      return [`the bundle of ${action.name} holds ${name}, imported by ${importer ?? 'itself'}`];
    });
  });
}

/**
 * Packages of which nothing runs in Lambda, where credentials come from the environment, and attestations with certificates are
 * refused before anything looks at these.
 */
const NOWHERE = [
  '@aws-sdk/nested-clients',
  '@aws-sdk/token-providers',
  '@aws-sdk/credential-provider-',
  '@smithy/credential-provider-',
  '@peculiar/',
  'reflect-metadata',
];

/** What `lambda/adapters/aws/json-service.ts` is in place of. */
const SDK = ['@aws-sdk/client-', '@aws-sdk/lib-', '@aws-sdk/core', '@smithy/node-http-handler'];

/**
 * Looks for what no function needs in all that a build made, whether it is loaded at once or later: it would be deployed.
 *
 * @param bySdk whether the SDK's clients are in the bundles
 * @returns a line for each package
 */
export function unwanted(metafile: Metafile, bySdk: boolean): readonly string[] {
  const held = [...sourcesOf(Object.keys(metafile.outputs), metafile).keys()];
  const nowhere = [...NOWHERE, ...(bySdk ? [] : SDK)];
  return nowhere
    .filter((name) => held.some((input) => input.includes(`node_modules/${name}`)))
    .map((name) => `the bundles hold ${name}, which no function needs`);
}
