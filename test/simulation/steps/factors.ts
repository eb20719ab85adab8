import { confirmTotp } from '../../../lambda/users/factors/confirm-totp.ts';
import { deleteMfa } from '../../../lambda/users/factors/delete-mfa.ts';
import { deleteMyTotp } from '../../../lambda/users/factors/delete-my-totp.ts';
import { enrolTotp } from '../../../lambda/users/factors/enrol-totp.ts';
import type { GivenCode } from '../../../lambda/users/factors/factor-use.ts';
import { replaceRecoveryCodes } from '../../../lambda/users/factors/replace-recovery-codes.ts';
import { mfaLogin as goOn } from '../../../lambda/users/login/mfa-login.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import type { StepKind } from '../attempt.ts';
import type { Choice } from '../program.ts';
import type { App } from '../world/ledger.ts';
import { plainCode } from '../world/plain-factors.ts';
import type { Parts, World } from '../world/world.ts';
import { handedOut, signInParts, unlessRefused } from './login.ts';
import { anAccess, aSuperuser, asCaller, loginName, nameOf, originOf, senderAt } from './people.ts';

const hasApp = ({ table }: World, userId: string) =>
  table.byId.get(userId)?.profile.factors?.totp === true;

/** Both requests of it. */
export const enrol: StepKind = {
  name: 'enrol-totp',
  weight: 7,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { userId } = access.login;
    const sender = senderAt(world);
    return {
      says: `enrol an app by ${loginName(world, access)}`,
      ask: () =>
        asCaller(parts, access, async ({ caller: profile }): Promise<App> => {
          const { secret } = await enrolTotp(parts, { profile });
          const code = plainCode(secret, world.clock.now());
          const recoveryCodes = await confirmTotp(parts, { profile, code, sender });
          world.ledger.usedCodes.add(code);
          return { userId, secret, recoveryCodes };
        }),
      holds: () => hasApp(world, userId),
      succeeded: (app: App) => void world.ledger.apps.push(app),
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

const mfaParts = (parts: Parts, backend: string) => ({
  ...signInParts(parts, backend),
  begun: parts.begunLogins(backend),
});

export const mfaLogin: StepKind = {
  name: 'mfa-login',
  weight: 14,
  begin(world, parts, choice) {
    const begun = choice.who(world.ledger.begun.slice(-4));
    if (!begun) return undefined;
    const { token: mfaToken, userId, backend } = begun;
    const given = aCode(world, userId, choice);
    const wasUsed = world.ledger.usedCodes.has(given.code);
    const origin = originOf(backend);
    const arrivedAt = world.clock.now();
    return {
      says: `go on with a login of ${nameOf(world, userId)} at ${backend} by a ${given.method}`,
      ask: () => goOn(mfaParts(parts, backend), { mfaToken, given, origin, arrivedAt }),
      async succeeded(outcome: SignInOutcome) {
        if (wasUsed || world.ledger.usedCodes.has(given.code)) return 'a code signs in twice';
        world.ledger.usedCodes.add(given.code);
        return handedOut(world, backend, outcome);
      },
      refusalChanges: true,
    };
  },
};

/** As many wrong codes as are answered before the first lock. */
export const guessCodes: StepKind = {
  name: 'guess-codes',
  weight: 4,
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

export const removeApp: StepKind = {
  name: 'delete-my-totp',
  weight: 3,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
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
      succeeded: () => usedOnce(world, given),
      refusalChanges: true,
    };
  },
};

export const replaceCodes: StepKind = {
  name: 'replace-recovery-codes',
  weight: 3,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
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
        for (const code of app.recoveryCodes) world.ledger.usedCodes.add(code);
        world.ledger.apps.push({ ...app, recoveryCodes });
        return given.method === 'totp' ? usedOnce(world, given) : undefined;
      },
      refusalChanges: true,
    };
  },
};

function usedOnce({ ledger }: World, { code }: GivenCode): string | undefined {
  if (ledger.usedCodes.has(code)) return 'a code is taken twice';
  ledger.usedCodes.add(code);
  return undefined;
}

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
