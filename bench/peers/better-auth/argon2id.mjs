/** A hash of the strength that the users API has by default: argon2id, 19 MiB, 2 passes. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
const tagOf = (message, nonce) =>
  derive('argon2id', { message, nonce, memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 });

export const argon2id = {
  async hash(password) {
    const nonce = randomBytes(16);
    return `${nonce.toString('hex')}:${(await tagOf(password, nonce)).toString('hex')}`;
  },
  async verify({ hash, password }) {
    const [nonce, tag] = hash.split(':').map((text) => Buffer.from(text, 'hex'));
    return timingSafeEqual(await tagOf(password, nonce), tag);
  },
};
