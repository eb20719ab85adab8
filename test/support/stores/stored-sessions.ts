import { beforeEach } from '@jest/globals';
import type { Session } from '../../../lambda/users/sessions/session.ts';
import type { Credential, Profile } from '../../../lambda/users/user.ts';
import { PROOF, required } from '../domain/domain.ts';
import { type Start, StoredUsers } from './stored-users.ts';
import type { Stores } from './stores.ts';

/** When sessions of contracts begin. */
export const BEGUN = new Date('2026-01-01T00:00:00.000Z');
export const SECONDS = BEGUN.getTime() / 1000;
export const EMAIL = 'ada@example.com';
/** Of the one user that is stored before each test. */
export const ADA = '00000000-0000-7000-8000-000000000001';

/** One user in new stores for every test, and what contracts do with its sessions. */
export class StoredSessions {
  readonly #users: StoredUsers;
  #ada: Profile | undefined;

  /** Before each test of the `describe` that this is called in. */
  constructor(start: Start) {
    this.#users = new StoredUsers(start);
    beforeEach(async () => {
      this.#ada = await this.#users.stored(EMAIL);
    });
  }

  get store(): Stores {
    return this.#users.store;
  }

  /** As stored before each test. */
  get ada(): Profile {
    return required(this.#ada);
  }

  readonly nextId = (): string => this.#users.ids.next();

  readonly credential = (): Promise<Credential> => this.#users.credentialOf(EMAIL);

  readonly change = ({ before = this.ada, ...changes }: Partial<Profile> & { before?: Profile }) =>
    this.store.update({
      before,
      user: before.user,
      tokenVersion: before.tokenVersion,
      survivingToken: before.survivingToken,
      ...changes,
    });

  readonly deactivate = () => this.change({ user: { ...this.ada.user, is_active: false } });

  readonly record = async (session: Session) =>
    this.store.recordLogin({ credential: await this.credential(), session });

  readonly lookup = async (sessionId: string, userId = ADA) => {
    const keys = [{ userId, sessionId }];
    const found = await this.store.signInState([], { sessions: keys, revocations: keys });
    return { session: found.sessions.get(sessionId), revoked: found.revoked.has(sessionId) };
  };
}

/** A session of an hour. */
export const session = (changes: Partial<Session> = {}): Session => ({
  userId: ADA,
  sessionId: 'session',
  backend: 'web',
  created_at: BEGUN.toISOString(),
  last_used_at: BEGUN.toISOString(),
  ip: '192.0.2.1',
  user_agent: 'a browser',
  proof: PROOF,
  tokenVersion: 1,
  expiresAt: SECONDS + 3600,
  secretHash: 'hash of the secret',
  ...changes,
});
