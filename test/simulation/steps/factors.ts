import { confirmTotp } from '../../../lambda/users/factors/confirm-totp.ts';
import { deleteMfa } from '../../../lambda/users/factors/delete-mfa.ts';
import { deleteMyTotp } from '../../../lambda/users/factors/delete-my-totp.ts';
import { enrolTotp } from '../../../lambda/users/factors/enrol-totp.ts';
import type { GivenCode } from '../../../lambda/users/factors/factor-use.ts';
import { replaceRecoveryCodes } from '../../../lambda/users/factors/replace-recovery-codes.ts';
import { mfaLogin as goOn } from '../../../lambda/users/login/mfa-login.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { mfaLogin as MFA_LOGIN } from '../../../lib/contract/login.ts';
import type { StepKind } from '../attempt.ts';
import type { Choice } from '../program.ts';
import type { AccessCredential } from '../world/ledger.ts';
import { plainCode } from '../world/plain-factors.ts';
import type { Parts, World } from '../world/world.ts';
import { handedOut, signInParts, unlessRefused } from './login.ts';
import { anAccess, aSuperuser, asCaller, loginName, nameOf, originOf, senderAt } from './people.ts';

const hasApp = ({ table }: World, userId: string) =>
  table.byId.get(userId)?.profile.factors?.totp === true;

/** Both requests of an enrolment. */
export async function enrolled(world: World, parts: Parts, profile: Profile): Promise<void> {
  const { ledger, clock } = world;
  const { secret } = await enrolTotp(parts, { profile });
  const code = plainCode(secret, clock.now());
  const recoveryCodes = await confirmTotp(parts, { profile, code, sender: senderAt(world) });
  ledger.usedOnce(whatIs({ method: 'totp', code }));
  ledger.apps.push({ userId: profile.user.id, secret, recoveryCodes });
}

export const enrol: StepKind = {
  name: 'enrol-totp',
  weight: 7,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { userId } = access.login;
    return {
      says: `enrol an app by ${loginName(world, access)}`,
      ask: () =>
        asCaller(parts, access, ({ caller }) => enrolled(world, parts, world.enrolling(caller))),
      holds: () => hasApp(world, userId),
      refusalChanges: true,
    };
  },
};

/** A code that the user could have: of now or of before, one that was used, or a recovery code. */
function aCode(world: World, userId: string, choice: Choice): GivenCode {
  const app = world.ledger.apps.findLast((each) => each.userId === userId);
  const { secret = 'none', recoveryCodes = [] } = app ?? {};
  const now = world.clock.now().getTime();
  const byApp = [0, 0, -30_000, 30_000].map(
    (later): GivenCode => ({ method: 'totp', code: plainCode(secret, new Date(now + later)) }),
  );
  const byRecovery = recoveryCodes
    .slice(0, 3)
    .map((code): GivenCode => ({ method: 'recovery_code', code }));
  return choice.other([...byApp, ...byRecovery]) ?? { method: 'totp', code: 'none' };
}

export const mfaParts = (parts: Parts, backend: string) => ({
  // What it asks for is given with it.
  ...signInParts(parts, backend, 'login'),
  begun: parts.begunLogins(backend),
});

export const mfaLogin: StepKind = {
  name: 'mfa-login',
  weight: 26,
  begin(world, parts, choice) {
    const begun = choice.who(world.ledger.begun.slice(-4));
    if (!begun) return undefined;
    const { token: mfaToken, userId, backend, renews } = begun;
    const given = aCode(world, userId, choice);
    const wasEnded = begun.ended;
    const wasVoid = world.ledger.voidCodes.has(given.code);
    const origin = originOf(backend);
    const arrivedAt = world.clock.now();
    return {
      says: `go on with a login of ${nameOf(world, userId)} at ${backend} by a ${given.method}`,
      ask: () => goOn(mfaParts(parts, backend), { mfaToken, given, origin, arrivedAt }),
      row: MFA_LOGIN,
      async succeeded(outcome: SignInOutcome) {
        if (wasEnded !== undefined) return `a login goes on although ${wasEnded}`;
        if (wasVoid) return 'a recovery code signs in although there are others in its place';
        const amr = [...begun.amr, 'otp', 'mfa'];
        const twice = world.ledger.usedOnce(whatIs(given));
        return twice ?? handedOut(world, backend, outcome, { amr, apps: new Map(), renews });
      },
      refusalChanges: true,
    };
  },
};

/** As many wrong codes as are answered before the first lock. */
export const guessCodes: StepKind = {
  name: 'guess-codes',
  weight: 8,
  begin(world, parts, choice) {
    const begun = choice.who(world.ledger.begun.slice(-4));
    if (!begun) return undefined;
    const { token: mfaToken, userId, backend } = begun;
    const given: GivenCode = { method: 'totp', code: 'a wrong one' };
    const input = { mfaToken, given, origin: originOf(backend), arrivedAt: world.clock.now() };
    return {
      says: `guess the code of ${nameOf(world, userId)} five times`,
      async ask() {
        for (let each = 0; each < 5; each++) {
          await goOn(mfaParts(parts, backend), input).catch(unlessRefused);
        }
      },
    };
  },
};

/** Mostly a login of a user who has an app. */
function anAppUser(world: World, choice: Choice): AccessCredential | undefined {
  const { access } = world.ledger;
  const own = access.filter(({ login, isRefused }) => !isRefused && hasApp(world, login.userId));
  return choice.what([1, 2, 3, 4]) === 1 ? anAccess(world, choice) : choice.who(own);
}

export const removeApp: StepKind = {
  name: 'delete-my-totp',
  weight: 5,
  begin(world, parts, choice) {
    const access = anAppUser(world, choice);
    if (!access) return undefined;
    const { userId } = access.login;
    const given = aCode(world, userId, choice);
    const sender = senderAt(world);
    return {
      says: `remove the app by ${loginName(world, access)} with a ${given.method}`,
      ask: () =>
        asCaller(parts, access, ({ caller: profile }) =>
          deleteMyTotp(parts, { profile, given, sender }),
        ),
      holds: () => !hasApp(world, userId),
      succeeded: () => world.ledger.usedOnce(whatIs(given)),
      refusalChanges: true,
    };
  },
};

export const replaceCodes: StepKind = {
  name: 'replace-recovery-codes',
  weight: 5,
  begin(world, parts, choice) {
    const access = anAppUser(world, choice);
    const app = world.ledger.apps.findLast(({ userId }) => userId === access?.login.userId);
    if (!access || !app) return undefined;
    const given = aCode(world, app.userId, choice);
    const sender = senderAt(world);
    return {
      says: `get new recovery codes by ${loginName(world, access)} with a ${given.method}`,
      ask: () =>
        asCaller(parts, access, ({ caller: profile }) =>
          replaceRecoveryCodes(parts, { profile, given, sender }),
        ),
      succeeded(recoveryCodes: readonly string[]) {
        const { ledger } = world;
        const twice = ledger.usedOnce(whatIs(given));
        for (const code of app.recoveryCodes) ledger.voidCodes.add(code);
        ledger.apps.push({ ...app, recoveryCodes });
        return twice;
      },
      refusalChanges: true,
    };
  },
};

const whatIs = ({ method, code }: GivenCode) => `the ${method} ${code}`;

export const removeFactorsOfUser: StepKind = {
  name: 'delete-mfa',
  weight: 2,
  begin(world, parts, choice) {
    const access = aSuperuser(world, choice);
    const target = choice.who(world.accounts);
    if (!access || !target) return undefined;
    const { id } = target.profile.user;
    return {
      says: `remove the factors of ${nameOf(world, id)} as a superuser`,
      ask: () =>
        asCaller(parts, access, async ({ caller }) => {
          const actor = { id: caller.user.id, by: 'superuser' } as const;
          const { profiles } = await parts.store.lookup([id]);
          const profile = profiles.get(id);
          if (profile) await deleteMfa(parts, { profile, actor });
        }),
      holds: () => !hasApp(world, id),
    };
  },
};
