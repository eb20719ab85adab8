import type { SignedIn } from '../auth/authenticate.ts';
import { originOf } from '../http/authentication.ts';
import type { Call } from '../http/request.ts';
import type { Renewal } from '../users/accounts/renewal.ts';
import type { Proof } from '../users/proof.ts';
import type { Issued } from '../users/sessions/session.ts';

/** Of a credential that says nothing of it: long ago. */
const NO_PROOF: Proof = { authTime: 0, amr: [] };

/**
 * Gives a browser a new cookie in the answer to a change that ends its login (ASVS 5.0, 7.2.4). Its
 * holder proved who they are when the login says so, and not by the change. A login by bearer goes on,
 * as the answer has no place for another one.
 */
export function cookieRenewal({ backend, claims }: SignedIn, event: Call) {
  const { transport, strategy, name } = backend;
  let issued: Issued | undefined;
  const origin = originOf(event, name);
  const renewal: Renewal = {
    origin,
    async renew(login) {
      issued = await strategy.issue(login, origin, claims.proof ?? NO_PROOF);
      return issued.session;
    },
  };
  return {
    renewal: transport.ambient ? renewal : undefined,
    /** What the answer sets, once the change is made. */
    cookies: () => (issued === undefined ? {} : { cookies: transport.respond(issued).cookies }),
  };
}
