import type { AuthBackend } from '../../auth-backend';
import { keyPairOf } from '../../contract/backend.ts';
import { Found, UsersApiError } from '../errors';

/**
 * The backend of a name whose tokens others can verify; without a name the first with RS256, which every
 * verifier knows, or else with ES256.
 *
 * @throws when there is none
 */
export function keyPairBackend(
  authBackends: readonly AuthBackend[],
  name: string | undefined,
): AuthBackend {
  const verifiable = authBackends.filter(({ _strategy }) => keyPairOf(_strategy) !== undefined);
  const found =
    name === undefined
      ? (verifiable.find(({ _strategy }) => keyPairOf(_strategy) === 'RS256') ?? verifiable[0])
      : verifiable.find((backend) => backend.name === name);
  if (found !== undefined) return found;
  const names = authBackends
    .map(
      ({ name: own, _strategy }) => `${own} with ${keyPairOf(_strategy) ?? OTHERS[_strategy.kind]}`,
    )
    .join(', ');
  throw new UsersApiError('oidc', {
    got: new Found(
      `${name === undefined ? 'no name' : JSON.stringify(name)}, where authBackends are ${names}`,
    ),
    expected:
      'a backend whose tokens are signed with RS256 or ES256, so that others can verify them',
    fix:
      verifiable.length > 0
        ? `name one of ${verifiable.map((backend) => JSON.stringify(backend.name)).join(', ')}`
        : 'leave the algorithm of AuthBackend.jwt out, which makes it RS256, or make it JwtAlgorithm.ES256',
  });
}

/** What others can't verify, by what a backend issues. */
const OTHERS = { jwt: 'HS256', session: 'sessions' } as const;
