import { UsersError } from '../../../lambda/users/errors.ts';
import { signedIn } from '../steps/people.ts';
import { ask } from '../steps/sessions.ts';
import type { RefreshCredential } from '../world/ledger.ts';
import type { World } from '../world/world.ts';
import type { Invariant } from './invariant.ts';

/** What ended signs nobody in, and what was refused once is refused for ever. */
export const endedSignsNobodyIn: Invariant = async (world) => {
  for (const access of world.ledger.access) {
    const { login, isRefused } = access;
    if (isRefused && login.ended === undefined) continue;
    const caller = await callerOf(world, access.credential);
    if (caller === undefined) {
      access.isRefused = true;
      continue;
    }
    if (login.ended !== undefined) return `a credential signs in although ${login.ended}`;
    if (caller !== login.userId) return 'a credential signs in another user than its own';
  }
  return undefined;
};

/** The same of those that were refused before, at the end of the program. */
export const refusedStaysRefused: Invariant = async (world) => {
  for (const { credential, isRefused } of world.ledger.access) {
    const caller = isRefused ? await callerOf(world, credential) : undefined;
    if (caller !== undefined) return 'a credential signs in although it was refused before';
  }
  return undefined;
};

/**
 * Of the refresh tokens of one login, only the newest can be used. Presents all of them, the newest
 * first, since an older one ends the login.
 */
export const oneChildLives: Invariant = async (world) => {
  world.clock.advance(60);
  const spent = new Set<string>();
  for (const token of [...world.ledger.refresh].reverse()) {
    const isAccepted = await isRefreshed(world, token);
    const { id, ended } = token.login;
    if (isAccepted && ended !== undefined) return `a refresh token signs in although ${ended}`;
    if (isAccepted && token.child !== undefined) return 'a replaced refresh token signs in';
    if (isAccepted && spent.has(id)) return 'two refresh tokens of one login sign in';
    if (isAccepted) spent.add(id);
  }
  return undefined;
};

async function callerOf(world: World, credential: string): Promise<string | undefined> {
  try {
    const { caller, noted } = await signedIn(world.parts, { credential });
    await noted;
    return caller.user.id;
  } catch (error) {
    if (error instanceof UsersError && error.code === 'UNAUTHORIZED') return undefined;
    throw error;
  }
}

async function isRefreshed(world: World, token: RefreshCredential): Promise<boolean> {
  try {
    await ask(world, world.parts, token);
    return true;
  } catch (error) {
    if (error instanceof UsersError && error.code === 'UNAUTHORIZED') return false;
    throw error;
  }
}
