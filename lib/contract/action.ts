/** Rows of actions, and the short functions that build them. */
import type { BackendSettings } from './backend.ts';
import type { Feature, Text } from './features.ts';
import type { FailureCounter, ItemName } from './items.ts';
import type { CountMetric } from './metrics.ts';
import type { PageForm } from './page-forms.ts';
import { derivedJson, derivedText, flag, list, optionalText, type Setting } from './setting.ts';
import type { Success } from './success.ts';

/**
 * Who may call an action: `credential` is anyone who presents a credential of one backend, whatever the
 * table says of it; `operator`, `stream`, `rotation`, `deployment` and `gateway` have no route. The gateway asks
 * whether a request may pass to a route of the stack's own.
 */
export type Caller =
  | 'anyone'
  | 'credential'
  | 'user'
  | 'superuser'
  | 'operator'
  | 'stream'
  | 'rotation'
  | 'deployment'
  | 'gateway';

/**
 * When callers have to prove again who they are, since the action changes how they can sign in: with the
 * current password in the body, or by a login of the last `recentLogin`. Superusers are asked where the
 * user that the action is about is themselves.
 */
export type FreshProof =
  /** It changes nothing of the kind. */
  | 'never'
  | 'always'
  /** Always, also where a superuser changes somebody else. */
  | 'about-anyone'
  /** Always, and only a recent login will do: the route has no body for a password. */
  | 'recent-login'
  /** Unless the session that ends is the one in use: that is to log out. */
  | 'other-session'
  /** If address or password change or users deactivate themselves, which the use case knows: it asks. */
  | 'new-credential';

/**
 * When callers who must have a second factor may call without it: `never` does it ask, or it `enrols` one and doesn't ask those
 * who have none. What `adds` one goes on with what was begun with fresh proof: it asks again who has one by now, whose login need
 * not be the one that began.
 */
export type SecondFactorAsked = 'never' | 'enrols' | 'adds';

/**
 * When callers need a verified address. `where-required` is where `requireVerification` is on. What adds a way in or a second factor
 * needs it `always`: somebody else may have registered the address, and what they add would outlive the owner's reset.
 */
export type VerifiedAsked = 'where-required' | 'always';

/** What a user goes to a provider for: to sign in, or to add an account there to their user. */
export type OAuthFlow = 'login' | 'associate';

export type TableCall =
  | 'GetItem'
  | 'BatchGetItem'
  | 'ConditionCheckItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem';

/**
 * Calls on the users table that an action may make, on items of these kinds. What one transaction writes
 * by one call is one row, or rows with the same attributes: see `tableStatements`.
 */
export interface TableAccess {
  readonly calls: readonly TableCall[];
  readonly items: readonly ItemName[];
  /** On the index that lists users instead of on the table. */
  readonly index?: true;
  /**
   * Attributes that a read may ask for, or a write may set and compare, each by its name; all where it
   * is left out.
   */
  readonly attributes?: readonly string[];
  /**
   * A batch read by itself: it may ask for no item and no attribute of another row of the function, as others may ask for items
   * of several rows. What it reads together is one row, or rows with the same attributes.
   */
  readonly apart?: true;
  /** A write that is told the whole item. Others are told nothing of what they found or left. */
  readonly returns?: true;
  /** Not allowed to a function unless it serves this. */
  readonly onlyWith?: Feature;
}

/** Fields of a body that stand together for one way to say something. */
export interface Alternative {
  readonly fields: readonly string[];
  /** Not taken without it. */
  readonly onlyWith?: Feature;
}

/** What goes over the wire, for the documents: those for people and the one for programs. */
interface Wire {
  /** Fields of the body. */
  readonly body?: readonly string[];
  /** Of these one is in the body as well, and no other. */
  readonly either?: readonly Alternative[];
  /** The body may come from an HTML form as well. */
  readonly forms?: true;
  /** The body takes custom fields of the user model as well. */
  readonly customFields?: true;
  /** Parameters of the query. */
  readonly query?: readonly string[];
  /** No program calls it, so the document for programs has nothing of it. */
  readonly forPeople?: true;
  /** The successful response. */
  readonly gives: Success;
}

export interface Route extends Wire {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base path, unless it is at the root. */
  readonly path: string;
  /** Where clients look at the root of the host, whatever the base path and the layout are (RFC 8615). */
  readonly atRoot?: true;
}

/** What an action says whose failures are counted for where they come from. */
export interface CountedFailures {
  readonly of: FailureCounter;
  /** The refusals that count. */
  readonly codes: readonly string[];
  /** It refuses with none of them unless this is served. */
  readonly onlyWith?: Feature;
}

interface Row {
  /** Name of the bundle (`assets/handlers/<name>.mjs`, export `handler`) and of the handler's file. */
  readonly name: string;
  /** One sentence for a reader of the routes. */
  readonly summary: string;
  /** One function for each authentication backend; its name replaces `{backend}` in the path. */
  readonly perBackend?: true;
  /**
   * Makes the credentials of its backend, which is that of its OAuth client where it has one; or, of
   * all backends that it serves, only of those with cookies.
   */
  readonly signs?: true | 'cookies';
  /** Ends the login of the cookie that a request carries, so it verifies credentials as well. */
  readonly replaces?: true;
  /** One function for each OAuth client; its name replaces `{client}` in the path. */
  readonly perClient?: true;
  /** What a user goes to the provider for, where the action is a part of that. */
  readonly flow?: OAuthFlow;
  /** There is no such function without it; where `perBackend`, none for a backend without it. */
  readonly onlyWith?: Feature;
  /**
   * Codes that it refuses with, for the table of routes, which adds those that follow from the other
   * columns: 401 and 403 from the caller, 404 from `{id}`, 422 from a body or a query.
   */
  readonly refuses?: readonly Text[];
  /** A hook of the user model may refuse it, with a code of its own. */
  readonly hooks?: true;
  /** What its answers count as: 2xx and 3xx, and those that refuse what could be read. */
  readonly counts?: { readonly succeeded: CountMetric; readonly refused?: CountMetric };
  /** Refusals that are counted for where requests come from, and refused when there were too many. */
  readonly failures?: CountedFailures;
  /** Hashes a password on the request's path, so it gets a full vCPU. */
  readonly hashes?: true;
  /** Answers everybody with the same, as keys and documents are. */
  readonly published?: true;
  /** Pages have a form for it; where `perBackend`, those of the backend that the pages sign in at. */
  readonly form?: PageForm;
  /** Its code is a folder of its own, in which the files that it serves lie beside it. */
  readonly ownFolder?: true;
  /** Loads the user model, which stands beside the bundle where the construct has one. */
  readonly model?: true;
  /** Asks a request that carries a cookie where it comes from, whatever its method is. */
  readonly originChecked?: true;
  /**
   * What it reads from its environment, beside what the other columns say. The construct gives a
   * function just these, and with them the right to read the secrets behind them.
   */
  readonly settings?: readonly Setting[];
  readonly table?: readonly TableAccess[];
}

/** One function, or one for each backend or OAuth client. */
export interface Action<Who extends Caller = Caller, Fresh extends FreshProof = FreshProof>
  extends Row {
  readonly caller: Who;
  /** No row of users or superusers has a default, so that none is left out by oversight. */
  readonly freshProof: Fresh;
  /** Absent for a function without a route. */
  readonly route?: Route;
  /** Of whom it asks a second factor; absent where of everyone who must have one. */
  readonly secondFactor?: SecondFactorAsked;
  /** Whether a caller needs a verified address; absent where never. */
  readonly verified?: VerifiedAsked;
  readonly settings: readonly Setting[];
  readonly table: readonly TableAccess[];
}

export const get = (path: string, wire: Wire): Route => ({ method: 'GET', path, ...wire });
export const getAtRoot = (path: string, wire: Wire): Route => ({
  ...get(path, wire),
  atRoot: true,
});
export const post = (path: string, wire: Wire): Route => ({ method: 'POST', path, ...wire });
export const patch = (path: string, wire: Wire): Route => ({ method: 'PATCH', path, ...wire });
export const del = (path: string, wire: Wire): Route => ({ method: 'DELETE', path, ...wire });

/** Permission for these calls on items of these kinds. */
export function may(
  calls: TableCall | readonly TableCall[],
  items: ItemName | readonly ItemName[],
  limits: Omit<TableAccess, 'calls' | 'items'> = {},
): TableAccess {
  return { calls: [calls].flat(), items: [items].flat(), ...limits };
}

/** Name of the users table. */
export const tableName = derivedText('tableName');

/** In the order given to the construct; one for a function of one backend. */
export const backends = derivedJson<readonly BackendSettings[]>()('backends');

/** Origins, other than the API's own, that may make requests that change state. */
export const allowedOrigins = list('allowedOrigins', { default: [] });

/** Callers who have not verified their address are refused by the rows that say so. */
export const requireVerification = flag('requireVerification', { default: false });

/** URL of the user model's module, relative to the bundle; not set without a user model. */
export const userModel = optionalText('userModel');
