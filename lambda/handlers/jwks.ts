import { publicKeySets } from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { UsersError } from '../users/errors.ts';

const sets = publicKeySets();

/**
 * Seconds. A key is published long before it signs, so the time bounds no rotation; it is how long a
 * key that was withdrawn in a hurry is still believed.
 */
const MAX_AGE = 300;

export const handler = publicHandler('jwks', {}, async () => {
  const keys = (await Promise.all(sets.map((set) => set.having()))).flat();
  // Before the first rotation: a set without keys must not be kept by whoever asks.
  if (keys.length === 0) throw new UsersError('SERVICE_UNAVAILABLE');
  return {
    statusCode: 200,
    headers: { 'cache-control': `public, max-age=${MAX_AGE}` },
    body: { keys },
  };
});
