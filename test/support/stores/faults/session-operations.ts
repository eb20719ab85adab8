import type { AccessClaims } from '../../../../lambda/users/sessions/session.ts';
import { DELETED } from '../../domain/domain.ts';
import { ADA, BEGUN, SECONDS, session } from '../stored-sessions.ts';
import { type Given, type Operation, ROTATION } from './operation.ts';

const STORED: AccessClaims = {
  userId: ADA,
  sessionId: 'session',
  tokenVersion: 1,
  keeping: { by: 'session', backend: 'web', secretHash: 'hash of the secret' },
};

const SIGNED: AccessClaims = {
  ...STORED,
  sessionId: 'jti',
  keeping: { by: 'revocation', expiresAt: SECONDS + 3600 },
};

const { claims: REFRESH } = ROTATION;

const rotate = ({ asked, next }: Given) => asked.rotate({ ...ROTATION, id: next() });

const signOut = async ({ store, change }: Given) =>
  store.update({ ...(await change({})), tokenVersion: 2 });

const recordLogin = async (
  given: Given,
  login: Omit<Parameters<Given['store']['recordLogin']>[0], 'credential'>,
) => given.asked.recordLogin({ credential: await given.credential(), ...login });

export const SESSION_OPERATIONS: Readonly<Record<string, Operation>> = {
  'recordLogin with a session': {
    ask: (given) => recordLogin(given, { session: session({ sessionId: 'new' }) }),
  },
  'recordLogin with an event': {
    ask: (given) => recordLogin(given, { event: given.event('after-login') }),
  },
  'recordLogin with a better hash': {
    ask: (given) => recordLogin(given, { upgradedHash: 'better' }),
  },
  'recordLogin with all of them': {
    ask: (given) =>
      recordLogin(given, {
        session: session({ sessionId: 'new' }),
        upgradedHash: 'better',
        event: given.event('after-login'),
      }),
  },
  'recordLogin of a user who changed before': {
    async ask(given) {
      const credential = await given.credential();
      await signOut(given);
      return given.asked.recordLogin({ credential, session: session({ sessionId: 'new' }) });
    },
  },
  'recordLogin in place of a session': {
    ask: (given) =>
      recordLogin(given, {
        session: session({ sessionId: 'new' }),
        renewed: { claims: STORED, at: BEGUN },
      }),
  },
  'recordLogin in place of a session that ended': {
    before: ({ store }) => store.remove(STORED),
    ask: (given) =>
      recordLogin(given, {
        session: session({ sessionId: 'new' }),
        renewed: { claims: STORED, at: BEGUN },
      }),
  },
  'recordLogin in place of a signed token': {
    ask: (given) => recordLogin(given, { renewed: { claims: SIGNED, at: BEGUN } }),
  },
  isSuperuser: { ask: ({ asked }) => asked.isSuperuser(ADA) },
  'end a session': { ask: ({ asked }) => asked.end(STORED, BEGUN) },
  'end a signed token': { ask: ({ asked }) => asked.end(SIGNED, BEGUN) },
  'end a signed token of a user who signed out everywhere': {
    before: signOut,
    ask: ({ asked }) => asked.end(SIGNED, BEGUN),
  },
  'endPresented of a session': { ask: ({ asked }) => asked.endPresented(STORED, BEGUN) },
  'endPresented of a session that ended': {
    before: ({ store }) => store.remove(STORED),
    ask: ({ asked }) => asked.endPresented(STORED, BEGUN),
  },
  'endPresented of a signed token': { ask: ({ asked }) => asked.endPresented(SIGNED, BEGUN) },
  'endPresented of a signed token of a deleted user': {
    before: async ({ store, ada }) => store.delete(await ada(), DELETED),
    ask: ({ asked }) => asked.endPresented(SIGNED, BEGUN),
  },
  remove: { ask: ({ asked }) => asked.remove(STORED) },
  'remove what is gone': {
    before: ({ store }) => store.remove(STORED),
    ask: ({ asked }) => asked.remove(STORED),
  },
  noteUse: {
    ask: ({ asked }) => asked.noteUse(use('hash of the secret')),
  },
  'noteUse by another secret': { ask: ({ asked }) => asked.noteUse(use('another')) },
  rotate: { ask: rotate },
  'rotate by a replaced token': { before: rotate, ask: rotate },
  endReused: {
    before: rotate,
    ask: ({ asked, event }) => asked.endReused(REFRESH, event('after-refresh-reuse')),
  },
  'endReused of the newest': {
    ask: ({ asked, event }) => asked.endReused(REFRESH, event('after-refresh-reuse')),
  },
  endReplaced: { before: rotate, ask: ({ asked }) => asked.endReplaced(REFRESH, BEGUN) },
  sessionsOf: { ask: ({ asked }) => asked.sessionsOf(ADA) },
  signInState: {
    before: ({ store }) => store.end(SIGNED, BEGUN),
    ask: ({ asked }) =>
      asked.signInState([ADA], { sessions: [STORED, REFRESH], revocations: [SIGNED, STORED] }),
  },
};

function use(secretHash: string) {
  const { userId, sessionId } = STORED;
  const at = { last_used_at: '2026-01-01T00:30:00.000Z', expiresAt: SECONDS + 7200 };
  return { userId, sessionId, secretHash, ...at };
}
