import { CODE_TRIES } from '../../../lib/contract/email-login.ts';
import { ANYONE } from '../events/event.ts';
import { countRequest } from '../limits/failures.ts';
import { type GuessDeps, limitedBy } from '../limits/guess.ts';
import type { Sender } from '../origin.ts';
import { type EmailAttempts, nameOfRequest } from './email-attempts.ts';
import type { EmailLoginStore } from './email-login-store.ts';

export interface RequestLoginDeps extends GuessDeps {
  readonly emailLogins: Pick<EmailLoginStore, 'requestCode'>;
  readonly emailAttempts: Pick<EmailAttempts, 'issue'>;
}

/**
 * Someone asks for a code to be mailed to an address. Whether it has a user isn't looked up, so nobody is told.
 *
 * A request that comes too soon after another one goes on with that: else anyone who asks first could keep the owner from signing
 * in, and a second click on a button would void the mail of the first.
 *
 * @throws UsersError `TOO_MANY_REQUESTS` when too many codes were asked for from the network address
 */
export async function requestLogin(
  deps: RequestLoginDeps,
  { email, sender }: { readonly email: string; readonly sender: Sender },
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  await countRequest(deps, limitedBy(deps, { item: 'code-requests', sender }));
  const { ip, user_agent } = sender;
  const event = {
    id: deps.ids.next(),
    type: 'after-request-login',
    at: deps.clock.now().toISOString(),
    actor: ANYONE,
    ...{ ip, user_agent },
  } as const;
  const id = await deps.emailLogins.requestCode({ email, tries: CODE_TRIES, event });
  return deps.emailAttempts.issue({ email, request: nameOfRequest(id) });
}
