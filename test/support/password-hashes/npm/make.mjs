/** Hashes by the libraries of npm, as `make.ts` asks for them, in JSON. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { FirebaseScrypt } from 'firebase-scrypt';

const { passwords, firebase } = JSON.parse(process.argv[2]);

async function source(library) {
  const file = new URL(`./node_modules/${library}/package.json`, import.meta.url);
  return `${library} ${JSON.parse(await readFile(file, 'utf8')).version} (npm)`;
}

const hashes = [];

for (const [index, password] of passwords.entries()) {
  const hash = await hashPassword(password);
  if (!(await verifyPassword({ hash, password }))) throw new Error(`better-auth: ${hash}`);
  const form = 'Better Auth';
  hashes.push({ form, source: await source('better-auth'), cost: 'default', password, hash });

  // The first cost is that of every project; a lower one is for tests which log in.
  const memCost = index === 0 ? 14 : 6;
  const scrypt = new FirebaseScrypt({ ...firebase, memCost, rounds: 8 });
  const salt = randomBytes(10).toString('base64');
  const key = await scrypt.hash(password, salt);
  if (!(await scrypt.verify(password, salt, key))) throw new Error(`firebase-scrypt: ${key}`);
  hashes.push({
    form: 'Firebase',
    source: await source('firebase-scrypt'),
    cost: index === 0 ? 'default' : 'low',
    password,
    hash: `$fbscrypt$v=1,n=${memCost},r=8,p=1,ss=${firebase.saltSeparator}$${salt}$${key}`,
  });
}

console.log(JSON.stringify(hashes));
