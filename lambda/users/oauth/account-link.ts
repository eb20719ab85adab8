import type { Clock } from '../clock.ts';
import { parseEmail } from '../email.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import type { NewLink, OAuthAccount } from '../user.ts';
import type { OAuthIdentity } from './provider.ts';

/** The account of an identity, as it is linked. */
export function accountOf(
  { name: client, issuer }: { readonly name: string; readonly issuer: string },
  { subject, email: text }: OAuthIdentity,
): NewLink {
  const email = text === undefined ? undefined : parseEmail(text);
  return { client, issuer, subject, ...(email !== undefined && { email }) };
}

/** The event for an account that was added. */
export function linkEvent(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { client, issuer, subject }: OAuthAccount,
  actor: Actor,
): NewEvent {
  const at = clock.now().toISOString();
  return { id: ids.next(), type: 'after-account-link', at, actor, client, issuer, subject };
}
