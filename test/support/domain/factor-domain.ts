import { Secret, TOTP } from 'otpauth';
import { JwtBegunLogins } from '../../../lambda/adapters/jose/begun-logins.ts';
import { mfaPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../lambda/adapters/jose/signed-tokens.ts';
import { OtpauthEnrolments, otpauthCodes } from '../../../lambda/adapters/otpauth/totp-codes.ts';
import { AesGcmSealing } from '../../../lambda/adapters/sealing/aes-gcm-sealing.ts';
import { systemRandomness } from '../../../lambda/adapters/system.ts';
import { confirmTotp } from '../../../lambda/users/factors/confirm-totp.ts';
import { enrolTotp } from '../../../lambda/users/factors/enrol-totp.ts';
import type { Profile, User } from '../../../lambda/users/user.ts';
import { Domain, issueClaims, ORIGIN } from './domain.ts';
import { TestKeys } from './keys.ts';

/** What an authenticator app shows at a time. */
export function codeOf(secret: string, now: Date): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() });
}

/** What the use cases of second factors need, real except for time and ids. */
export class FactorDomain extends Domain {
  readonly factors = this.store;
  readonly sealingKeys = new TestKeys('mfa');
  readonly sealing = new AesGcmSealing(this.sealingKeys, systemRandomness);
  readonly totpCodes = otpauthCodes;
  readonly enrolments = new OtpauthEnrolments('Acme Shop');
  readonly randomness = systemRandomness;
  readonly issue = issueClaims;
  readonly loginEvents = false;
  readonly begun = new JwtBegunLogins(
    new SignedTokens(mfaPurpose('jwt'), new TestKeys(), this.clock),
    this.clock,
  );

  /** Only users with a verified address can enrol. */
  override user(email: string, flags: Partial<User> = {}): Promise<Profile> {
    return super.user(email, { is_verified: true, ...flags });
  }

  /** Who sends a request now. */
  sender(ip = ORIGIN.ip) {
    return { ip, user_agent: ORIGIN.user_agent, arrivedAt: this.clock.now() };
  }

  /** The code that an app shows so many seconds from now. */
  code(secret: string, seconds = 0): string {
    return codeOf(secret, new Date(this.clock.now().getTime() + seconds * 1000));
  }

  /** A code that is none of those that are taken now. */
  wrongCode(secret: string): string {
    const taken = [-60, -30, 0, 30, 60].map((seconds) => this.code(secret, seconds));
    const wrong = Array.from({ length: 6 }, (_, digit) => `${digit}`.repeat(6));
    return wrong.find((each) => !taken.includes(each)) ?? '';
  }

  /** An app in force, whose next code comes in half a minute; events and calls are forgotten. */
  async enrolled({ user: { id } }: Profile): Promise<{
    readonly secret: string;
    readonly recoveryCodes: readonly string[];
  }> {
    const { secret } = await enrolTotp(this, { profile: await this.profile(id) });
    const code = this.code(secret);
    const profile = await this.profile(id);
    const recoveryCodes = await confirmTotp(this, { profile, code, sender: this.sender() });
    this.clock.advance(30);
    this.forget();
    return { secret, recoveryCodes };
  }

  /** The token of a login whose password was right. */
  async begin(email: string, changes: object = {}): Promise<string> {
    const { userId, credentialVersion, tokenVersion } = await this.credential(email);
    const login = {
      userId,
      email,
      credentialVersion,
      tokenVersion,
      amr: ['pwd'] as const,
      ...changes,
    };
    return (await this.begun.issue(login)).token;
  }
}
