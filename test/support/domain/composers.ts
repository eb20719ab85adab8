import { profileEvent } from '../../../lambda/users/accounts/profile-event.ts';
import { removalEvent } from '../../../lambda/users/accounts/removal-event.ts';
import { loginCodeEvent } from '../../../lambda/users/email-login/login-code-event.ts';
import { type Change, type Composers, compose } from '../../../lambda/users/events/change.ts';
import { eventOfUser } from '../../../lambda/users/events/event-of-user.ts';
import type { UserModel } from '../../../lambda/users/model/user-model.ts';
import { requestedEvent } from '../../../lambda/users/passwords/requested-event.ts';
import { emailChangeEvent } from '../../../lambda/users/verification/email-change-event.ts';
import { verifyEvent } from '../../../lambda/users/verification/verify-event.ts';
import type { Stores } from '../stores/stores.ts';
import type { FrozenClock } from './frozen.ts';
import { emailChangeTokens, emailCodes, resetTokens, verificationTokens } from './keys.ts';

/** What the relay works with, besides tokens. */
export interface ComposingDeps {
  readonly store: Stores;
  readonly model: UserModel;
  readonly clock: FrozenClock;
  /** An address without a user gets a code as well. */
  readonly signsUp?: boolean;
}

/** Real tokens of an hour. */
export const tokensOf = ({ clock }: Pick<ComposingDeps, 'clock'>) => ({
  reset: resetTokens(clock),
  verify: verificationTokens(clock),
  emailChange: emailChangeTokens(clock),
  codes: emailCodes(),
});

/** A composer for each kind of change, as the relay has them. */
export function composersOf(deps: ComposingDeps, tokens = tokensOf(deps)): Composers {
  return {
    profile: profileEvent({
      ...deps,
      leftovers: deps.store,
      lockouts: deps.store,
    }),
    removal: removalEvent({ ...deps, leftovers: deps.store, deletions: deps.store }),
    session: eventOfUser(deps),
    device: eventOfUser(deps),
    'lockout-notice': eventOfUser(deps),
    totp: eventOfUser(deps),
    'forgot-password': requestedEvent({ ...deps, tokens: tokens.reset }),
    'request-login': loginCodeEvent({
      ...deps,
      emailCodes: tokens.codes,
      signsUp: deps.signsUp ?? false,
    }),
    'request-verify': verifyEvent({ ...deps, tokens: tokens.verify }),
    'email-change': emailChangeEvent({ ...deps, tokens: tokens.emailChange }),
  };
}

/** The event that the relay makes of a change. */
export const composed = (deps: ComposingDeps, change: Change, tokens = tokensOf(deps)) =>
  compose(composersOf(deps, tokens), change);
