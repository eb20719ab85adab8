import { nameOfRequest } from '../../../../lambda/users/email-login/email-attempts.ts';
import { ANYONE } from '../../../../lambda/users/events/event.ts';
import { addressCounter, type WindowCounter } from '../../../../lambda/users/limits/counter.ts';
import { CODE_TRIES } from '../../../../lib/contract/email-login.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../../lib/contract/limits.ts';
import { ADA, session } from '../stored-sessions.ts';
import { AT, LATER } from '../stored-users.ts';
import type { Stores } from '../stores.ts';
import { EMAIL, type Given, type Operation, OTHER_EMAIL } from './operation.ts';

const request = ({ next }: Given, email: string) => ({
  email,
  tries: CODE_TRIES,
  event: { id: next(), type: 'after-request-login', at: LATER, actor: ANYONE } as const,
});

/** A use of the code that was asked for before: a request that comes too soon is told which one that is. */
async function code(given: Given, email = EMAIL) {
  const requestId = await given.store.requestCode(request(given, email));
  return { email, requestId, use: given.next() };
}

const CODES = [addressCounter(BRUTE_FORCE_DEFAULTS, 'code-failures', '192.0.2.1')];

const attempt = (counters: readonly WindowCounter[]) => async (given: Given) => {
  const { email, requestId, use: id } = await code(given);
  const tried = { email, request: nameOfRequest(requestId), id };
  return given.asked.tryCode(tried, counters, new Date(LATER));
};

const asked = (email: string) => async (given: Given) =>
  given.store.requestCode(request(given, email));

async function used(given: Given) {
  await asked(EMAIL)(given);
  const credential = await given.credential();
  await given.store.recordLogin({ credential, usedCode: await code(given) });
}

const record = async (
  given: Given,
  login: Omit<Parameters<Stores['recordLogin']>[0], 'credential' | 'usedCode'> = {},
) => {
  const [credential, usedCode] = [await given.credential(), await code(given)];
  return given.asked.recordLogin({ credential, usedCode, ...login });
};

const claim = async (given: Given) => {
  const [credential, own] = [await given.credential(), await code(given)];
  return given.asked.claimAddress({ credential, code: own, event: given.event('after-verify') });
};

const signUp = async (given: Given) => {
  const usedCode = await code(given, OTHER_EMAIL);
  return given.asked.create({ ...given.newUser(OTHER_EMAIL), usedCode });
};

export const EMAIL_LOGIN_OPERATIONS: Readonly<Record<string, Operation>> = {
  requestCode: { ask: (given) => given.asked.requestCode(request(given, EMAIL)) },
  'requestCode too soon': {
    before: asked(EMAIL),
    ask: (given) => given.asked.requestCode(request(given, EMAIL)),
  },
  tryCode: { before: asked(EMAIL), ask: attempt(CODES) },
  'tryCode without a counter': { before: asked(EMAIL), ask: attempt([]) },
  'tryCode of a code that was used': { before: used, ask: attempt(CODES) },
  'recordLogin with a code': { before: asked(EMAIL), ask: (given) => record(given) },
  'recordLogin with a code and a session': {
    before: asked(EMAIL),
    ask: (given) => record(given, { session: session({ sessionId: 'new' }) }),
  },
  'recordLogin with a code that was used': { before: used, ask: (given) => record(given) },
  claimAddress: { before: asked(EMAIL), ask: claim },
  'claimAddress with a code that was used': { before: used, ask: claim },
  'create by a code': { before: asked(OTHER_EMAIL), ask: signUp },
  'create by a code that was asked for once more': {
    before: asked(OTHER_EMAIL),
    async ask(given) {
      const usedCode = { ...(await code(given, OTHER_EMAIL)), requestId: 'another' };
      return given.asked.create({ ...given.newUser(OTHER_EMAIL), usedCode });
    },
  },
};

const DEVICE = { userId: ADA, device: 'a-device', until: new Date('2026-03-01T00:00:00.000Z') };
const NOW = new Date(AT);

const add = ({ asked: store, event }: Given) =>
  store.addDevice(DEVICE, NOW, event('after-new-device'));

export const DEVICE_OPERATIONS: Readonly<Record<string, Operation>> = {
  devicesOf: { before: add, ask: ({ asked: store }) => store.devicesOf(ADA) },
  addDevice: { ask: add },
  'addDevice once more': { before: add, ask: add },
  keepDevice: {
    before: add,
    ask: ({ asked: store }) => store.keepDevice({ ...DEVICE, until: new Date(LATER) }),
  },
  'keepDevice of one that is gone': { ask: ({ asked: store }) => store.keepDevice(DEVICE) },
};
