/**
 * The contract between the construct and the runtime: what every concern adds, put together. The
 * construct makes functions, routes, policies and variables from it; the build makes a bundle from each
 * action; errors get their statuses, and documents their tables from it. It imports no package, so that
 * both sides, the build and the tests can read it.
 */
import { ACCOUNTS } from './accounts.ts';
import type { Action } from './action.ts';
import { ADMINISTRATION } from './administration.ts';
import { DOCUMENTATION } from './documentation.ts';
import { EMAIL_LOGIN } from './email-login.ts';
import type { EventKind } from './event.ts';
import { RELAY } from './events.ts';
import { FACTORS } from './factor-routes.ts';
import { KEYS } from './keys.ts';
import { LIMITS } from './lockouts.ts';
import { LOGIN } from './login.ts';
import type { Manifest } from './manifest.ts';
import { OAUTH } from './oauth.ts';
import { PAGES_CONCERN } from './pages.ts';
import { PASSKEYS } from './passkeys.ts';
import { PASSWORDS } from './passwords.ts';
import { COMMON_REFUSALS, type Refusal } from './refusal.ts';
import { SESSIONS } from './sessions.ts';
import type { Setting } from './setting.ts';
import { TRANSFER } from './transfer.ts';
import { VERIFICATION } from './verification.ts';

/** The concerns, by the name that they have in every layer. */
export const CONCERNS = {
  accounts: ACCOUNTS,
  login: LOGIN,
  factors: FACTORS,
  sessions: SESSIONS,
  limits: LIMITS,
  passwords: PASSWORDS,
  verification: VERIFICATION,
  'email-login': EMAIL_LOGIN,
  oauth: OAUTH,
  passkeys: PASSKEYS,
  administration: ADMINISTRATION,
  transfer: TRANSFER,
  keys: KEYS,
  documentation: DOCUMENTATION,
  pages: PAGES_CONCERN,
  events: RELAY,
} as const satisfies Record<string, Manifest>;

export type Concern = keyof typeof CONCERNS;

type Of<Part extends keyof Manifest> = (typeof CONCERNS)[Concern][Part];
type KeysOf<Table> = Table extends Table ? Extract<keyof Table, string> : never;
/** The intersection of the members of a union. */
type All<Union> = (Union extends Union ? (member: Union) => void : never) extends (
  all: infer Intersection,
) => void
  ? Intersection
  : never;

const MANIFESTS: readonly Manifest[] = Object.values(CONCERNS);

export const ACTIONS: readonly Action[] = MANIFESTS.flatMap(({ actions }) => actions);

export const SETTINGS: readonly Setting[] = MANIFESTS.flatMap(({ settings }) => settings);

/** `detail-type` of an event. */
export type EventType = KeysOf<Of<'events'>>;

/** The rows of all events, each as its concern has it. */
export type EventRows = All<Of<'events'>>;

export const EVENTS = Object.assign({}, ...MANIFESTS.map(({ events }) => events)) as Readonly<
  Record<EventType, EventKind>
>;

/** Every code that a use case can refuse with. */
export type RefusalCode = KeysOf<Of<'refusals'>> | keyof typeof COMMON_REFUSALS;

export const REFUSALS = Object.assign(
  {},
  COMMON_REFUSALS,
  ...MANIFESTS.map(({ refusals }) => refusals),
) as Readonly<Record<RefusalCode, Refusal>>;

/** The concern of an action: the folder that its handler is in. */
export function concernOf({ name }: Pick<Action, 'name'>): Concern {
  const found = (Object.keys(CONCERNS) as Concern[]).find((concern) =>
    CONCERNS[concern].actions.some((action) => action.name === name),
  );
  if (found === undefined) throw new Error(`no concern has an action ${name}`);
  return found;
}
