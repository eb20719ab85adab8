import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct, IConstruct } from 'constructs';
import { EVENT_SOURCE } from '../../contract/event.ts';
import type { EventType } from '../../contract/index.ts';
import { type Warning, warnAtSynth } from '../late-warnings';
import type { Settings } from '../settings/settings';
import { rulesOn } from './rules-on-bus';

/** A token that reaches nobody unless somebody listens to its event and mails it. */
interface Mailed {
  readonly event: EventType;
  readonly id: Warning['id'];
  /** What has to be mailed, if no token. */
  readonly what?: string;
  /** What happens if nobody does; nothing where nobody needs it. */
  readonly otherwise: (settings: Settings) => string | undefined;
  readonly method: string;
}

const MAILED: readonly Mailed[] = [
  {
    event: 'after-forgot-password',
    id: 'cdk-users-api:nobodyMailsResetTokens',
    otherwise: () => 'anyone who forgets a password is locked out',
    method: 'onAfterForgotPassword',
  },
  {
    event: 'after-request-verify',
    id: 'cdk-users-api:nobodyMailsVerificationTokens',
    otherwise({ requireVerification, mfa, passkeys }) {
      if (requireVerification) return 'with requireVerification no new user can ever sign in';
      const isAsked = mfa !== undefined || passkeys !== undefined;
      return isAsked ? 'only users with a verified address can enrol' : undefined;
    },
    method: 'onAfterRequestVerify',
  },
  {
    event: 'after-request-login',
    id: 'cdk-users-api:nobodyMailsLoginCodes',
    what: 'code',
    otherwise: ({ emailLogin }) => emailLogin && 'with EmailLogin.code() no code ever arrives',
    method: 'onAfterRequestLogin',
  },
  {
    event: 'after-request-email-change',
    id: 'cdk-users-api:nobodyMailsConfirmationTokens',
    otherwise: ({ confirmEmailChange }) =>
      confirmEmailChange
        ? 'with EmailChange.CONFIRM no user can ever change the address'
        : undefined,
    method: 'onAfterRequestEmailChange',
  },
];

/** Events that code may listen to by rules of its own, made at run time. */
const AT_RUN_TIME = new WeakMap<IConstruct, Set<string>>();

/** Remembers what `grants.subscribe` allows, for the whole app: it may be of an import of the same bus. */
export function mayListen(scope: IConstruct, events: readonly string[]): void {
  const { root } = scope.node;
  const known = AT_RUN_TIME.get(root) ?? [];
  AT_RUN_TIME.set(root, new Set([...known, ...events]));
}

/**
 * Warns at synth, when all rules are there, of tokens that nobody listens to. A bus that was given may have
 * rules elsewhere, so only the construct's own and the app's other buses are looked at.
 */
export function warnOfUnheardTokens(users: Construct, bus: IEventBus, settings: Settings): void {
  warnAtSynth(users, () =>
    unheard(users, bus, settings).map(({ event, id, what = 'token', otherwise, method }) => ({
      id,
      message:
        `${event}: got no rule with a target, expected one that mails the ${what}; ${otherwise}: ` +
        `add it with ${method}(), or acknowledge this where rules of another app do it`,
    })),
  );
}

type Needed = Omit<Mailed, 'otherwise'> & { readonly otherwise: string };

function unheard(users: Construct, bus: IEventBus, settings: Settings): readonly Needed[] {
  const needed = MAILED.flatMap(({ otherwise, ...mailed }): Needed[] => {
    const lost = otherwise(settings);
    return lost === undefined ? [] : [{ ...mailed, otherwise: lost }];
  });
  const rules = needed.length === 0 ? undefined : rulesOn(bus);
  if (rules === undefined) return [];
  const { root } = users.node;
  const patterns = rules.filter(({ hasTarget }) => hasTarget).map(({ pattern }) => pattern);
  return needed.filter(
    ({ event }) =>
      !AT_RUN_TIME.get(root)?.has(event) && !patterns.some((pattern) => mayMatch(pattern, event)),
  );
}

function mayMatch(pattern: Readonly<Record<string, unknown>>, event: EventType): boolean {
  return mayBe(pattern.source, EVENT_SOURCE) && mayBe(pattern['detail-type'], event);
}

/** Values of a pattern that aren't texts match by a prefix, say. */
export function mayBe(values: unknown, value: string): boolean {
  if (!Array.isArray(values)) return true;
  return values.some((each) => typeof each !== 'string' || each === value);
}
