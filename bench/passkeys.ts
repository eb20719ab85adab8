/**
 * `npm run bench:passkeys`: what a login takes by passkey, by password and by a code of a mail, each from its first request to its last,
 * with hashes at the default cost. Medians on `test/apps/every-factor.ts` on this machine, as ratios to the login by passkey in the
 * same run, and the same of CPU time, which holds on a busy machine as well; and a floor, two requests that store and read nothing.
 * Ends with 1 if another login is faster.
 *
 * `-- 200` takes another number of rounds than 60.
 */
import type { Answer } from '../test/e2e/support/client.ts';
import { MANY_FAILURES, startLocalSystem } from '../test/e2e/support/local-system.ts';
import { PasskeyClient } from '../test/e2e/support/passkey-client.ts';
import type { ApiUser } from '../test/e2e/support/system.ts';
import { SoftwareAuthenticator } from '../test/support/passkeys/software-authenticator.ts';
import type { Taken } from './logins.ts';

const WARM_UP = 3;
/** That of the app's front end. */
const PAGE = { origin: 'http://app.execute-api.localhost:3000' };

const rounds = Number(process.argv[2] ?? '60');

const medianOf = (all: readonly Taken[], of: keyof Taken) =>
  all.map((each) => each[of]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

function expectOk({ status, text }: Answer): void {
  if (status >= 300) throw new Error(`login: ${status} ${text}`);
}

interface Person {
  readonly user: ApiUser;
  readonly authenticator: SoftwareAuthenticator;
}

/** The requests of each login; what people and mail do between them takes no time. */
class Requests {
  readonly #client: PasskeyClient;
  #taken: Taken = { ms: 0, cpuMs: 0 };

  constructor(client: PasskeyClient) {
    this.#client = client;
  }

  async floor(): Promise<Taken> {
    for (let request = 0; request < 2; request++) {
      await this.#measured(() => this.#client.send('POST', '/login/jwt/passkey/options'));
    }
    return this.#result();
  }

  async passkey({ authenticator }: Person): Promise<Taken> {
    const { json } = await this.#measured(() =>
      this.#client.send('POST', '/login/jwt/passkey/options'),
    );
    const { options, challenge_token } = json;
    const credential = authenticator.get(options, PAGE);
    await this.#measured(() => this.#client.signInWith({ challenge_token, credential }));
    return this.#result();
  }

  async password({ user }: Person): Promise<Taken> {
    await this.#measured(() => this.#client.login(user.email));
    return this.#result();
  }

  async code({ user: { email } }: Person): Promise<Taken> {
    const { json } = await this.#measured(() =>
      this.#client.send('POST', '/login/jwt/email', { json: { email } }),
    );
    const { attempt_token } = json;
    const { detail } = await this.#client.event(
      'after-request-login',
      (user) => user.email === email,
    );
    const confirmed = { attempt_token, code: detail.code };
    await this.#measured(() =>
      this.#client.send('POST', '/login/jwt/email/confirm', { json: confirmed }),
    );
    return this.#result();
  }

  async #measured(send: () => Promise<Answer>): Promise<Answer> {
    const start = performance.now();
    const before = process.cpuUsage();
    const answer = await send();
    const { user, system } = process.cpuUsage(before);
    const { ms, cpuMs } = this.#taken;
    this.#taken = { ms: ms + performance.now() - start, cpuMs: cpuMs + (user + system) / 1000 };
    expectOk(answer);
    return answer;
  }

  #result(): Taken {
    const taken = this.#taken;
    this.#taken = { ms: 0, cpuMs: 0 };
    return taken;
  }
}

/** A verified user with a passkey, as others are asked for a code no more than once a minute. */
async function newPerson(client: PasskeyClient): Promise<Person> {
  const user = await client.verified();
  const authenticator = new SoftwareAuthenticator();
  const token = await client.token(user.email);
  expectOk(await client.add(authenticator, { token }, PAGE));
  return { user, authenticator };
}

const system = await startLocalSystem({
  app: 'test/apps/every-factor.ts',
  environment: MANY_FAILURES,
});
try {
  const client = new PasskeyClient(system);
  const requests = new Requests(client);
  const ways = ['passkey', 'password', 'code', 'floor'] as const;
  const times = new Map<string, Taken[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const person = await newPerson(client);
    const shift = round % ways.length;
    for (const way of [...ways.slice(shift), ...ways.slice(0, shift)]) {
      const taken = await requests[way](person);
      if (round >= WARM_UP) times.get(way)?.push(taken);
    }
  }
  const fastest = times.get('passkey') ?? [];
  for (const [way, taken] of times) {
    const ratioOf = (of: keyof Taken) => medianOf(taken, of) / medianOf(fastest, of);
    const shown = `${medianOf(taken, 'ms').toFixed(1)} ms`.padStart(10);
    console.log(
      `${way.padEnd(10)}${shown}  ${ratioOf('ms').toFixed(2)} of a login by passkey, ${ratioOf('cpuMs').toFixed(2)} of its CPU time`,
    );
    if (way !== 'floor' && ratioOf('ms') < 1) process.exitCode = 1;
  }
} finally {
  await system.stop();
}
