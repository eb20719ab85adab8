import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AuthBackend } from '../auth-backend';
import { FEATURES, type Feature } from '../contract/features.ts';
import type { IUsersApiResources } from '../users-api-resources';
import { Found, UsersApiError } from './errors';

/** What is known of a users API beside its resources: everything of an own one, and what an import was told. */
export interface Knowledge {
  /**
   * Of an import all of them, since it doesn't know: a permission on items that a table doesn't have
   * gives nothing.
   */
  readonly features: readonly Feature[];
  /** `undefined` where they aren't known. */
  readonly authBackends: readonly AuthBackend[] | undefined;
  /**
   * A function by its name.
   *
   * @throws UsersApiError when there is none, or the import wasn't told of it
   */
  functionNamed(name: string): IFunction;
  /**
   * Somebody listens to an event by its name.
   *
   * @throws UsersApiError when it is known to be raised never, and can't be switched on
   */
  listensTo(type: string): void;
  /** Names of the functions that are known. */
  functionNames(): readonly string[];
  /** Method and path of the route behind which a function is, where there is one and it is known. */
  routeOf(name: string): string | undefined;
  /**
   * The audience of the first backend with RS256, where the backends themselves aren't known.
   *
   * @throws UsersApiError where that isn't known either
   */
  defaultAudience(): string;
  /**
   * Id of what brings the records of the table's stream to the relay, and counts them from then on.
   *
   * @param metric whose data it is asked for
   * @throws UsersApiError for an import, which can't make it count
   */
  countedMapping(metric: string): string;
  /**
   * Name of the bucket of undelivered events.
   *
   * @param metric whose data it is asked for
   * @throws UsersApiError for an import, which doesn't know it
   */
  undeliveredBucket(metric: string): string;
}

export const ALL_FEATURES = Object.keys(FEATURES) as readonly Feature[];

const KNOWN = new WeakMap<IUsersApiResources, Knowledge>();

/** Says what is known of a users API, for its grants, metrics and tokens. */
export function tell(users: IUsersApiResources, knowledge: Knowledge): void {
  KNOWN.set(users, knowledge);
}

/** Of a users API of this package; of another implementation nothing is known. */
export function knowledgeOf(users: IUsersApiResources): Knowledge {
  return KNOWN.get(users) ?? IGNORANCE;
}

const IGNORANCE: Knowledge = {
  features: ALL_FEATURES,
  authBackends: undefined,
  functionNamed: (name) => unknownTo(`functions["${name}"]`),
  functionNames: () => [],
  listensTo: () => undefined,
  routeOf: () => undefined,
  defaultAudience: () => unknownTo('authBackends'),
  countedMapping: onlyAtHome,
  undeliveredBucket: onlyAtHome,
};

/** Refuses to say what an import was not told. */
export function unknownTo(attribute: string): never {
  throw new UsersApiError(attribute, {
    got: new Found('none, as it was imported without'),
    expected: 'one that the import was told',
    fix: `give ${attribute} to UsersApi.fromUsersApiAttributes`,
  });
}

/** Of an import: only the stack of the API knows the bucket, and can have the stream's records counted. */
export function onlyAtHome(metric: string): never {
  throw new UsersApiError(`metrics.${metric}`, {
    got: new Found('an import'),
    expected: 'the UsersApi itself, which has them counted when it is asked',
    fix: 'make the alarm in the stack of the API',
  });
}
