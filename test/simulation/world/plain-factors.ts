import { JwtBegunLogins } from '../../../lambda/adapters/jose/begun-logins.ts';
import { mfaPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { Sealing } from '../../../lambda/users/factors/sealing.ts';
import type { TotpCodes, TotpEnrolments } from '../../../lambda/users/factors/totp-codes.ts';
import type { BegunLogins } from '../../../lambda/users/login/second-factors.ts';
import { TestKeys } from '../../support/domain/keys.ts';
import { PlainTokens } from './plain-tokens.ts';

/** Seals that can be read: nobody in a program opens one, and to seal takes longer than all the rest. */
export const plainSealing: Sealing = {
  seal: async (secret, userId) => `${userId} ${Buffer.from(secret).toString('hex')}`,
  async open(sealed, userId) {
    const [owner, hex = ''] = sealed.split(' ');
    if (owner !== userId) throw new Error('a secret is opened for another user');
    return { secret: Buffer.from(hex, 'hex'), isOutdated: false };
  },
};

const STEP_MS = 30_000;

/** What an app shows at a time: its secret and the step. */
export const plainCode = (secret: string, now: Date): string =>
  `${secret}@${Math.floor(now.getTime() / STEP_MS)}`;

export const plainCodes: TotpCodes = {
  stepOf(secret, code, now) {
    const [of, step = ''] = code.split('@');
    if (of !== Buffer.from(secret).toString('hex')) return undefined;
    const away = Number(step) - Math.floor(now.getTime() / STEP_MS);
    return Math.abs(away) <= 1 ? Number(step) : undefined;
  },
};

export const plainEnrolments: TotpEnrolments = {
  enrolment: (secret) => ({ secret: Buffer.from(secret).toString('hex'), uri: '' }),
};

/** Tokens of begun logins, by their backends. */
export function begunLoginsOf(clock: Clock): (backend: string) => BegunLogins {
  const keys = new TestKeys();
  return (backend) => new JwtBegunLogins(new PlainTokens(mfaPurpose(backend), keys, clock), clock);
}
