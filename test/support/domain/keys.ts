import { HmacEmailCodes } from '../../../lambda/adapters/email-codes.ts';
import { JwtEmailAttempts } from '../../../lambda/adapters/jose/email-attempts.ts';
import { JwtMailedTokens } from '../../../lambda/adapters/jose/mailed-tokens.ts';
import {
  EMAIL_CHANGE_PURPOSE,
  emailAttemptPurpose,
  type Purpose,
  RESET_PURPOSE,
  VERIFY_PURPOSE,
} from '../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens, type TokenSigning } from '../../../lambda/adapters/jose/signed-tokens.ts';
import type { Key } from '../../../lambda/adapters/secrets-manager/key-ring.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { ResetTokens } from '../../../lambda/users/passwords/mailed-tokens.ts';
import type {
  EmailChangeTokens,
  VerificationTokens,
} from '../../../lambda/users/verification/tokens.ts';
import { CODE_LIFETIME } from '../../../lib/contract/email-login.ts';

/** The versions of a secret, without Secrets Manager. */
export class TestKeys {
  #versions: readonly Key[];
  #count = 1;
  readonly #name: string;

  constructor(name = 'secret') {
    this.#name = name;
    this.#versions = [this.#make()];
  }

  async current(): Promise<Key> {
    const [current] = this.#versions;
    if (!current) throw new Error('there is a current version from the start');
    return current;
  }

  async find(id: string): Promise<Key | undefined> {
    return this.#versions.find((key) => key.id === id);
  }

  async verifies(matches: (key: Key) => boolean): Promise<boolean> {
    return this.#versions.some(matches);
  }

  /** The current version becomes the previous one, which is gone. */
  rotate(): void {
    this.#versions = [this.#make(), ...this.#versions.slice(0, 1)];
  }

  #make(): Key {
    const id = `${this.#name}-${this.#count++}`;
    return { id, material: Buffer.from(`material of ${id}`) };
  }
}

/** What makes tokens of a purpose: `SignedTokens`, or a double of it. */
type Signing = new (purpose: Purpose, keys: TestKeys, clock: Clock) => TokenSigning;

/** Real reset tokens of an hour. */
export function resetTokens(
  clock: Clock,
  keys = new TestKeys(),
  Tokens: Signing = SignedTokens,
): ResetTokens {
  const tokens = new Tokens(RESET_PURPOSE, keys, clock);
  return new JwtMailedTokens(tokens, 3600, ['userId', 'email', 'credentialVersion']);
}

/** Real codes. */
export const emailCodes = (keys = new TestKeys()) => new HmacEmailCodes(keys);

/** Real attempts at one backend. */
export function emailAttempts(
  clock: Clock,
  keys = new TestKeys(),
  backend = 'jwt',
  Tokens: Signing = SignedTokens,
): JwtEmailAttempts {
  const tokens = new Tokens(emailAttemptPurpose(backend), keys, clock);
  return new JwtEmailAttempts(tokens, clock, CODE_LIFETIME);
}

/** Real verification tokens of an hour. */
export function verificationTokens(
  clock: Clock,
  keys = new TestKeys(),
  Tokens: Signing = SignedTokens,
): VerificationTokens {
  const tokens = new Tokens(VERIFY_PURPOSE, keys, clock);
  return new JwtMailedTokens(tokens, 3600, ['userId', 'email']);
}

/** Real tokens for a change of address, of an hour. */
export function emailChangeTokens(
  clock: Clock,
  keys = new TestKeys(),
  Tokens: Signing = SignedTokens,
): EmailChangeTokens {
  const tokens = new Tokens(EMAIL_CHANGE_PURPOSE, keys, clock);
  const names = ['userId', 'email', 'newEmail', 'credentialVersion'] as const;
  return new JwtMailedTokens(tokens, 3600, names);
}
