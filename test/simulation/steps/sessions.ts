import { deleteMySessions } from '../../../lambda/users/sessions/delete-my-sessions.ts';
import { deleteSession } from '../../../lambda/users/sessions/delete-session.ts';
import { refresh as refreshTokens } from '../../../lambda/users/sessions/refresh.ts';
import type { Renewed } from '../../../lambda/users/sessions/session.ts';
import type { StepKind } from '../attempt.ts';
import { REUSE_INTERVAL } from '../world/backends.ts';
import type { RefreshCredential } from '../world/ledger.ts';
import { claimsIn } from '../world/plain-tokens.ts';
import type { Parts, World } from '../world/world.ts';
import { anAccess, asCaller, loginName, nameOf, originOf } from './people.ts';

export const refresh: StepKind = {
  name: 'refresh',
  weight: 18,
  begin(world, parts, choice) {
    const { refresh: tokens } = world.ledger;
    const isNewest = choice.other([true, true, false]);
    const presented = choice.who(isNewest ? newest(tokens) : tokens);
    if (!presented) return undefined;
    const { login } = presented;
    const wasEnded = login.ended;
    const wasReplaced = isLongReplaced(world, presented);
    return {
      says: `refresh by token ${tokens.indexOf(presented) + 1}, of ${nameOf(world, login.userId)}`,
      ask: () => ask(world, parts, presented),
      async succeeded(renewed: Renewed) {
        if (wasEnded !== undefined) return `a refresh token signs in although ${wasEnded}`;
        if (wasReplaced) return 'a refresh token signs in although it was replaced long before';
        return noteChild(world, presented, renewed);
      },
      refused(code) {
        // Nothing tells which of the two who have it is the thief, so it ends for both.
        if (code === 'UNAUTHORIZED' && wasReplaced) {
          world.ledger.end([login], 'a refresh token was used again after it was replaced');
        }
      },
      refusalChanges: true,
    };
  },
};

export function ask(world: World, parts: Parts, { token, login }: RefreshCredential) {
  const deps = { ...parts, ...world.backends.refresh };
  return refreshTokens(deps, { token, origin: originOf(login.backend) });
}

/** One token has one child, however often it is presented. */
export function noteChild(world: World, presented: RefreshCredential, renewed: Renewed) {
  const { gen } = claimsIn(renewed.refresh.token);
  const { child = gen, login } = presented;
  const { amr } = claimsIn(renewed.credential);
  if (String(amr) !== String(login.amr))
    return `a refresh says [${amr}], and the login [${login.amr}]`;
  if (child !== gen) return 'a refresh token was replaced by two others';
  presented.child = gen;
  presented.replacedAt ??= world.clock.now().getTime();
  world.ledger.issued(login, renewed);
  return undefined;
}

export const newest = (tokens: readonly RefreshCredential[]): RefreshCredential[] =>
  tokens.filter(({ child, login }) => child === undefined && login.ended === undefined);

function isLongReplaced({ clock }: World, { replacedAt }: RefreshCredential): boolean {
  return replacedAt !== undefined && clock.now().getTime() >= replacedAt + REUSE_INTERVAL * 1000;
}

export const deleteOneSession: StepKind = {
  name: 'delete-session',
  weight: 6,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    const others = world.ledger.loginsOf(access?.login.userId ?? '');
    const target = choice.what(others.filter(({ backend }) => backend !== 'jwt'));
    if (!access || !target) return undefined;
    const { userId, id: sessionId } = target;
    return {
      says: `end session ${Number(sessionId.slice(-12))} by ${loginName(world, access)}`,
      ask: () => asCaller(parts, access, () => deleteSession(parts, { userId, sessionId })),
      holds: () => world.table.session({ userId, sessionId }) === undefined,
      succeeded: () => world.ledger.end([target], 'its session was deleted'),
    };
  },
};

export const endOthers: StepKind = {
  name: 'delete-my-sessions',
  weight: 5,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { id, userId } = access.login;
    const others = world.ledger.loginsOf(userId, id);
    return {
      says: `end all others than ${loginName(world, access)}`,
      ask: () =>
        asCaller(parts, access, ({ caller: profile, claims: survivor }) =>
          deleteMySessions(parts, { profile, survivor }),
        ),
      holds: () => world.table.byId.get(userId)?.profile.survivingToken === id,
      succeeded: () => world.ledger.end(others, 'all other sessions were ended'),
    };
  },
};
