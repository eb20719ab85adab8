/**
 * OpenAuth over HTTP with users in memory, and a route that reads the caller: `node server.mjs default|argon2id`. The code
 * that it would mail is in the header `x-code` of the answer, which is how the bench registers.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { issuer } from '@openauthjs/openauth';
import { createClient } from '@openauthjs/openauth/client';
import { PasswordProvider } from '@openauthjs/openauth/provider/password';
import { MemoryStorage } from '@openauthjs/openauth/storage/memory';
import { subjects } from './subjects.mjs';

const derive = promisify(argon2);
const tagOf = (message, nonce) =>
  derive('argon2id', { message, nonce, memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 });

/** The strength that the users API has by default: 19 MiB, 2 passes. */
const argon2id = {
  async hash(password) {
    const nonce = randomBytes(16);
    return [nonce, await tagOf(password, nonce)].map((bytes) => bytes.toString('hex'));
  },
  async verify(password, stored) {
    const [nonce, tag] = stored.map((text) => Buffer.from(text, 'hex'));
    return timingSafeEqual(await tagOf(password, nonce), tag);
  },
};

/** What the forms of its own pages would be, without the pages. */
const page = (code) => new Response('', { headers: code === undefined ? {} : { 'x-code': code } });
let client;
const app = issuer({
  storage: MemoryStorage(),
  subjects,
  providers: {
    password: PasswordProvider({
      ...(process.argv[2] === 'argon2id' && { hasher: argon2id }),
      login: async (_, __, error) => {
        if (error) return new Response(error.type, { status: 400 });
        return page();
      },
      register: async (_, state, __, error) => {
        if (error) return new Response(error.type, { status: 400 });
        return page(state.code);
      },
      change: async () => page(),
      sendCode: async () => {},
    }),
  },
  success: (context, { email }) => context.subject('user', { email }),
});
app.get('/me', async (context) => {
  const token = context.req.header('authorization')?.slice('Bearer '.length) ?? '';
  const verified = await client.verify(subjects, token);
  return verified.err ? context.text('', 401) : context.json(verified.subject.properties);
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  const url = `http://127.0.0.1:${port}`;
  client = createClient({ clientID: 'bench', issuer: url });
  console.log(`ready ${url}`);
});
// The bench holds the other end, however it ends.
process.stdin.resume().once('end', () => process.exit());
