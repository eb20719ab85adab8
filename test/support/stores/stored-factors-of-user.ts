import { beforeEach, expect } from '@jest/globals';
import { type Counter, factorCounter, type Watched } from '../../../lambda/users/limits/counter.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { required } from '../domain/domain.ts';
import { enrolled } from './stored-factors.ts';
import { BEGUN } from './stored-sessions.ts';
import { type Start, StoredUsers } from './stored-users.ts';

const EMAIL = 'ada@example.com';

/** One user in new stores for every test, and what contracts do with the factors. */
export class StoredFactorsOfUser {
  readonly users: StoredUsers;
  #ada: Profile | undefined;

  /** Before each test of the `describe` that this is called in. */
  constructor(start: Start) {
    this.users = new StoredUsers(start);
    beforeEach(async () => {
      this.#ada = await this.users.stored(EMAIL);
    });
  }

  /** As stored before each test. */
  get ada(): Profile {
    return required(this.#ada);
  }

  get id(): string {
    return this.ada.user.id;
  }

  get store() {
    return this.users.store;
  }

  get counter(): Counter {
    return factorCounter(this.id);
  }

  get open(): Watched {
    return { counter: this.counter, seen: undefined };
  }

  readonly read = () => this.store.storedFactors({ userId: this.id, email: EMAIL }, []);

  readonly profile = () => this.users.profileOf(this.id);

  readonly credential = () => this.users.credentialOf(EMAIL);

  /** What profile and credential say, which has to be the same, and what is stored of codes. */
  async factors() {
    const { credential } = await this.read();
    const { factors, version } = await this.profile();
    expect(credential?.factors).toEqual(factors);
    return { factors, version, codes: await this.store.recoveryCodes(this.id) };
  }

  async enrol(): Promise<string> {
    return enrolled(this.store, await this.profile(), this.users.event('after-mfa-enable'));
  }

  /** Counts wrong codes, one after another. */
  async counted(times: number): Promise<Watched> {
    const look = async () => required((await this.store.attempts([this.counter]))[0]);
    for (let n = 0; n < times; n++) {
      const wrong = { id: this.users.ids.next(), arrivedAt: BEGUN, at: BEGUN };
      await this.store.count(await look(), wrong);
    }
    return look();
  }
}
