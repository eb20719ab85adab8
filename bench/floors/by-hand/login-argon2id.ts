/** Reads one item, verifies argon2id of 19 MiB and 2 passes, and answers with an HMAC as the token. */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { login } from './login.ts';

const derive = promisify(argon2);
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

export const handler = login('argon2id', async (message, stored) => {
  const [nonce = Buffer.alloc(0), tag = Buffer.alloc(0)] = stored
    .split(':')
    .map((part) => Buffer.from(part, 'hex'));
  return timingSafeEqual(await derive('argon2id', { message, nonce, ...cost }), tag);
});
