import { beforeEach, expect } from '@jest/globals';
import type { NewEvent } from '../../../lambda/users/events/event.ts';
import type { Credential, Profile, User } from '../../../lambda/users/user.ts';
import { required, SUPERUSER } from '../domain/domain.ts';
import { CountingIds } from '../domain/frozen.ts';
import type { Stores } from './stores.ts';

/** When users of contracts register. */
export const AT = '2026-01-01T00:00:00.000Z';
/** When they change. */
export const LATER = '2026-01-02T00:00:00.000Z';

/** Returns empty stores. */
export type Start = () => Promise<Stores>;

/** A user as registered at `AT`, not yet verified. */
export const userAt = (id: string, email: string, flags: Partial<User> = {}): User => ({
  id,
  email,
  is_active: true,
  is_superuser: false,
  is_verified: false,
  created_at: AT,
  updated_at: AT,
  ...flags,
});

/** Users in new stores for every test, and what contracts do with them. */
export class StoredUsers {
  #store: Stores | undefined;
  ids = new CountingIds();

  /** Before each test of the `describe` that this is called in. */
  constructor(start: Start) {
    beforeEach(async () => {
      this.#store = await start();
      this.ids = new CountingIds();
    });
  }

  get store(): Stores {
    return required(this.#store);
  }

  readonly event = (type: NewEvent['type']): NewEvent => ({
    id: this.ids.next(),
    type,
    at: LATER,
    actor: SUPERUSER,
  });

  readonly newUser = (email: string, flags?: Partial<User>): User =>
    userAt(this.ids.next(), email, flags);

  readonly stored = async (email: string, flags: Partial<User> = {}): Promise<Profile> => {
    const user = this.newUser(email, flags);
    const event = this.event('after-register');
    const outcome = await this.store.create({ user, passwordHash: `hash of ${email}`, event });
    expect(outcome).toBe('created');
    return this.profileOf(user.id);
  };

  readonly profileOf = async (id: string): Promise<Profile> =>
    required((await this.store.lookup([id])).profiles.get(id));

  readonly credentialOf = async (email: string): Promise<Credential> =>
    required(await this.store.credential(email));

  readonly change = (before: Profile, changes: Partial<User>) => ({
    before,
    user: { ...before.user, ...changes, updated_at: LATER },
    tokenVersion: before.tokenVersion,
    survivingToken: before.survivingToken,
    event: this.event('after-update'),
  });
}

/** How often a race had each outcome. */
export async function outcomes(racing: Promise<unknown>[]) {
  const counts: Record<string, number> = {};
  for (const outcome of (await Promise.all(racing)).map(String)) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
