import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startLocalSystem } from '../e2e/support/local-system.ts';
import { runOn } from '../e2e/support/start.ts';
import { certificateFor } from './support/certificate.ts';
import { People, startSignIn } from './support/sign-in.ts';

const APP = path.join(import.meta.dirname, '../apps/related-origins.ts');
/** The domain of the API and of its passkeys. */
const HOST = 'auth.example.com';

describe('pages of another site, in a browser,', () => {
  let people: People;
  const start = () =>
    startSignIn(
      async (origin) => {
        process.env.TEST_FRONT_END = origin;
        return startLocalSystem({ app: APP, tls: await certificateFor(HOST) });
      },
      ({ origin }) => [
        `--host-resolver-rules=MAP ${HOST}:443 127.0.0.1:${new URL(origin).port}`,
        '--ignore-certificate-errors',
      ],
    );
  runOn(
    start,
    (system) => {
      people = new People(system);
    },
    60_000,
  );
  afterEach(() => people.leave());

  test('use passkeys of the domain of an API that names them', async () => {
    const { person, user } = await people.signedInAt('jwt');
    await person.has({ transport: 'internal' });
    expect((await person.does('addPasskey')).status).toBe(201);
    await person.forgets();
    expect((await person.does('loginByPasskey')).status).toBe(200);
    expect((await person.me()).json).toEqual(user);
  });
});
