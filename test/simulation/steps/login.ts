import { UsersError } from '../../../lambda/users/errors.ts';
import { login as logIn } from '../../../lambda/users/login/login.ts';
import { logout as logOut } from '../../../lambda/users/login/logout.ts';
import { reauthenticate as proveAgain } from '../../../lambda/users/login/reauthenticate.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import type { AccessClaims } from '../../../lambda/users/sessions/session.ts';
import type { StepKind } from '../attempt.ts';
import { passwordOf } from '../world/plain-hash.ts';
import { type Parts, SIMULATED_LIMITS, type World } from '../world/world.ts';
import {
  anAccess,
  anAddress,
  asCaller,
  BACKENDS,
  currentPassword,
  loginName,
  originOf,
  PASSWORDS,
  userAt,
} from './people.ts';

/** What `lambda/composition/login.ts` puts together. */
export function signInParts(parts: Parts, backend: string) {
  const { strategy } = backendOf(parts, backend);
  const begun = parts.begunLogins(backend);
  const secondFactors = { begun, methods: ['totp', 'recovery_code'] as const };
  return { ...parts, issue: strategy.issue, loginEvents: backend !== 'web', secondFactors };
}

export function backendOf({ backends }: Pick<Parts, 'backends'>, name: string) {
  const found = backends.find((each) => each.name === name);
  if (!found) throw new Error(`there is no backend ${name}`);
  return found;
}

/** The apps that are in force as a request begins. */
export const appsIn = ({ table }: World): Apps => new Map(table.totp);

type Apps = World['table']['totp'];

/**
 * Notes what a way to sign in handed out, and whether its session was stored.
 *
 * @param before apps as the request began: of a user whose app stayed in force, a second factor is asked for
 */
export async function handedOut(
  world: World,
  backend: string,
  outcome: SignInOutcome,
  before: Apps = new Map(),
) {
  const { strategy } = backendOf(world.parts, backend);
  if (outcome.kind !== 'issued') {
    const { mfaToken: token, userId } = outcome;
    world.ledger.begun.push({ token, userId, backend });
    return undefined;
  }
  const claims = await strategy.verify(outcome.credential);
  if (!claims) {
    // The clock, or the keys, went on past it while the answer was on its way.
    return undefined;
  }
  const { sessionId: id, userId, proof } = claims;
  const { sealed } = before.get(userId) ?? {};
  const stayed = sealed !== undefined && world.table.totp.get(userId)?.sealed === sealed;
  const known = world.table.sessions.get(id)?.proof ?? proof;
  if (stayed && known && !known.amr.includes('mfa')) return 'a credential lacks the second factor';
  world.ledger.issued({ id, userId, backend }, outcome);
  const isStored = !outcome.session || world.seen.sessions.has(id);
  return isStored ? undefined : 'the session of the login was never stored';
}

export const login: StepKind = {
  name: 'login',
  weight: 26,
  begin(world, parts, choice) {
    const email = anAddress(world, choice);
    const backend = choice.what(BACKENDS) ?? 'jwt';
    const account = userAt(world, email);
    const isRight = choice.other([true, true, true, true, true, false]);
    const password =
      isRight && account ? currentPassword(account) : (choice.other(PASSWORDS) ?? '');
    const inPlace = choice.other([false, true, false]) ? anAccess(world, choice) : undefined;
    const arrivedAt = world.clock.now();
    const apps = appsIn(world);
    let replaced: AccessClaims | undefined;
    return {
      says: `login ${email} at ${backend}${inPlace ? ` in place of ${loginName(world, inPlace)}` : ''}`,
      async ask() {
        replaced =
          inPlace &&
          (await backendOf(parts, inPlace.login.backend).strategy.verify(inPlace.credential));
        const deps = signInParts(parts, backend);
        return logIn(deps, {
          username: email,
          password,
          origin: originOf(backend),
          arrivedAt,
          replaced,
        });
      },
      holds: () => isAdmitted(world, email, password),
      async succeeded(outcome: SignInOutcome) {
        // One that has expired, or was signed by a key that is gone, is no login to replace.
        if (inPlace && replaced && outcome.kind === 'issued') {
          world.ledger.end([inPlace.login], 'another login took its place');
        }
        return handedOut(world, backend, outcome, apps);
      },
      refusalChanges: inPlace !== undefined,
    };
  },
};

function isAdmitted(world: World, email: string, password: string): boolean {
  const credential = userAt(world, email)?.credential;
  return credential?.isActive === true && passwordOf(credential.passwordHash) === password;
}

/** As many wrong passwords as are answered before the first lock. */
export const guess: StepKind = {
  name: 'guess',
  weight: 6,
  begin(world, parts, choice) {
    const email = anAddress(world, choice);
    const arrivedAt = world.clock.now();
    const input = { username: email, password: 'a wrong one', origin: originOf('web'), arrivedAt };
    return {
      says: `guess the password of ${email} ${SIMULATED_LIMITS.attempts} times`,
      async ask() {
        for (let each = 0; each < SIMULATED_LIMITS.attempts; each++) {
          await logIn(signInParts(parts, 'web'), input).catch(unlessRefused);
        }
      },
    };
  },
};

export function unlessRefused(error: unknown): void {
  if (!(error instanceof UsersError)) throw error;
}

export const logout: StepKind = {
  name: 'logout',
  weight: 8,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { login: ended } = access;
    return {
      says: `logout ${loginName(world, access)}`,
      ask: () => asCaller(parts, access, ({ claims }) => logOut(parts, { claims })),
      holds: () => {
        const key = { userId: ended.userId, sessionId: ended.id };
        return ended.backend === 'jwt'
          ? world.table.revoked.has(`${key.userId} ${key.sessionId}`)
          : world.table.session(key) === undefined;
      },
      succeeded: () => world.ledger.end([ended], 'it was logged out'),
    };
  },
};

export const me: StepKind = {
  name: 'me',
  weight: 8,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { login: own } = access;
    const wasEnded = own.ended;
    return {
      says: `me by ${loginName(world, access)}`,
      ask: () => asCaller(parts, access, async ({ caller }) => caller.user.id),
      succeeded: (id: string) => {
        if (wasEnded !== undefined) return `a credential signs in although ${wasEnded}`;
        return id === own.userId ? undefined : 'a credential signs in another user than its own';
      },
    };
  },
};

export const reauthenticate: StepKind = {
  name: 'reauthenticate',
  weight: 5,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    const account = access && world.table.byId.get(access.login.userId);
    if (!access || !account) return undefined;
    const { backend } = access.login;
    const password = currentPassword(account);
    const apps = appsIn(world);
    const arrivedAt = world.clock.now();
    return {
      says: `prove the password again: ${loginName(world, access)}`,
      ask: () =>
        asCaller(parts, access, ({ caller: profile, claims }) =>
          proveAgain(signInParts(parts, backend), {
            ...{ profile, claims, password },
            ...{ origin: originOf(backend), arrivedAt },
          }),
        ),
      succeeded(outcome: SignInOutcome) {
        if (outcome.kind === 'issued') {
          world.ledger.end([access.login], 'another login took its place');
        }
        return handedOut(world, backend, outcome, apps);
      },
    };
  },
};
