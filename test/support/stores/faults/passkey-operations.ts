import type { Passkey } from '../../../../lambda/users/passkeys/passkey.ts';
import { passkeyOf } from '../passkey-store-contract.ts';
import { ADA } from '../stored-sessions.ts';
import type { Stores } from '../stores.ts';
import type { Given, Operation } from './operation.ts';

export const PASSKEY = passkeyOf(ADA);
const USED = { challenge: 'asked', expiresAt: 1_900_000_000 };

const add = async (store: Stores, given: Given, passkey: Passkey = PASSKEY, used = USED) =>
  store.addPasskey({
    ...{ passkey, before: await given.ada(), used },
    event: given.event('after-passkey-add'),
  });

export const added = (given: Given) => add(given.store, given);

/** Calls on passkeys. */
export const PASSKEY_OPERATIONS: Readonly<Record<string, Operation>> = {
  addPasskey: { ask: (given) => add(given.asked, given) },
  'addPasskey of a challenge that was used': {
    before: added,
    ask: (given) => add(given.asked, given, { ...PASSKEY, id: 'b3RoZXI' }),
  },
  'addPasskey of one that is there': {
    before: added,
    ask: (given) => add(given.asked, given, PASSKEY, { ...USED, challenge: 'another' }),
  },
  passkeysOf: { before: added, ask: ({ asked }) => asked.passkeysOf(ADA) },
  findPasskey: {
    before: added,
    ask: ({ asked }) => asked.findPasskey({ userId: ADA, id: PASSKEY.id }),
  },
  renamePasskey: {
    before: added,
    ask: ({ asked }) => asked.renamePasskey({ userId: ADA, id: PASSKEY.id, name: 'Phone' }),
  },
  removePasskey: {
    before: added,
    ask: async (given) =>
      given.asked.removePasskey({
        ...{ passkey: PASSKEY, before: await given.ada() },
        event: given.event('after-passkey-delete'),
      }),
  },
  'recordLogin by a passkey': {
    before: added,
    ask: async (given) => {
      const { credentialVersion: _, ...credential } = await given.credential();
      const at = '2026-01-03T00:00:00.000Z';
      const use = { userId: ADA, id: PASSKEY.id, signCount: 0, backedUp: true, at };
      return given.asked.recordLogin({
        credential,
        passkeyUse: { ...use, ...USED, challenge: 'signed' },
      });
    },
  },
};
