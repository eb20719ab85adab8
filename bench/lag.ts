/**
 * `npm run bench:lag`: how late events come while one call in ten fails, at 23 events a second: DynamoDB, the bus
 * and Secrets Manager throttle, answer 500, lose connections before and after a call, and hang.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { startProxiedSystem } from '../test/e2e/support/proxied-system.ts';
import { type Fault, faults } from '../test/support/aws/fault-proxy.ts';
import { PASSWORD } from '../test/support/passwords.ts';

const RATE = 23;
const SECONDS = 40;
/** A planned fault comes one call later for each before it, so that it is one call in ten. */
const SHARE = 0.11;
/** More than there are. */
const CALLS = 8_000;
const HUNG = 2_500;

const hangs: Fault = {
  before: async () => {
    await wait(HUNG);
    return 'drop';
  },
};
const KINDS: readonly Fault[] = [
  faults.throttledAccount,
  faults.internalError,
  faults.droppedBefore,
  faults.droppedAfter,
  faults.internalErrorAfter,
  hangs,
];

/** The same faults in each run. */
let seed = 1;
function random(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
}

const system = await startProxiedSystem();
try {
  const post = (path: string, json: object) =>
    fetch(`${system.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
  const users = Array.from({ length: RATE * SECONDS }, (_, index) => `lag${index}@example.com`);
  // The users are there before: every second one asks for a reset, for which the relay reads twice, and between them new ones register.
  for (let start = 0; start < users.length; start += 20) {
    const some = users.slice(start, start + 20);
    await Promise.all(some.map((email) => post('/register', { email, password: PASSWORD })));
  }
  const seen = async () => (await system.events()).length;
  while ((await seen()) < users.length) await wait(100);

  for (const proxy of [system.dynamodb, system.eventBridge]) {
    for (let call = 1; call <= CALLS; call++) {
      if (random() < SHARE)
        proxy.fail('*', KINDS[Math.floor(random() * KINDS.length)] ?? hangs, { nth: call });
    }
  }
  const arrived = new Map<string, number>();
  let isDone = false;
  const watching = (async () => {
    let known = 0;
    while (!isDone) {
      const events = await system.events();
      const now = Date.now();
      for (const event of events.slice(known)) {
        const key = `${event['detail-type']} ${event.detail.user.email}`;
        if (!arrived.has(key)) arrived.set(key, now);
      }
      known = events.length;
      await wait(20);
    }
  })();
  const asked = new Map<string, number>();
  const requests: Promise<unknown>[] = [];
  for (const email of users) {
    requests.push(
      (asked.size % 2 === 0
        ? post('/forgot-password', { email }).then(({ status }) => status === 202 && email)
        : post('/register', { email: `new-${email}`, password: PASSWORD }).then(
            ({ status }) => status === 201 && `new-${email}`,
          )
      ).then((name) => name && asked.set(name, Date.now())),
    );
    await wait(1000 / RATE);
  }
  await Promise.all(requests);
  const lagOf = (email: string) =>
    arrived.get(
      `${email.startsWith('new-') ? 'after-register' : 'after-forgot-password'} ${email}`,
    );
  while ([...asked.keys()].some((email) => lagOf(email) === undefined)) await wait(100);
  isDone = true;
  await watching;
  const lags = [...asked]
    .map(([email, at]) => Math.max(0, (lagOf(email) ?? 0) - at))
    .sort((a, b) => a - b);
  const at = (share: number) => lags[Math.min(lags.length - 1, Math.floor(lags.length * share))];
  console.log(
    `${lags.length} events, lag p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${lags.at(-1)} ms`,
  );
} finally {
  await system.stop();
}
