import { CODE_LIFETIME } from '../../../lib/contract/email-login.ts';
import type { Composer } from '../events/change.ts';
import type { StoredEvent } from '../events/event.ts';
import { publicEvent, publicEventOfAddress, withToken } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';
import type { UserReads } from '../user-reads.ts';
import type { EmailCodes } from './email-codes.ts';

export interface LoginCodeEventDeps {
  readonly store: UserReads;
  readonly model: UserModel;
  /** Absent where nobody signs in by a code any more. */
  readonly emailCodes: Pick<EmailCodes, 'issue'> | undefined;
  /** An address without a user gets a code as well. */
  readonly signsUp: boolean;
}

/** The requested code is made here, off the request's path, and stored nowhere. */
export const loginCodeEvent =
  (deps: LoginCodeEventDeps): Composer<'request-login'> =>
  async ({ email, event }) => {
    if (deps.emailCodes === undefined) return undefined;
    const found = await addressee(deps, email, event);
    if (found === undefined) return undefined;
    const { code, token } = await deps.emailCodes.issue({ email, id: event.id });
    const expiresAt = new Date(Date.parse(event.at) + CODE_LIFETIME * 1000);
    const { type, detail } = withToken(found, { token, expiresAt });
    return { type, detail: { ...detail, code } };
  };

/** The event with whom it is mailed to; `undefined` where nothing is mailed. */
async function addressee(deps: LoginCodeEventDeps, email: string, event: StoredEvent) {
  const credential = await deps.store.loginCredential(email);
  if (!credential) return deps.signsUp ? publicEventOfAddress(event, email) : undefined;
  if (!credential.isActive) return undefined;
  const profile = (await deps.store.lookup([credential.userId])).profiles.get(credential.userId);
  return profile && publicEvent(deps.model, event, profile.user, profile.version);
}
