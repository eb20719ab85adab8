import { createUser } from '../../../lambda/users/accounts/create-user.ts';
import { requestLogin } from '../../../lambda/users/email-login/request-login.ts';
import { login } from '../../../lambda/users/login/login.ts';
import { mfaLogin } from '../../../lambda/users/login/mfa-login.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../lib/contract/limits.ts';
import { enrolled, mfaParts } from '../steps/factors.ts';
import { handedOut, signInParts, unlessRefused } from '../steps/login.ts';
import { added, assertion, begun, newDevice } from '../steps/passkeys.ts';
import { asCaller, originOf, PASSWORDS, senderAt } from '../steps/people.ts';
import type { AccessCredential, Device } from './ledger.ts';
import { plainCode } from './plain-factors.ts';
import { relayAll } from './relaying.ts';
import type { World } from './world.ts';

/** Who is there when a program begins: it need not spend its steps on that. */
const SETTLERS = [
  { email: 'ada@example.com', backend: 'jwt', flags: { is_superuser: true, is_verified: true } },
  { email: 'bob@example.com', backend: 'web', flags: { is_superuser: false, is_verified: false } },
  { email: 'eve@example.com', backend: 'jwt', flags: { is_superuser: false, is_verified: true } },
];

const [password = ''] = PASSWORDS;

/** A superuser, a user, and a user with every factor, each with a login. */
export async function settle(world: World): Promise<void> {
  for (const { email, backend, flags } of SETTLERS) {
    await createUser(world.parts, { email, password, flags });
    await signIn(world, email, backend);
  }
  await settleFactors(world, 'eve@example.com', 'jwt');
}

async function signIn(world: World, username: string, backend: string): Promise<void> {
  const deps = signInParts(world.parts, backend, 'login');
  const [origin, arrivedAt] = [originOf(backend), world.clock.now()];
  const outcome = await login(deps, { username, password, origin, arrivedAt });
  await handedOut(world, backend, outcome, { amr: ['pwd'], apps: new Map() });
}

/**
 * An app, two passkeys, and all that can be done with them in a moment: a login that needs a code, a challenge that each
 * passkey has signed, a code that was mailed, and a counter of wrong codes that is close to its limit.
 */
async function settleFactors(world: World, email: string, backend: string): Promise<void> {
  const { parts, ledger, clock } = world;
  const newest = () => ledger.access.at(-1) as AccessCredential;
  await asCaller(parts, newest(), ({ caller }) => enrolled(world, parts, caller));
  clock.advance(60);
  await signIn(world, email, backend);
  await goOn(world, backend);
  const devices: Device[] = [];
  for (const _ of ['on the device', 'synced']) {
    const creation = await begun(world, parts, newest(), newDevice(world, newest().login.userId));
    await asCaller(parts, newest(), ({ caller }) => added(parts, caller, creation));
    devices.push(creation.device);
  }
  ledger.devices.push(...devices);
  const attempts = { ...parts, emailAttempts: parts.emailAttempts(backend) };
  const { token } = await requestLogin(attempts, { email, sender: senderAt(world) });
  ledger.codeRequests.push({ token, email, backend });
  await relayAll(world);
  clock.advance(60);
  await signIn(world, email, 'web');
  await guess(world, 'web');
  for (const device of devices) {
    await assertion(world, parts, device, { backend: 'web', isVerified: device.isSynced });
  }
}

/** All wrong codes but two that are answered before the first lock. */
async function guess({ parts, ledger, clock }: World, backend: string): Promise<void> {
  const mfaToken = ledger.begun.at(-1)?.token ?? '';
  const given = { method: 'totp', code: 'a wrong one' } as const;
  const input = { mfaToken, given, origin: originOf(backend), arrivedAt: clock.now() };
  for (let each = 2; each < BRUTE_FORCE_DEFAULTS.attempts; each++) {
    await mfaLogin(mfaParts(parts, backend), input).catch(unlessRefused);
  }
}

async function goOn(world: World, backend: string): Promise<void> {
  const { parts, ledger, clock } = world;
  const [first, app] = [ledger.begun.pop(), ledger.apps.at(-1)];
  if (!first || !app) throw new Error('no login needs a second factor');
  const code = plainCode(app.secret, clock.now());
  const outcome = await mfaLogin(mfaParts(parts, backend), {
    mfaToken: first.token,
    given: { method: 'totp', code },
    origin: originOf(backend),
    arrivedAt: clock.now(),
  });
  ledger.usedOnce(`the totp ${code}`);
  const amr = ['pwd', 'otp', 'mfa'];
  const broken = await handedOut(world, backend, outcome, { amr, apps: new Map() });
  if (broken) throw new Error(broken);
}
