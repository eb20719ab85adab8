import { confirmLogin } from '../../../lambda/users/email-login/confirm-login.ts';
import { nameOfRequest } from '../../../lambda/users/email-login/email-attempts.ts';
import { requestLogin } from '../../../lambda/users/email-login/request-login.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { CODE_TRIES, confirmLogin as CONFIRM_LOGIN } from '../../../lib/contract/email-login.ts';
import type { StepKind } from '../attempt.ts';
import type { CodeRequest } from '../world/ledger.ts';
import { requestOf } from '../world/plain-codes.ts';
import { claimsIn } from '../world/plain-tokens.ts';
import type { Parts, World } from '../world/world.ts';
import { appsIn, handedOut, signInParts } from './login.ts';
import { anAddress, BACKENDS, originOf, senderAt, userAt } from './people.ts';

export const requestCode: StepKind = {
  name: 'request-login',
  weight: 8,
  begin(world, parts, choice) {
    const email = anAddress(world, choice);
    const backend = choice.what(BACKENDS) ?? 'jwt';
    const deps = { ...parts, emailAttempts: parts.emailAttempts(backend) };
    return {
      says: `ask for a code for ${email} at ${backend}`,
      ask: () => requestLogin(deps, { email, sender: senderAt(world) }),
      succeeded({ token }: { readonly token: string }) {
        world.ledger.codeRequests.push({ token, email, backend });
      },
    };
  },
};

const confirming = (parts: Parts, { token: attemptToken, backend }: CodeRequest, code: string) =>
  confirmLogin(
    {
      ...signInParts(parts, backend, 'confirm-login'),
      emailAttempts: parts.emailAttempts(backend),
    },
    { attemptToken, code, origin: originOf(backend), arrivedAt: parts.clock.now() },
  );

/** The address is verified, or the user is asked for the factor first. */
const isGivenOrAsked = (profile: Profile | undefined) =>
  profile !== undefined && (profile.user.is_verified || profile.factors?.totp === true);

export const confirmCode: StepKind = {
  name: 'confirm-login',
  weight: 20,
  begin(world, parts, choice) {
    const { ledger } = world;
    const mailedTo = new Set(ledger.codes.map(({ email }) => email));
    const request = choice.who(
      ledger.codeRequests.filter(({ email }) => mailedTo.has(email)).slice(-3),
    );
    if (!request) return requestCode.begin(world, parts, choice);
    const { email, backend } = request;
    const mailed = ledger.codes.filter((each) => each.email === email);
    const isNewest = choice.other([true, true, true, false]);
    const code = (isNewest ? mailed.at(-1) : choice.what(mailed))?.code ?? 'a wrong one';
    const wasTriedOut = ledger.triedOut.has(requestOf(code));
    const account = userAt(world, email);
    const id = account?.profile.user.id ?? '';
    const hadPassword = account?.credential.passwordHash !== undefined;
    const [logins, begun] = [ledger.loginsOf(id), ledger.begunOf(id)];
    const mails = ledger.mailOf(id, 'after-forgot-password', 'after-request-email-change');
    const apps = appsIn(world);
    return {
      says: `sign in by ${code === 'a wrong one' ? code : 'a code'} of ${email} at ${backend}`,
      ask: () => confirming(parts, request, code),
      holds: () => isGivenOrAsked(userAt(world, email)?.profile),
      async succeeded(outcome: SignInOutcome) {
        if (wasTriedOut) return 'a code that was mailed signs in although it was tried too often';
        const twice = ledger.usedOnce(`the mailed ${code}`);
        if (twice) return twice;
        world.seen.users.add(outcome.userId);
        // The user may have another address by now.
        const user = world.table.byId.get(outcome.userId);
        if (user && outcome.userId === id && hadPassword && !user.credential.passwordHash) {
          ledger.end([...logins, ...begun, ...mails], 'the owner claimed the address');
        }
        return handedOut(world, backend, outcome, { amr: ['email'], apps });
      },
      row: CONFIRM_LOGIN,
      // The address is the owner's from then on, whatever becomes of the login.
      refusalChanges: true,
    };
  },
};

/** As many wrong codes as there are tries, for one request. */
export const guessMailedCodes: StepKind = {
  name: 'guess-mailed-codes',
  weight: 3,
  begin(world, parts, choice) {
    const request = choice.who(world.ledger.codeRequests.slice(-3));
    if (!request) return undefined;
    const { email, token } = request;
    const newest = () => world.table.loginRequests.get(email)?.id ?? '';
    const id = newest();
    const isOfThis = claimsIn(token).request === nameOfRequest(id);
    return {
      says: `guess the code that was mailed to ${email} ${CODE_TRIES} times`,
      async ask() {
        let wrong = 0;
        for (let each = 0; each < CODE_TRIES; each++) {
          await confirming(parts, request, 'a wrong one').catch((error: unknown) => {
            if (!(error instanceof UsersError)) throw error;
            if (error.code === 'LOGIN_BAD_CODE') wrong += 1;
          });
        }
        const isOver = wrong === CODE_TRIES && isOfThis && isOpen(world, request);
        if (isOver && newest() === id) world.ledger.triedOut.add(id);
      },
    };
  },
};

/** An expired attempt is answered without a look at the request. */
function isOpen({ clock }: World, { token }: CodeRequest): boolean {
  return (claimsIn(token).exp ?? 0) * 1000 > clock.now().getTime();
}
