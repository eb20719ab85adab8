/** What others than the API verify by its public keys. */
import { Stack } from 'aws-cdk-lib';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import { keyPairOf } from '../../contract/backend.ts';
import { available } from '../available';
import { Found, quoted, UsersApiError } from '../errors';
import { isListToken } from '../settings/lists';
import { CUSTOM_DOMAIN_ID } from './custom-domain';
import { recordsFor, warnOfDns } from './dns';

/** The construct whose tokens are verified, by what its API publishes. */
export interface Issuer extends Construct {
  readonly httpApi: IHttpApi;
  /** Without a slash at the end. */
  readonly url: string;
}

/** A backend by what its tokens say; an import may know the audience of the first, and not its name. */
export interface Verifiable {
  readonly name?: string;
  readonly audience: string;
}

/** At least one. */
export type VerifiableBackends = readonly [AuthBackend, ...AuthBackend[]];

/** Has a resource made after what it reads: the discovery document, and the keys. An import is deployed already. */
export function waitForKeys(dependent: Construct, users: Issuer): void {
  const made = ['Discovery', 'Jwks', 'RotateKeys', 'Stage', CUSTOM_DOMAIN_ID];
  const needed = made.flatMap((child) => users.node.tryFindChild(child) ?? []);
  warnOfDns(users);
  const given = available(() => users.httpApi.defaultStage);
  dependent.node.addDependency(
    ...needed,
    ...(given === undefined ? [] : [given]),
    recordsFor(users, Stack.of(dependent)),
  );
}

/**
 * The backends of these names, whose tokens others than the API can verify; all such if there are no names.
 *
 * @param asked by what, for the message
 */
export function verifiableBackends(
  backends: readonly AuthBackend[],
  names: readonly string[] | undefined,
  asked: string,
): VerifiableBackends {
  if (names !== undefined && isListToken(names)) {
    throw new UsersApiError('backends', {
      got: new Found('a token'),
      expected: 'names of backends, as they decide which audiences are accepted',
      fix: 'list the names as literals',
    });
  }
  const all = backends.filter(({ _strategy }) => keyPairOf(_strategy) === 'RS256');
  const wrong = names?.find((name) => !all.some((backend) => backend.name === name));
  const [first, ...others] = all.filter(({ name }) => names?.includes(name) ?? true);
  if (first !== undefined && wrong === undefined) return [first, ...others];
  const listed = backends
    .map(({ name, algorithm, _strategy }) =>
      _strategy.kind === 'session' ? `${name} with sessions` : `${name} with ${algorithm.name}`,
    )
    .join(', ');
  throw new UsersApiError(asked, {
    got: new Found(`${wrong === undefined ? 'no name' : quoted(wrong)} for ${listed}`),
    expected: 'a backend with RS256, the one algorithm that AWS services verify',
    fix: 'leave the algorithm of AuthBackend.jwt out, or make it JwtAlgorithm.RS256',
  });
}
