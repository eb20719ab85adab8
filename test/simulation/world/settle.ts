import { createUser } from '../../../lambda/users/accounts/create-user.ts';
import { login } from '../../../lambda/users/login/login.ts';
import { handedOut, signInParts } from '../steps/login.ts';
import { originOf, PASSWORDS } from '../steps/people.ts';
import type { World } from './world.ts';

/** Who is there when a program begins: it need not spend its steps on that. */
const SETTLERS = [
  { email: 'ada@example.com', backend: 'jwt', flags: { is_superuser: true, is_verified: true } },
  { email: 'bob@example.com', backend: 'web', flags: { is_superuser: false, is_verified: false } },
];

/** A superuser and a user, each with a login. */
export async function settle(world: World): Promise<void> {
  const [password = ''] = PASSWORDS;
  for (const { email, backend, flags } of SETTLERS) {
    await createUser(world.parts, { email, password, flags });
    const deps = signInParts(world.parts, backend);
    const origin = originOf(backend);
    const arrivedAt = world.clock.now();
    const outcome = await login(deps, { username: email, password, origin, arrivedAt });
    await handedOut(world, backend, outcome);
  }
}
