import { assertFactorGiven } from '../../../lambda/users/login/factor-admission.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import { addPasskey as add } from '../../../lambda/users/passkeys/add-passkey.ts';
import {
  creationOptions,
  loginOptions,
  userHandleOf,
} from '../../../lambda/users/passkeys/options.ts';
import { passkeyLogin as signInBy } from '../../../lambda/users/passkeys/passkey-login.ts';
import {
  removeMyPasskey as removeMine,
  removePasskey as removeOf,
} from '../../../lambda/users/passkeys/remove-passkey.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { passkeyLogin as PASSKEY_LOGIN } from '../../../lib/contract/passkeys.ts';
import type { StepKind } from '../attempt.ts';
import type { Choice } from '../program.ts';
import type { Gated } from '../world/gates.ts';
import type { AccessCredential, Assertion, Creation, Device } from '../world/ledger.ts';
import { asserted, created, plainSettings } from '../world/plain-passkeys.ts';
import type { Parts, World } from '../world/world.ts';
import { target } from './administration.ts';
import { appsIn, handedOut, keepsApp, signInParts } from './login.ts';
import {
  anAccess,
  aSuperuser,
  asCaller,
  BACKENDS,
  loginName,
  nameOf,
  originOf,
  senderAt,
} from './people.ts';

const creating = (parts: Parts) => ({ ...parts, challenges: parts.challenges.creation });

/** What `assertProved` asks on the routes of passkeys. */
const asProvedCaller = <Result>(
  parts: Parts,
  access: AccessCredential,
  gate: Gated,
  act: Parameters<typeof asCaller<Result>>[2],
) =>
  asCaller<Result>(parts, access, (signed) => {
    const { caller, claims } = signed;
    assertFactorGiven(parts.gates.of(gate), { caller, proof: claims.proof });
    return act(signed);
  });

/** A user asks for a challenge, and has a device make a passkey for it. */
export async function begun(world: World, parts: Parts, access: AccessCredential, device: Device) {
  const { options, challenge_token: token } = await asProvedCaller(
    parts,
    access,
    'add-passkey',
    ({ caller: profile }) =>
      creationOptions(
        { ...creating(parts), settings: plainSettings },
        { profile, conditional: false },
      ),
  );
  const creation: Creation = { device, token, credential: created(options, device) };
  world.ledger.creations.push(creation);
  return creation;
}

export function newDevice({ ledger }: World, userId: string): Device {
  ledger.devicesMade += 1;
  const isSynced = ledger.devicesMade % 2 === 0;
  const id = `passkey-${ledger.devicesMade}${isSynced ? '-synced' : ''}`;
  return { userId, id, userHandle: userHandleOf(userId), isSynced, signCount: 0 };
}

export const added = (parts: Parts, profile: Profile, creation: Creation) =>
  add(creating(parts), {
    profile,
    challengeToken: creation.token,
    credential: creation.credential,
    sender: { ...originOf(''), arrivedAt: parts.clock.now() },
  });

export const askForPasskey: StepKind = {
  name: 'passkey-options',
  weight: 4,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    return {
      says: `begin to add a passkey by ${loginName(world, access)}`,
      ask: () => begun(world, parts, access, newDevice(world, access.login.userId)),
    };
  },
};

/** With a challenge of before, or a new one. */
export const addPasskey: StepKind = {
  name: 'add-passkey',
  weight: 8,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { ledger, table } = world;
    const { userId, amr } = access.login;
    const open = ledger.creations
      .filter(({ device }) => device.userId === userId && !ledger.devices.includes(device))
      .slice(-2);
    const again = choice.other([true, false]) ? choice.what(open) : undefined;
    const apps = appsIn(world);
    return {
      says: `add a passkey by ${loginName(world, access)}${again ? ', begun before' : ''}`,
      async ask() {
        const creation = again ?? (await begun(world, parts, access, newDevice(world, userId)));
        await asProvedCaller(parts, access, 'add-passkey', ({ caller }) =>
          added(parts, world.enrolling(caller), creation),
        );
        return creation.device;
      },
      succeeded(device: Device) {
        ledger.devices.push(device);
        if (keepsApp(world, userId, apps) && !amr?.includes('mfa')) {
          return 'a passkey is added without the second factor';
        }
        return ledger.usedOnce(`a challenge for ${device.id}`);
      },
      holds: () => [...table.passkeys.values()].some((each) => each.userId === userId),
    };
  },
};

/** What a device says of a challenge of a backend. */
export async function assertion(
  world: World,
  parts: Parts,
  device: Device,
  { backend, isVerified }: Pick<Assertion, 'backend' | 'isVerified'>,
): Promise<Assertion> {
  const challenges = parts.challenges.login(backend);
  const asking = { ...parts, challenges, settings: plainSettings };
  const { options, challenge_token: token } = await loginOptions(asking);
  const credential = asserted(options, device, isVerified);
  const made: Assertion = { device, backend, isVerified, token, credential };
  world.ledger.assertions.push(made);
  return made;
}

/** A device that a user has, or had. */
function aDevice({ ledger: { devices } }: World, choice: Choice): Device | undefined {
  const valid = devices.filter(({ ended }) => ended === undefined);
  return choice.who(choice.other([true, true, false]) && valid.length > 0 ? valid : devices);
}

export const useDevice: StepKind = {
  name: 'passkey-login-options',
  weight: 6,
  begin(world, parts, choice) {
    const device = aDevice(world, choice);
    const backend = choice.what(BACKENDS) ?? 'jwt';
    const isVerified = choice.other([true, false]) === true;
    if (!device) return undefined;
    return {
      says: `${device.id} of ${nameOf(world, device.userId)} signs a challenge at ${backend}`,
      ask: () => assertion(world, parts, device, { backend, isVerified }),
    };
  },
};

export const passkeyLogin: StepKind = {
  name: 'passkey-login',
  weight: 30,
  begin(world, parts, choice) {
    const open = world.ledger.assertions.slice(-3);
    const given = choice.who(open);
    if (!given || choice.other([true, false, false])) return useDevice.begin(world, parts, choice);
    const { device, backend, token: challengeToken, credential, isVerified } = given;
    const wasEnded = device.ended;
    const apps = appsIn(world);
    const key = device.isSynced ? 'swk' : 'hwk';
    const amr = isVerified ? [key, 'mfa'] : [key];
    return {
      says: `sign in ${nameOf(world, device.userId)} at ${backend} by ${device.id}${isVerified ? ' and a PIN' : ''}`,
      ask: () =>
        signInBy(
          {
            ...signInParts(parts, backend, 'passkey-login'),
            challenges: parts.challenges.login(backend),
            verifier: parts.verifier,
          },
          { challengeToken, credential, origin: originOf(backend) },
        ),
      row: PASSKEY_LOGIN,
      async succeeded(outcome: SignInOutcome) {
        if (wasEnded !== undefined) return `a passkey signs in although ${wasEnded}`;
        if (outcome.userId !== device.userId) return 'a passkey signs in another user than its own';
        const twice = world.ledger.usedOnce(`an assertion ${challengeToken}`);
        return twice ?? handedOut(world, backend, outcome, { amr, apps });
      },
    };
  },
};

export const removeMyPasskey: StepKind = {
  name: 'delete-my-passkey',
  weight: 4,
  begin(world, parts, choice) {
    const device = aDevice(world, choice);
    const own = world.ledger.access.filter(({ login }) => login.userId === device?.userId);
    const access = choice.what(own);
    if (!device || !access) return undefined;
    const { amr, userId } = access.login;
    const apps = appsIn(world);
    return {
      says: `remove ${device.id} by ${loginName(world, access)}`,
      ask: () =>
        asProvedCaller(parts, access, 'delete-my-passkey', ({ caller: profile }) =>
          removeMine(parts, { profile, id: device.id, sender: senderAt(world) }),
        ),
      holds: () => !isThere(world, device),
      succeeded() {
        world.ledger.end([device], 'it was removed');
        if (keepsApp(world, userId, apps) && !amr?.includes('mfa')) {
          return 'a passkey is removed without the second factor';
        }
        return undefined;
      },
    };
  },
};

export const removePasskey: StepKind = {
  name: 'delete-passkey',
  weight: 3,
  begin(world, parts, choice) {
    const access = aSuperuser(world, choice);
    const device = aDevice(world, choice);
    if (!access || !device) return undefined;
    const { userId, id } = device;
    return {
      says: `remove ${id} of ${nameOf(world, userId)} as a superuser`,
      ask: async () => removeOf(parts, { id, ...(await target(parts, access, userId)) }),
      holds: () => !isThere(world, device),
      succeeded: () => world.ledger.end([device], 'a superuser removed it'),
    };
  },
};

const isThere = ({ table }: World, { userId, id }: Device) => table.passkeys.has(`${userId} ${id}`);
