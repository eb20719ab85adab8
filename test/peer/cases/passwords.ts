import { PASSWORD } from '../support/visitor.ts';
import { type Case, type Sample, shown } from './case.ts';

/** New passwords, in which `{email}` and `{local}` are the user's address and its local part. */
const PASSWORDS: readonly Sample<string>[] = [
  ['a password', 'horse battery correct'],
  ['a password', 'pässwörter sind schön'],
  ['a password', '   spaces   '],
  ['a password', 'a'.repeat(60)],
  ['a password under 8 characters', ''],
  ['a password under 8 characters', 'seven77'],
  ['one of the commonest passwords', 'password1'],
  ['one of the commonest passwords', 'Football'],
  ['one of the commonest passwords', '12345678'],
  ['a password that is the address', '{email}'],
  ['a password that is the local part of the address', '{local}'],
  ['a password with U+0000', 'correct\0horse'],
  ['a password that is no text of Unicode', 'correct horse \ud800'],
];

const filled = (password: string, email: string) =>
  password.replace('{email}', email).replace('{local}', email.split('@')[0] ?? '');

export const passwordCases: readonly Case[] = PASSWORDS.flatMap(([kind, password]): Case[] => [
  {
    kind,
    example: `register with ${shown(password)}`,
    run(visitor) {
      const email = visitor.newEmail();
      const json = { email, password: filled(password, email) };
      return visitor.send({ method: 'POST', path: '/auth/register', json });
    },
  },
  {
    kind,
    example: `change to ${shown(password)}`,
    async run(visitor) {
      const { token, email } = await visitor.account();
      const next = filled(password, email);
      return visitor.patchMe(token, { password: next, current_password: PASSWORD });
    },
  },
  {
    kind,
    example: `reset to ${shown(password)}`,
    async run(visitor) {
      const { email } = await visitor.account();
      await visitor.send({ method: 'POST', path: '/auth/forgot-password', json: { email } });
      const token = await visitor.server.mailed('after-forgot-password', email);
      const json = { token, password: filled(password, email) };
      return visitor.send({ method: 'POST', path: '/auth/reset-password', json });
    },
  },
  ...(password === ''
    ? []
    : [
        {
          kind: 'a login with another password',
          example: `login with ${shown(password)}`,
          async run(visitor) {
            const { email } = await visitor.account();
            const form = { username: email, password: filled(password, email).toWellFormed() };
            return visitor.login(form);
          },
        } satisfies Case,
      ]),
]);
