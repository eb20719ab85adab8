import { deleteLockout as row } from '../../../lib/contract/lockouts.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { lockoutStore } from '../../composition/stores/lockout-store.ts';
import { liftLockouts } from '../../users/limits/lockouts.ts';

export async function make(rt: Runtime) {
  const deps = { lockouts: lockoutStore(rt) };
  return superuserAction(rt, row, {}, async ({ target }) => {
    await liftLockouts(deps, target);
    return { statusCode: 204 };
  });
}
