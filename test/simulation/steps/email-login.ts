import { confirmLogin } from '../../../lambda/users/email-login/confirm-login.ts';
import { requestLogin as askForCode } from '../../../lambda/users/email-login/request-login.ts';
import type { SignInOutcome } from '../../../lambda/users/login/sign-in.ts';
import type { StepKind } from '../attempt.ts';
import { handedOut, signInParts } from './login.ts';
import { anAddress, BACKENDS, originOf, senderAt, userAt } from './people.ts';

export const requestLogin: StepKind = {
  name: 'request-login',
  weight: 6,
  begin(world, parts, choice) {
    const email = anAddress(world, choice);
    const sender = senderAt(world);
    return {
      says: `ask for a code for ${email}`,
      ask: () => askForCode(parts, { email, sender }),
      succeeded: ({ token }: { readonly token: string }) =>
        void world.ledger.attempts.push({ email, token }),
    };
  },
};

/** With a code that was mailed and any attempt for its address, or with a wrong one. */
export const confirm: StepKind = {
  name: 'confirm-login',
  weight: 8,
  begin(world, parts, choice) {
    const { codes, attempts } = world.ledger;
    const used = choice.who(codes);
    if (!used) return requestLogin.begin(world, parts, choice);
    const { email } = used;
    const attempt = choice.what(attempts.filter((each) => each.email === email));
    const isRight = choice.other([true, true, true, false]);
    const before = userAt(world, email);
    const wasVerified = before?.profile.user.is_verified ?? true;
    const logins = before ? world.ledger.loginsOf(before.profile.user.id) : [];
    const { wasTaken } = used;
    const arrivedAt = world.clock.now();
    const backend = choice.other(BACKENDS) ?? 'jwt';
    return {
      says: `give ${isRight ? 'the' : 'a wrong'} code of ${email} at ${backend}`,
      ask: () =>
        confirmLogin(signInParts(parts, backend), {
          attemptToken: attempt?.token,
          code: isRight ? used.code : 'wrong',
          origin: originOf(backend),
          arrivedAt,
        }),
      async succeeded(outcome: SignInOutcome) {
        used.wasTaken = true;
        if (wasTaken) return 'a code signed in twice';
        if (!isRight) return 'a wrong code signed in';
        const after = userAt(world, email);
        // Nothing else takes a password away.
        if (!wasVerified && !before?.profile.passwordless && after?.profile.passwordless) {
          world.ledger.end(logins, 'a code verified the address');
        }
        return handedOut(world, backend, outcome);
      },
    };
  },
};
