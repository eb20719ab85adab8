import { currentScheme, KNOWN_SCHEMES } from '../../../lambda/adapters/passwords/schemes.ts';
import { createUser } from '../../../lambda/users/accounts/create-user.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { countingFailures } from '../../../lambda/users/limits/failures.ts';
import { limitedBy } from '../../../lambda/users/limits/guess.ts';
import type { SecondFactors } from '../../../lambda/users/login/second-factors.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import { NO_CUSTOM_FIELDS } from '../../../lambda/users/model/user-model.ts';
import type { Sender } from '../../../lambda/users/origin.ts';
import { UnicodePasswords } from '../../../lambda/users/passwords/unicode-passwords.ts';
import type { Credential, EntitledLogin, Profile, User } from '../../../lambda/users/user.ts';
import { BRUTE_FORCE_DEFAULTS, type BruteForceSettings } from '../../../lib/contract/limits.ts';
import { PASSWORD } from '../passwords.ts';
import { memoryStore } from '../stores/memory/memory-store.ts';
import type { Stores } from '../stores/stores.ts';
import { CountingIds, FrozenClock } from './frozen.ts';

/** Where logins of tests come from. */
export const ORIGIN = { backend: 'jwt', ip: '192.0.2.1', user_agent: 'a browser' };

/** How users of tests signed in: by password, as `FrozenClock` starts. */
export const PROOF = { authTime: Date.parse('2026-01-01T00:00:00.000Z') / 1000, amr: ['pwd'] };

/** Who sends the requests of tests that are about something else. */
export const SENDER = {
  ip: ORIGIN.ip,
  user_agent: ORIGIN.user_agent,
  arrivedAt: new Date('2026-01-01T00:00:00.000Z'),
};

/** A change that users make to themselves by a login, with their current password. */
export const OWN = {
  by: 'user',
  sessionId: 'jti-in-use',
  confirmEmail: false,
  requireCurrentPassword: true,
  currentPassword: PASSWORD,
  recent: false,
  sender: SENDER,
  assertFactor: () => {},
} as const;

/** Who acts in tests that are about something else. */
export const SUPERUSER = { id: '00000000-0000-7000-8000-00000000aaaa', by: 'superuser' } as const;

/** What is noted of deletions in tests that are about something else. */
export const DELETED = { actor: SUPERUSER, at: new Date('2026-01-03T00:00:00.000Z') };

/** Issues, as the credential, the claims that it was to carry. */
export const issueClaims = async ({ claims, addedClaims }: EntitledLogin) => ({
  credential: JSON.stringify({ ...claims, ...addedClaims }),
  lifetime: 60,
});

/** A real password hash that records its calls: they show "the same work". */
export class CountedHash extends UnicodePasswords {
  readonly calls: ('hash' | 'verify')[] = [];

  constructor(cost: number) {
    const current = currentScheme({ scheme: 'bcrypt', cost });
    super({ current, declared: [], known: KNOWN_SCHEMES });
  }

  override hash(password: string): Promise<string> {
    this.calls.push('hash');
    return super.hash(password);
  }

  override compare(password: string, hash: string | undefined) {
    this.calls.push('verify');
    return super.compare(password, hash);
  }
}

/** All that the use cases need, real except for time and ids; bcrypt at its lowest cost. */
export class Domain {
  readonly store = memoryStore();
  readonly sessions = this.store;
  readonly logins = this.store;
  readonly passwords = this.store;
  readonly attempts = this.store;
  readonly bruteForce: BruteForceSettings | undefined = BRUTE_FORCE_DEFAULTS;
  /** Names that were locked. */
  lockouts = 0;
  readonly lockedOut = () => {
    this.lockouts++;
  };
  readonly list = this.store;
  readonly maxSessions = 20;
  /** Users whose oldest sessions could not be ended. */
  readonly notTidied: string[] = [];
  readonly tidyingFailed = (userId: string) => {
    this.notTidied.push(userId);
  };
  readonly hash = new CountedHash(4);
  readonly policy = { minLength: 8, contextWords: ['users-api'] };
  readonly model = NO_CUSTOM_FIELDS;
  readonly clock = new FrozenClock();
  readonly ids = new CountingIds();
  readonly requireVerification = false;
  readonly secondFactors: SecondFactors | undefined = undefined;

  /** A user with `PASSWORD`; its event and calls are forgotten. */
  async user(email: string, flags: Partial<User> = {}): Promise<Profile> {
    const { is_superuser = false, is_verified = false, is_active = true } = flags;
    const input = { email, password: PASSWORD, flags: { is_superuser, is_verified } };
    const user = await createUser(this, input);
    if (!is_active) await this.deactivate(await this.profile(user.id));
    const profile = await this.profile(user.id);
    this.forget();
    return profile;
  }

  /** As a superuser does it: every access token ends. */
  async deactivate(before: Profile): Promise<void> {
    await this.store.update({
      before,
      user: { ...before.user, is_active: false },
      tokenVersion: before.tokenVersion + 1,
      event: {
        id: this.ids.next(),
        type: 'after-update',
        at: before.user.updated_at,
        actor: SUPERUSER,
      },
    });
  }

  /** Makes the user one who registered through a provider, and so has no password. */
  async removePassword(profile: Profile): Promise<Profile> {
    await this.store.delete(profile, DELETED);
    const event = {
      id: this.ids.next(),
      type: 'after-register',
      at: '',
      actor: SUPERUSER,
    } as const;
    await this.store.create({ user: profile.user, event });
    return this.profile(profile.user.id);
  }

  /** As many addresses were taken as are told to whoever asks from there. */
  async manyTaken(sender: Sender): Promise<void> {
    const limited = limitedBy(this, { item: 'register-failures', sender });
    const code = 'REGISTER_USER_ALREADY_EXISTS';
    for (let each = 0; each < BRUTE_FORCE_DEFAULTS.failuresPerAddress; each++) {
      const refused = async () => Promise.reject(new UsersError(code));
      await countingFailures(this, limited, [code], refused).catch(() => {});
    }
  }

  async profile(id: string): Promise<Profile> {
    return required((await this.store.lookup([id])).profiles.get(id));
  }

  async credential(email: string): Promise<Credential> {
    return required(await this.store.credential(email));
  }

  /** Events and calls so far. */
  forget(): void {
    this.store.events.length = 0;
    this.store.calls.length = 0;
    this.hash.calls.length = 0;
  }
}

export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is missing');
  return value;
}

/** What a login that needs no further factor has issued. */
export function issuedBy(outcome: SignInOutcome) {
  if (outcome.kind !== 'issued') throw new Error(`the login is ${outcome.kind}`);
  return outcome;
}

/** A store with some calls replaced: to let another writer come first, or to fail. */
export function withCalls(store: Stores, replaced: Partial<Stores>): Stores {
  return { ...store, ...replaced };
}
