import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Randomness } from '../ids.ts';
import type { Profile } from '../user.ts';
import type { FactorStore } from './factor-store.ts';
import type { Sealing } from './sealing.ts';
import { TOTP_SECRET_BYTES, type TotpEnrolment, type TotpEnrolments } from './totp-codes.ts';

export interface EnrolTotpDeps {
  readonly factors: Pick<FactorStore, 'enrolTotp'>;
  readonly sealing: Pick<Sealing, 'seal'>;
  readonly enrolments: TotpEnrolments;
  readonly randomness: Randomness;
  readonly clock: Clock;
}

/** What is shown of an enrolment, once; names are the wire's. */
export interface PublicEnrolment extends TotpEnrolment {
  /** RFC 3339, UTC. */
  readonly expires_at: string;
}

/** Seconds: enough to install an app. */
const LIFETIME = 600;

/**
 * Makes a secret for an authenticator app. Nothing is in force before a code of it comes; one that waited for that is void.
 *
 * @throws UsersError `MFA_ALREADY_ENABLED`; `UNAUTHORIZED` when the user was deleted in between
 */
export async function enrolTotp(
  { factors, sealing, enrolments, randomness, clock }: EnrolTotpDeps,
  { profile }: { readonly profile: Profile },
): Promise<PublicEnrolment> {
  const { id, email } = profile.user;
  if (profile.factors?.totp) throw new UsersError('MFA_ALREADY_ENABLED');
  const secret = randomness.bytes(TOTP_SECRET_BYTES);
  const createdAt = clock.now();
  const expiresAt = Math.floor(createdAt.getTime() / 1000) + LIFETIME;
  const pending = { sealed: await sealing.seal(secret, id), createdAt, expiresAt };
  if ((await factors.enrolTotp(id, pending)) === 'gone') throw new UsersError('UNAUTHORIZED');
  return {
    ...enrolments.enrolment(secret, email),
    expires_at: new Date(expiresAt * 1000).toISOString(),
  };
}
