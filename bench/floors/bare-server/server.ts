/**
 * The least that registers, signs in and tells who calls, over HTTP: node:http, a hash, one row of SQLite, and an HMAC as the token.
 * `node server.ts FILE argon2id|bcryptjs`. It checks nothing that a product has to.
 */
import { argon2, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import bcrypt from 'bcryptjs';

const [file = ':memory:', scheme] = process.argv.slice(2);
const SECRET = 'secret-of-the-bench-with-32-characters';
const derive = promisify(argon2);

const tagOf = (message: string, nonce: Buffer) =>
  derive('argon2id', { message, nonce, memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 });

const argon2id = {
  async hash(password: string): Promise<string> {
    const nonce = randomBytes(16);
    return `${nonce.toString('hex')}:${(await tagOf(password, nonce)).toString('hex')}`;
  },
  async verify(password: string, hash: string): Promise<boolean> {
    const [nonce = Buffer.alloc(0), tag = Buffer.alloc(0)] = hash
      .split(':')
      .map((part) => Buffer.from(part, 'hex'));
    return timingSafeEqual(await tagOf(password, nonce), tag);
  },
};
const bcryptjs = {
  hash: (password: string) => bcrypt.hash(password, 10),
  verify: (password: string, hash: string) => bcrypt.compare(password, hash),
};
const passwords = scheme === 'bcryptjs' ? bcryptjs : argon2id;

const database = new DatabaseSync(file);
database.exec(
  'CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, email TEXT UNIQUE, hash TEXT)',
);
const insert = database.prepare('INSERT INTO users VALUES (?, ?, ?)');
const byEmail = database.prepare('SELECT id, hash FROM users WHERE email = ?');
const byId = database.prepare('SELECT id, email FROM users WHERE id = ?');

const mac = (id: string) => createHmac('sha256', SECRET).update(id).digest('base64url');
const NOBODY = { status: 401, body: {} };

const ROUTES: Readonly<
  Record<string, (request: IncomingMessage) => Promise<{ status: number; body: object }>>
> = {
  async 'POST /register'(request) {
    const { email, password } = JSON.parse(await text(request));
    insert.run(randomUUID(), email, await passwords.hash(password));
    return { status: 201, body: { email } };
  },
  async 'POST /login'(request) {
    const { email, password } = JSON.parse(await text(request));
    const row = byEmail.get(email);
    if (row === undefined || !(await passwords.verify(password, String(row.hash)))) return NOBODY;
    const id = String(row.id);
    return { status: 200, body: { access_token: `${id}.${mac(id)}` } };
  },
  async 'GET /me'({ headers }) {
    const [id = '', given = ''] = (headers.authorization ?? '').slice('Bearer '.length).split('.');
    const row = mac(id) === given ? byId.get(id) : undefined;
    return row === undefined ? NOBODY : { status: 200, body: row };
  },
};

const server = createServer(async (request, response) => {
  const route = ROUTES[`${request.method} ${request.url}`];
  const { status, body } = (await route?.(request)) ?? { status: 404, body: {} };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
// The bench holds the other end, however it ends.
process.stdin.resume().once('end', () => process.exit());
