import type { Setting, ValueOf } from '../../lib/contract/setting.ts';
import { randomIds, systemClock, systemRandomness } from '../adapters/system.ts';
import type { Clock } from '../users/clock.ts';
import type { Ids, Randomness } from '../users/ids.ts';
import { type Environment, type ReadFile, read } from './read.ts';

/**
 * What the parts of one function are made from. Parts are functions over it, each imported by name,
 * so that a bundle holds only what its handler uses.
 */
export interface Runtime {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  /** Whether it calls AWS, and nothing that stands in for it. */
  readonly isInAws: boolean;
  /** With what AWS itself sets, such as the Region and credentials. */
  readonly environment: Environment;
  /** The value of a setting, in the function's environment or beside its bundle. */
  get<S extends Setting>(setting: S): ValueOf<S>;
  /** A part that others share: made when first asked for. */
  once<Part>(name: string, make: () => Part): Part;
  /**
   * As `once`, for parts that depend on nothing that is set for an action, such as a client with its connections: where a function
   * serves several actions, one for all of them.
   */
  shared<Part>(name: string, make: () => Part): Part;
}

/** What tests replace. */
export interface Replacements extends Partial<Pick<Runtime, 'clock' | 'ids' | 'randomness'>> {
  /** Shared parts by name. */
  readonly parts?: Readonly<Record<string, unknown>>;
  readonly file?: ReadFile;
  /** What has the parts that several actions share. */
  readonly group?: Pick<Runtime, 'shared'>;
}

/**
 * Of a local runtime or an emulator.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
const OTHER_ENDPOINT = /^AWS_ENDPOINT_URL(?:_|$)/;

/** The runtime of a function with this environment. */
export function runtime(environment: Environment, replacements: Replacements = {}): Runtime {
  const { clock, ids, randomness, parts = {}, file, group } = replacements;
  const made = new Map<string, unknown>(Object.entries(parts));
  const once = <Part>(name: string, make: () => Part): Part => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as Part;
  };
  return {
    clock: clock ?? systemClock,
    ids: ids ?? randomIds,
    randomness: randomness ?? systemRandomness,
    isInAws: !Object.keys(environment).some((name) => OTHER_ENDPOINT.test(name)),
    environment,
    get: (setting) => read(environment, setting, file),
    once,
    shared: group?.shared ?? once,
  };
}
