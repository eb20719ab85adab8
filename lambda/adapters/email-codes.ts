import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { CODE_DIGITS } from '../../lib/contract/email-login.ts';
import type { CodeRequest, EmailCode, EmailCodes } from '../users/email-login/email-codes.ts';
import type { Key, KeyRing } from './secrets-manager/key-ring.ts';

/** RFC 2104, 3: as long as the hash. */
const KEY_BYTES = 32;

/** Of an HMAC, the bytes that a code is made from: what the remainder favours is less than one in 10^11. */
const CODE_BYTES = 8;

/** Codes as HMACs of their requests, each form with a key of its own (RFC 5869) of one secret. */
export class HmacEmailCodes implements EmailCodes {
  readonly #keys: Pick<KeyRing, 'current' | 'verifies'>;

  constructor(keys: Pick<KeyRing, 'current' | 'verifies'>) {
    this.#keys = keys;
  }

  async issue(request: CodeRequest): Promise<EmailCode> {
    return codeOf(await this.#keys.current(), request);
  }

  /** White space is no part of it: mails show codes in groups. */
  isCodeOf(request: CodeRequest, text: string): Promise<boolean> {
    const given = text.replace(/\s/g, '');
    return this.#keys.verifies((key) => {
      const { code, token } = codeOf(key, request);
      const [isCode, isToken] = [isSame(code, given), isSame(token, given)];
      return isCode || isToken;
    });
  }
}

function codeOf(key: Key, request: CodeRequest): EmailCode {
  const number = macOf(key, 'code', request).subarray(0, CODE_BYTES).readBigUInt64BE();
  const code = (number % 10n ** BigInt(CODE_DIGITS)).toString().padStart(CODE_DIGITS, '0');
  return { code, token: macOf(key, 'token', request).toString('base64url') };
}

function macOf({ material }: Key, form: 'code' | 'token', { email, id }: CodeRequest): Buffer {
  const info = `users-api email-login ${form}`;
  const key = new Uint8Array(hkdfSync('sha256', material, '', info, KEY_BYTES));
  return createHmac('sha256', key)
    .update(JSON.stringify([email, id]))
    .digest();
}

/** In constant time, whatever the lengths are. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
