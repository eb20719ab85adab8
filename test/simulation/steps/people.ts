/** What steps choose from, and how they find it in the table. */
import type { Alongside, SignedIn } from '../../../lambda/auth/authenticate.ts';
import { authenticate } from '../../../lambda/auth/authenticate.ts';
import type { MemoryAccount } from '../../support/stores/memory/table.ts';
import type { Choice } from '../program.ts';
import type { AccessCredential } from '../world/ledger.ts';
import { passwordOf } from '../world/plain-hash.ts';
import type { Parts, World } from '../world/world.ts';

export const ADDRESSES = ['ada', 'bob', 'cyd', 'dee', 'eve'].map((name) => `${name}@example.com`);

export const PASSWORDS = [
  'correct horse battery',
  'staple of a better battery',
  'a third one that is long',
];

export const BACKENDS = ['web', 'stored', 'jwt', 'web'] as const;

export const originOf = (backend: string) => ({
  backend,
  ip: '192.0.2.1',
  user_agent: 'a browser',
});

/** Who sends a request now. */
export const senderAt = ({ clock }: World) => ({ ...originOf(''), arrivedAt: clock.now() });

/** The password of a user as it is now. */
export const currentPassword = (account: MemoryAccount): string =>
  passwordOf(account.credential.passwordHash) ?? 'none at all';

/** The user with an address, while there is one. */
export const userAt = (world: World, email: string | undefined) => world.table.byEmail(email);

/** Mostly an address that has a user. */
export function anAddress(world: World, choice: Choice): string {
  const taken = world.accounts.map(({ credential }) => credential.email);
  return choice.who(choice.other([true, true, false]) ? taken : ADDRESSES) ?? '';
}

/** Three times of four what is valid now, else anything that ever was. */
export function anAccess(world: World, choice: Choice): AccessCredential | undefined {
  const { access } = world.ledger;
  const isValid = choice.other([true, true, false, true]);
  const usable = access.filter(({ isRefused, login }) => !isRefused && login.ended === undefined);
  return choice.who(isValid && usable.length > 0 ? usable : access);
}

/** The same of superusers, whose names may have changed since. */
export function aSuperuser(world: World, choice: Choice): AccessCredential | undefined {
  const { access } = world.ledger;
  return choice.other(
    access.filter(
      ({ login, isRefused }) =>
        !isRefused && world.table.byId.get(login.userId)?.profile.user.is_superuser,
    ),
  );
}

/** Signs a caller in, as every route does before its use case. */
export function signedIn(
  parts: Parts,
  { credential }: Pick<AccessCredential, 'credential'>,
  alongside: Alongside = {},
): Promise<SignedIn> {
  const request = { headers: { authorization: `Bearer ${credential}` } };
  return authenticate(parts, request, alongside);
}

/** What a signed-in caller does; a route also waits until the use of the session is noted. */
export async function asCaller<Result>(
  parts: Parts,
  access: AccessCredential,
  act: (caller: SignedIn) => Promise<Result>,
): Promise<Result> {
  const caller = await signedIn(parts, access);
  const result = await act(caller);
  await caller.noted;
  return result;
}

/** A name for readers of a program. */
export const nameOf = (world: World, userId: string): string =>
  world.table.byId.get(userId)?.profile.user.email.replace('@example.com', '') ??
  `the deleted ${Number(userId.slice(-12))}`;

/** Short for a login. */
export const loginName = (world: World, { login }: AccessCredential): string =>
  `login ${Number(login.id.slice(-12))} of ${nameOf(world, login.userId)} at ${login.backend}`;
