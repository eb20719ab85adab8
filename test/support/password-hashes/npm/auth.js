/** A project with Better Auth, whose users are in memory: what the script of docs/migrate/from-better-auth.md reads. */
import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';

export const auth = betterAuth({
  database: new DatabaseSync(':memory:'),
  secret: 'secret-of-the-tests-with-32-characters',
  baseURL: 'http://127.0.0.1',
  emailAndPassword: { enabled: true },
});

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
for (const user of JSON.parse(process.env.USERS)) {
  await auth.api.signUpEmail({ body: { name: 'Ada', ...user } });
}
