import { factorCounter } from '../../../../lambda/users/limits/counter.ts';
import {
  CODES,
  enrolled,
  FIRST_STEP,
  given as givenCode,
  NEW_CODES,
  PENDING,
  recoveryCodeUse,
  totpUse,
} from '../stored-factors.ts';
import { ADA, BEGUN, session } from '../stored-sessions.ts';
import { EMAIL, type Given, type Operation } from './operation.ts';

const COUNTER = factorCounter(ADA);
export const CODE_COUNTERS = [COUNTER];

const pending = ({ store }: Given) => store.enrolTotp(ADA, PENDING);
const inForce = async ({ store, ada, event }: Given) =>
  enrolled(store, await ada(), event('after-mfa-enable'));

async function login({ asked, credential, event }: Given, by: 'totp' | 'recovery_code') {
  const code =
    by === 'totp'
      ? { use: totpUse(ADA), unlessLocked: [] }
      : { use: recoveryCodeUse(ADA), unlessLocked: [], event: event('after-recovery-code') };
  return asked.recordLogin({ credential: await credential(), factor: code });
}

async function remove({ asked, ada, event }: Given, use?: Parameters<typeof givenCode>[0]) {
  return asked.removeFactors({
    ...{ before: await ada(), recoveryCodes: CODES, event: event('after-mfa-disable') },
    ...(use && { given: givenCode(use) }),
  });
}

async function replace({ asked, ada, event }: Given, use: Parameters<typeof givenCode>[0]) {
  return asked.replaceRecoveryCodes({
    ...{ before: await ada(), recoveryCodes: CODES, replacedBy: NEW_CODES },
    ...{ given: givenCode(use), event: event('after-mfa-enable') },
  });
}

/** Locks the codes of Ada. */
async function locked({ store, next }: Given) {
  for (let n = 0; n < COUNTER.limit; n++) {
    const [watched = { counter: COUNTER, seen: undefined }] = await store.attempts(CODE_COUNTERS);
    await store.count(watched, { id: next(), arrivedAt: BEGUN, at: BEGUN });
  }
}

export const FACTOR_OPERATIONS: Readonly<Record<string, Operation>> = {
  enrolTotp: { ask: ({ asked }) => asked.enrolTotp(ADA, PENDING) },
  'enrolTotp in place of one that waits': {
    before: pending,
    ask: ({ asked }) => asked.enrolTotp(ADA, { ...PENDING, sealed: 'another' }),
  },
  'enrolTotp of nobody': { ask: ({ asked }) => asked.enrolTotp('nobody', PENDING) },
  pendingTotp: { before: pending, ask: ({ asked }) => asked.pendingTotp(ADA, CODE_COUNTERS) },
  confirmTotp: {
    before: pending,
    ask: async ({ asked, ada, event }) =>
      asked.confirmTotp({
        ...{ before: await ada(), pending: PENDING, step: FIRST_STEP, recoveryCodes: CODES },
        ...{ unlessLocked: [], event: event('after-mfa-enable') },
      }),
  },
  storedFactors: {
    before: inForce,
    ask: ({ asked }) => asked.storedFactors({ userId: ADA, email: EMAIL }, CODE_COUNTERS),
  },
  recoveryCodes: { before: inForce, ask: ({ asked }) => asked.recoveryCodes(ADA) },
  useUp: { before: inForce, ask: ({ asked }) => asked.useUp(totpUse(ADA)) },
  'recordLogin by a code': { before: inForce, ask: (given) => login(given, 'totp') },
  'recordLogin by a code that was used': {
    before: async (given) => {
      await inForce(given);
      await given.store.useUp(totpUse(ADA));
    },
    ask: (given) => login(given, 'totp'),
  },
  'recordLogin by a code while they are locked': {
    before: async (given) => {
      await inForce(given);
      await locked(given);
    },
    async ask(given) {
      const unlessLocked = CODE_COUNTERS.map((counter) => ({ counter, seen: undefined }));
      return given.asked.recordLogin({
        credential: await given.credential(),
        factor: { use: totpUse(ADA), unlessLocked },
        session: session({ sessionId: 'new' }),
      });
    },
  },
  'recordLogin by a recovery code': {
    before: inForce,
    ask: (given) => login(given, 'recovery_code'),
  },
  'recordLogin by a recovery code, with all else': {
    before: inForce,
    async ask(given) {
      return given.asked.recordLogin({
        credential: await given.credential(),
        factor: {
          use: recoveryCodeUse(ADA, { resealed: 'again' }),
          ...{ unlessLocked: [], event: given.event('after-recovery-code') },
        },
        session: session({ sessionId: 'new' }),
        event: given.event('after-login'),
      });
    },
  },
  'removeFactors by a code': { before: inForce, ask: (given) => remove(given, totpUse(ADA)) },
  'removeFactors by a recovery code': {
    before: inForce,
    ask: (given) => remove(given, recoveryCodeUse(ADA)),
  },
  'removeFactors by nobody': { before: inForce, ask: (given) => remove(given) },
  'replaceRecoveryCodes by a code': {
    before: inForce,
    ask: (given) => replace(given, totpUse(ADA)),
  },
  'replaceRecoveryCodes by a recovery code': {
    before: inForce,
    ask: (given) => replace(given, recoveryCodeUse(ADA)),
  },
  forgetCodeAttempts: { before: locked, ask: ({ asked }) => asked.forgetCodeAttempts(ADA) },
};
