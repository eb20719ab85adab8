import { forgotPassword } from '../../../lambda/users/passwords/forgot-password.ts';
import { resetPassword } from '../../../lambda/users/passwords/reset-password.ts';
import type { StepKind } from '../attempt.ts';
import { passwordOf } from '../world/plain-hash.ts';
import { anAddress, nameOf, PASSWORDS, senderAt } from './people.ts';

export const forgot: StepKind = {
  name: 'forgot-password',
  weight: 10,
  begin(world, parts, choice) {
    const email = anAddress(world, choice);
    return {
      says: `forgot the password of ${email}`,
      ask: () => forgotPassword(parts, { email }),
    };
  },
};

export const reset: StepKind = {
  name: 'reset-password',
  weight: 16,
  begin(world, parts, choice) {
    const { ledger, mailed, table } = world;
    const tokens = ledger.mail.filter(({ kind }) => kind === 'after-forgot-password');
    const used = choice.who(tokens);
    const password = choice.what(PASSWORDS) ?? '';
    if (!used) return forgot.begin(world, parts, choice);
    const { token, userId } = used;
    const wasEnded = used.ended;
    const sender = senderAt(world);
    const logins = ledger.loginsOf(userId);
    const others = [
      ...ledger.mailOf(userId, 'after-forgot-password', 'after-request-email-change'),
      ...ledger.begunOf(userId),
    ];
    return {
      says: `reset the password of ${nameOf(world, userId)} by mail ${tokens.indexOf(used) + 1}`,
      ask: () => resetPassword({ ...parts, tokens: mailed.reset }, { token, password, sender }),
      holds: () => passwordOf(table.byId.get(userId)?.credential.passwordHash) === password,
      succeeded() {
        ledger.end([...logins, ...others, used], 'the password was reset');
        return wasEnded && `a reset token was taken although ${wasEnded}`;
      },
    };
  },
};

export const raiseCost: StepKind = {
  name: 'raise-cost',
  weight: 2,
  begin({ scheme }, { calls }) {
    return {
      says: 'hash passwords at a higher cost from now on',
      ask: () =>
        calls.read('raise-cost', () => {
          scheme.cost += 1;
        }),
    };
  },
};
