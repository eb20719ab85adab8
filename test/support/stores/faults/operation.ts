import type { NewEvent } from '../../../../lambda/users/events/event.ts';
import type { Session } from '../../../../lambda/users/sessions/session.ts';
import type { Profile, User } from '../../../../lambda/users/user.ts';
import { required, SUPERUSER } from '../../domain/domain.ts';
import { CountingIds } from '../../domain/frozen.ts';
import { ACCOUNT } from '../oauth-account-store-contract.ts';
import { ADA, BEGUN, SECONDS, session } from '../stored-sessions.ts';
import { AT, LATER, userAt } from '../stored-users.ts';
import type { Stores } from '../stores.ts';

/** One call of a store, on what is there before it. */
export interface Operation {
  readonly before?: (given: Given) => Promise<unknown>;
  /** Calls `asked` once, and that call meets the fault. */
  readonly ask: (given: Given) => Promise<unknown>;
}

export const EMAIL = 'ada@example.com';
export const OTHER_EMAIL = 'bob@example.com';
export const OTHER_ACCOUNT = { ...ACCOUNT, subject: 'another' };

/** Of Ada's refreshable session. */
export const ROTATION = {
  claims: {
    userId: ADA,
    sessionId: 'refreshable',
    tokenVersion: 1,
    generation: 1,
    expiresAt: SECONDS + 3600,
  },
  backend: 'web',
  id: 'another rotation',
  at: BEGUN,
};

/** Ada with a password, a stored session and a refreshable one, in one store; ids are counted. */
export class Given {
  readonly store: Stores;
  /** The same store, where a call meets a fault. */
  readonly asked: Stores;
  readonly #ids: CountingIds;

  constructor(store: Stores, asked = store, ids = new CountingIds()) {
    this.store = store;
    this.asked = asked;
    this.#ids = ids;
  }

  async begin(): Promise<this> {
    await this.register(EMAIL);
    await this.record(session());
    await this.record(session({ sessionId: 'refreshable', generation: 1, secretHash: undefined }));
    return this;
  }

  /** The same, with calls that meet a fault. */
  asking(asked: Stores): Given {
    return new Given(this.store, asked, this.#ids);
  }

  readonly next = (): string => this.#ids.next();

  readonly event = (type: NewEvent['type'], at = LATER): NewEvent => ({
    ...{ id: this.next(), type, at },
    actor: SUPERUSER,
  });

  readonly newUser = (email: string, flags: Partial<User> = {}) => ({
    user: userAt(this.next(), email, { is_verified: true, ...flags }),
    event: this.event('after-register', AT),
  });

  readonly register = async (email: string, flags: Partial<User> = {}) =>
    this.asked.create({ ...this.newUser(email, flags), passwordHash: 'hash' });

  /** Of another system, with a hash and without an event. */
  readonly moved = (email: string, flags: Partial<User> = {}) => ({
    user: userAt(this.next(), email, flags),
    passwordHash: 'hash',
  });

  readonly ada = async (): Promise<Profile> =>
    required((await this.store.lookup([ADA])).profiles.get(ADA));

  readonly credential = async () => required(await this.store.credential(EMAIL));

  readonly record = async (stored: Session) =>
    this.store.recordLogin({ credential: await this.credential(), session: stored });

  /** A change of Ada, with its event. */
  readonly change = async (changes: Partial<User>) => {
    const before = await this.ada();
    const { tokenVersion, survivingToken } = before;
    const user = { ...before.user, ...changes, updated_at: LATER };
    return { ...{ before, user, tokenVersion, survivingToken }, event: this.event('after-update') };
  };

  readonly link = async (account = ACCOUNT) => ({
    account,
    before: await this.ada(),
    event: this.event('after-account-link'),
  });
}
