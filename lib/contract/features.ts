/**
 * What a function serves by the options of its stack. Rows of actions and of permissions that say
 * `onlyWith` are there only where their feature is.
 */
import { keepsSessions, keyPairOf, type StrategyChoice } from './backend.ts';

/** What features depend on: settings of the stack, and the strategies that a function serves. */
export interface Served {
  readonly loginEvents: boolean;
  readonly requireCurrentPassword: boolean;
  readonly confirmEmailChange: boolean;
  readonly strategies: readonly StrategyChoice[];
}

export const FEATURES = {
  /** Logins raise events. */
  loginEvents: (served) => served.loginEvents,
  /** Users need their current password. */
  currentPassword: (served) => served.requireCurrentPassword,
  /** A new address is in force once it is confirmed. */
  confirmEmailChange: (served) => served.confirmEmailChange,
  /** A new address is in force at once. */
  immediateEmailChange: (served) => !served.confirmEmailChange,
  /** Access tokens are signed with key pairs. */
  keyPairs: ({ strategies }) => strategies.some(keyPairOf),
  /** Logins are stored as sessions. */
  sessions: ({ strategies }) => strategies.some(keepsSessions),
  /** Stored sessions have refresh tokens. */
  refresh: ({ strategies }) => strategies.some((each) => each.kind === 'jwt' && each.refresh),
  /** The credential is the token of a session, whose use is noted. */
  sessionTokens: ({ strategies }) => strategies.some(({ kind }) => kind === 'session'),
  /** Logins are not stored; those that have ended are listed. */
  revocations: ({ strategies }) => !strategies.every(keepsSessions),
} as const satisfies Record<string, (served: Served) => unknown>;

export type Feature = keyof typeof FEATURES;

/** The features that a function has which serves this. */
export function featuresOf(served: Served): readonly Feature[] {
  return (Object.keys(FEATURES) as Feature[]).filter((feature) => FEATURES[feature](served));
}
