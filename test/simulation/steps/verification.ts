import type { User } from '../../../lambda/users/user.ts';
import { confirmEmailChange } from '../../../lambda/users/verification/confirm-email-change.ts';
import { requestVerifyToken } from '../../../lambda/users/verification/request-verify-token.ts';
import { verify as verifyEmail } from '../../../lambda/users/verification/verify.ts';
import type { StepKind } from '../attempt.ts';
import { anAddress, nameOf } from './people.ts';

export const requestVerify: StepKind = {
  name: 'request-verify-token',
  weight: 6,
  begin(world, parts, choice) {
    const email = anAddress(world, choice);
    return {
      says: `ask for mail that verifies ${email}`,
      ask: () => requestVerifyToken(parts, { email }),
    };
  },
};

export const verify: StepKind = {
  name: 'verify',
  weight: 8,
  begin(world, parts, choice) {
    const { ledger, mailed, table } = world;
    const used = choice.who(ledger.mail.filter(({ kind }) => kind === 'after-request-verify'));
    if (!used) return requestVerify.begin(world, parts, choice);
    const { token, userId } = used;
    return {
      says: `verify the address of ${nameOf(world, userId)}`,
      ask: () => verifyEmail({ ...parts, tokens: mailed.verify }, { token }),
      holds: () => table.byId.get(userId)?.profile.user.is_verified === true,
    };
  },
};

export const confirm: StepKind = {
  name: 'confirm-email-change',
  weight: 8,
  begin(world, parts, choice) {
    const { ledger, mailed, table } = world;
    const tokens = ledger.mail.filter(({ kind }) => kind === 'after-request-email-change');
    const used = choice.who(tokens);
    if (!used) return undefined;
    const { token, userId } = used;
    const wasEnded = used.ended;
    const others = [
      ...ledger.mailOf(userId, 'after-forgot-password', 'after-request-email-change'),
      ...ledger.begunOf(userId),
    ];
    let moved = '';
    return {
      says: `confirm the new address of ${nameOf(world, userId)}`,
      async ask() {
        moved = (await mailed.emailChange.verify(token))?.newEmail ?? '';
        return confirmEmailChange({ ...parts, tokens: mailed.emailChange }, { token });
      },
      holds: () => table.byId.get(userId)?.profile.user.email === moved,
      succeeded(_: User) {
        ledger.end([...others, used], 'the address changed');
        return wasEnded && `a token for a new address was taken although ${wasEnded}`;
      },
    };
  },
};
