import { jwks } from '../../../lib/contract/keys.ts';
import { publishedAction } from '../../actions/published.ts';
import { publicKeySets } from '../../composition/keys.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { UsersError } from '../../users/errors.ts';

/**
 * Seconds. A key is published long before it signs, so this does not delay a rotation; it is how
 * long a key that was withdrawn in a hurry is still trusted.
 */
const MAX_AGE = 300;

export async function make(rt: Runtime) {
  const sets = publicKeySets(rt);
  return publishedAction(jwks, async () => {
    const keys = (await Promise.all(sets.map((set) => set.all()))).flat();
    // Before the first rotation: clients must not keep a set without keys.
    if (keys.length === 0) throw new UsersError('SERVICE_UNAVAILABLE');
    return {
      statusCode: 200,
      headers: { 'cache-control': `public, max-age=${MAX_AGE}` },
      body: { keys },
    };
  });
}
