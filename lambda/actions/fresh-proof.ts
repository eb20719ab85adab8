import type { Action, FreshProof } from '../../lib/contract/action.ts';
import { secondFactors } from '../../lib/contract/factors.ts';
import { recentLogin } from '../../lib/contract/fresh-proof.ts';
import { stepUpChallenge } from '../../lib/contract/proof.ts';
import type { SignedIn } from '../auth/authenticate.ts';
import { authentication } from '../composition/backends.ts';
import type { Runtime } from '../composition/runtime.ts';
import { senderOf } from '../http/authentication.ts';
import type { SentBody } from '../http/body.ts';
import { parseUserId } from '../http/path.ts';
import type { Call } from '../http/request.ts';
import { assertFactorGiven, type ProvedCaller } from '../users/login/factor-admission.ts';
import type { AssertProof } from '../users/passwords/fresh-proof.ts';
import { isRecent } from '../users/proof.ts';
import { assertRecent } from '../users/recent-login.ts';
import type { AccessClaims } from '../users/sessions/session.ts';
import type { Profile } from '../users/user.ts';

type SignedInRow = Action<'user' | 'superuser'>;

/** Those that may be given as the current password, in a body that has nothing else. */
type ByPassword = Extract<FreshProof, 'always' | 'about-anyone' | 'other-session'>;

/** What reads the current password in a body and compares it: other routes load neither. */
export interface PasswordProof {
  /** @throws HttpError, ValidationError for an unreadable body */
  currentPasswordIn(event: SentBody): string | undefined;
  /** @throws UsersError `REAUTHENTICATION_REQUIRED`, `TOO_MANY_REQUESTS` */
  readonly assert: AssertProof;
}

/** What the handler of a row gives that asks for the current password, and no other. */
export type Proving<Fresh extends FreshProof> = {
  readonly freshProof?: PasswordProof;
} & (Fresh extends ByPassword
  ? { readonly freshProof: PasswordProof }
  : { readonly freshProof?: undefined });

/** Value of `WWW-Authenticate` on a 403 for want of fresh proof (RFC 9470, 3). */
export function stepUpOf(rt: Runtime, { freshProof }: SignedInRow): string | undefined {
  if (freshProof === 'never') return undefined;
  return stepUpChallenge({ maxAge: rt.get(recentLogin) });
}

/** Who calls, for what asks for a second factor. */
export function provedCaller({ caller, claims: { proof } }: SignedIn): ProvedCaller {
  return { caller, proof };
}

/** For a use case that knows only once it has read whether it asks: refuses a login without the factor that a new one would take. */
export function factorGiven(rt: Runtime, { proof }: AccessClaims): (caller: Profile) => void {
  return (caller) => assertFactorGiven(rt.get(secondFactors), { caller, proof });
}

/** Whether a caller signed in a moment ago; on a route that never asks it makes no difference. */
export function recency(rt: Runtime, { freshProof }: SignedInRow): (caller: SignedIn) => boolean {
  if (freshProof === 'never') return () => false;
  const { clock } = authentication(rt);
  const seconds = rt.get(recentLogin);
  return ({ claims }) => isRecent(claims.proof, clock.now(), seconds);
}

/**
 * Asks the caller for fresh proof, as the row says, and for the second factor that a login of theirs would take.
 *
 * @throws UsersError `MFA_REQUIRED`, `REAUTHENTICATION_REQUIRED`, `TOO_MANY_REQUESTS`
 */
export async function assertProved(
  rt: Runtime,
  row: SignedInRow,
  assert: AssertProof | undefined,
  call: ProvingCall,
): Promise<void> {
  if (isAsked(row, call.claims, call.event)) return prove(rt, row, assert, call);
  if (row.secondFactor === 'adds') assertFactorGiven(rt.get(secondFactors), provedCaller(call));
}

/** A request with what it brings as proof. */
interface ProvingCall extends SignedIn {
  readonly recent: boolean;
  readonly event: Call;
  readonly currentPassword: string | undefined;
}

/**
 * The same of what the use case knows to ask for.
 *
 * @throws UsersError `MFA_REQUIRED`, `REAUTHENTICATION_REQUIRED`, `TOO_MANY_REQUESTS`
 */
export async function prove(
  rt: Runtime,
  row: SignedInRow,
  assert: AssertProof | undefined,
  { recent, event, currentPassword, ...signedIn }: ProvingCall,
): Promise<void> {
  const { caller } = signedIn;
  // A row that never asks has the code of a factor in its body, or enrols the first one.
  if (row.secondFactor !== 'never') {
    assertFactorGiven(rt.get(secondFactors), provedCaller(signedIn));
  }
  if (assert === undefined) return assertRecent(recent);
  const sender = senderOf(event, rt.clock);
  return assert(caller, { recent, currentPassword, sender });
}

function isAsked({ freshProof, route }: SignedInRow, { sessionId }: AccessClaims, event: Call) {
  switch (freshProof) {
    case 'never':
      return false;
    // The use case does, once it knows what changes.
    case 'new-credential':
      return false;
    case 'always':
    case 'about-anyone':
    case 'recent-login':
      return true;
    case 'other-session': {
      const [, last = ''] = /\{(\w+)\}$/.exec(route?.path ?? '') ?? [];
      return parseUserId(event.pathParameters?.[last] ?? '') !== sessionId;
    }
  }
}
