import { Secret, TOTP } from 'otpauth';
import type { TotpCodes, TotpEnrolments } from '../../users/factors/totp-codes.ts';

/** The only form that all authenticator apps know; some ignore what the URI says of it. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/** Steps before and after the present one whose codes are taken. */
const WINDOW = 1;

/** Six ASCII digits: `otpauth` throws for other characters of six. */
const CODE = /^[0-9]{6}$/;

export class OtpauthEnrolments implements TotpEnrolments {
  readonly #issuer: string;

  /** @param issuer what apps show beside the address */
  constructor(issuer: string) {
    this.#issuer = issuer;
  }

  enrolment(bytes: Uint8Array, email: string) {
    const secret = secretOf(bytes);
    const totp = new TOTP({ ...FORM, issuer: this.#issuer, label: email, secret });
    return { secret: secret.base32, uri: totp.toString() };
  }
}

export const otpauthCodes: TotpCodes = {
  stepOf(bytes, code, now) {
    // People copy codes as they are shown, in two groups.
    const token = code.replace(/\s/g, '');
    if (!CODE.test(token)) return undefined;
    const timestamp = now.getTime();
    const given = { ...FORM, secret: secretOf(bytes), token, timestamp, window: WINDOW };
    const delta = TOTP.validate(given);
    return delta === null ? undefined : TOTP.counter({ period: FORM.period, timestamp }) + delta;
  },
};

/** A copy, as `otpauth` takes whole buffers, and the bytes of others can lie in the same one. */
const secretOf = (bytes: Uint8Array) => new Secret({ buffer: Uint8Array.from(bytes).buffer });
