import { UsersError } from '../../../lambda/users/errors.ts';
import { login as logIn } from '../../../lambda/users/login/login.ts';
import { logout as logOut } from '../../../lambda/users/login/logout.ts';
import { reauthenticate as proveAgain } from '../../../lambda/users/login/reauthenticate.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import type { AccessClaims } from '../../../lambda/users/sessions/session.ts';
import type { StepKind } from '../attempt.ts';
import type { Gated } from '../world/gates.ts';
import type { Login } from '../world/ledger.ts';
import { SIMULATED_LIMITS } from '../world/limits.ts';
import { passwordOf } from '../world/plain-hash.ts';
import type { Parts, World } from '../world/world.ts';
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
export function signInParts(parts: Parts, backend: string, gate: Gated) {
  const { strategy } = backendOf(parts, backend);
  const begun = parts.begunLogins(backend);
  const secondFactors = { begun, ...parts.gates.of(gate) };
  return { ...parts, issue: strategy.issue, loginEvents: backend !== 'web', secondFactors };
}

export function backendOf({ backends }: Pick<Parts, 'backends'>, name: string) {
  const found = backends.find((each) => each.name === name);
  if (!found) throw new Error(`there is no backend ${name}`);
  return found;
}

type Apps = World['table']['totp'];

/** The apps that are in force as a request begins. */
export const appsIn = ({ table }: World): Apps =>
  new Map([...table.totp].filter(([userId]) => hasApp(table, userId)));

/** Whether the app of a user is in force and was all the time: then a second factor is asked for. */
export function keepsApp({ table }: World, userId: string, before: Apps): boolean {
  const { sealed } = before.get(userId) ?? {};
  if (sealed === undefined || !hasApp(table, userId)) return false;
  return table.totp.get(userId)?.sealed === sealed;
}

const hasApp = ({ byId }: World['table'], userId: string) =>
  byId.get(userId)?.profile.factors?.totp === true;

/** What is given to sign in. */
interface Given {
  readonly amr: readonly string[];
  /** As the request began. */
  readonly apps: Apps;
  /** The login in whose place the new one begins. */
  readonly renews?: Login | undefined;
}

/** Notes what a way to sign in handed out, and looks at what it says and whether its session was stored. */
export async function handedOut(
  world: World,
  backend: string,
  outcome: SignInOutcome,
  { amr, apps, renews }: Given,
) {
  const { strategy } = backendOf(world.parts, backend);
  if (outcome.kind !== 'issued') {
    const { mfaToken: token, userId } = outcome;
    world.ledger.begun.push({ token, userId, backend, amr, renews });
    return undefined;
  }
  if (renews) world.ledger.end([renews], 'another login took its place');
  const claims = await strategy.verify(outcome.credential);
  if (!claims) {
    // The clock, or the keys, went on past it while the answer was on its way.
    return undefined;
  }
  const { sessionId: id, userId } = claims;
  const said = (outcome.session?.proof ?? claims.proof)?.amr;
  if (String(said) !== String(amr)) return `a credential says [${said}], and given was [${amr}]`;
  if (keepsApp(world, userId, apps) && !amr.includes('mfa')) {
    return 'a credential lacks the second factor';
  }
  world.ledger.issued({ id, userId, backend, amr }, outcome);
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
        const deps = signInParts(parts, backend, 'login');
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
        return handedOut(world, backend, outcome, { amr: ['pwd'], apps });
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
  weight: 12,
  begin(world, parts, choice) {
    const email = anAddress(world, choice);
    const arrivedAt = world.clock.now();
    const input = { username: email, password: 'a wrong one', origin: originOf('web'), arrivedAt };
    return {
      says: `guess the password of ${email} ${SIMULATED_LIMITS.attempts} times`,
      async ask() {
        for (let each = 0; each < SIMULATED_LIMITS.attempts; each++) {
          await logIn(signInParts(parts, 'web', 'login'), input).catch(unlessRefused);
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
          proveAgain(signInParts(parts, backend, 'reauthenticate'), {
            ...{ profile, claims, password },
            ...{ origin: originOf(backend), arrivedAt },
          }),
        ),
      succeeded(outcome: SignInOutcome) {
        const given = { amr: ['pwd'], apps, renews: access.login };
        return handedOut(world, backend, outcome, given);
      },
    };
  },
};
