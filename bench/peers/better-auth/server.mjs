/**
 * Better Auth over HTTP, put together as its documentation does: `node server.mjs memory|FILE default|argon2id`.
 * What its limit of requests is in production stays off, as it is elsewhere.
 */
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { argon2id } from './argon2id.mjs';

const [storage, hash] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const auth = betterAuth({
    ...(storage !== 'memory' && { database: new DatabaseSync(storage) }),
    secret: 'secret-of-the-bench-with-32-characters',
    baseURL: url,
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      ...(hash === 'argon2id' && { password: argon2id }),
    },
  });
  if (storage !== 'memory') {
    const { runMigrations } = await getMigrations(auth.options);
    await runMigrations();
  }
  server.on('request', toNodeHandler(auth));
  console.log(`ready ${url}`);
});
// The bench holds the other end, however it ends.
process.stdin.resume().once('end', () => process.exit());
