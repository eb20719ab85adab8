import { PASSWORD, type Visitor } from '../support/visitor.ts';
import { type Case, type Sample, shown } from './case.ts';

/** Addresses, in which `{u}` is unlike any other. */
const ADDRESSES: readonly Sample[] = [
  ['an address', '{u}@example.com'],
  ['an address', '{u}+tag@example.com'],
  ['an address', '{u}@EXAMPLE.com'],
  ['an address', "a!#$%&'*+/=?^_`{|}~-{u}@example.com"],
  ['an address with spaces around it', ' {u}@example.com'],
  ['an address with spaces around it', '{u}@example.com  '],
  ['an address with spaces around it', '\t{u}@example.com'],
  ['an address with spaces around it', '{u}@example.com\u00a0'],
  ['an address with a line break around it', '{u}@example.com\n'],
  ['an address with a line break around it', '\r\n{u}@example.com'],
  ['an address with upper case in its local part', 'Ada-{u}@example.com'],
  ['an address with a name', 'Ada <{u}@example.com>'],
  ['a local part that is not ASCII', 'ä{u}@example.com'],
  ['a local part that is not ASCII', 'адa{u}@example.com'],
  ['an internationalised domain', '{u}@xn--mller-kva.de'],
  ['an internationalised domain', '{u}@müller.de'],
  ['an internationalised domain', '{u}@пример.рф'],
  ['a special-use domain (RFC 6761)', '{u}@users.test'],
  ['a special-use domain (RFC 6761)', '{u}@printer.local'],
  ['a special-use domain (RFC 6761)', '{u}@host.invalid'],
  ['a special-use domain (RFC 6761)', '{u}@host.localhost'],
  ['a local part over 64 characters', `{u}${'a'.repeat(64)}@example.com`],
  ['no address', ''],
  ['no address', ' '],
  ['no address', 'ada'],
  ['no address', '@example.com'],
  ['no address', 'ada@'],
  ['no address', 'a@b@example.com'],
  ['no address', 'a..b@example.com'],
  ['no address', '.ada@example.com'],
  ['no address', 'ada.@example.com'],
  ['no address', 'a b@example.com'],
  ['no address', 'ada@exa mple.com'],
  ['no address', 'ada@-example.com'],
  ['no address', 'ada@example-.com'],
  ['no address', 'ada@example..com'],
  ['no address', 'ada@example.com.'],
  ['no address', 'ada@[127.0.0.1]'],
  ['no address', 'ada@127.0.0.1'],
  ['no address', '"ada b"@example.com'],
  ['no address', 'ada@example.com\0'],
  ['no address', 'ada@exa_mple.com'],
  ['no address', 'ada@localhost'],
  ['no address', `ada@${'a.'.repeat(126)}example.com`],
  ['an address that is no text', 1],
  ['an address that is no text', true],
  ['an address that is no text', ['ada@example.com']],
  ['an address that is no text', {}],
];

const filled = (value: unknown, { name }: Visitor) =>
  typeof value === 'string' ? value.replace('{u}', name) : value;

export const addressCases: readonly Case[] = ADDRESSES.flatMap(([kind, address]): Case[] => [
  {
    kind,
    example: `register ${shown(address)}`,
    run: (visitor) =>
      visitor.send({
        method: 'POST',
        path: '/auth/register',
        json: { email: filled(address, visitor), password: PASSWORD },
      }),
  },
  ...['forgot-password', 'request-verify-token'].map(
    (route): Case => ({
      kind,
      example: `${route} ${shown(address)}`,
      run: (visitor) =>
        visitor.send({
          method: 'POST',
          path: `/auth/${route}`,
          json: { email: filled(address, visitor) },
        }),
    }),
  ),
  {
    kind,
    example: `change to ${shown(address)}`,
    async run(visitor) {
      const { token } = await visitor.account();
      const email = filled(address, visitor);
      return visitor.patchMe(token, { email, current_password: PASSWORD });
    },
  },
  ...(typeof address === 'string'
    ? [
        {
          kind: `${kind}, at login`,
          example: `login as ${shown(address)}`,
          async run(visitor: Visitor) {
            const username = String(filled(address, visitor));
            await visitor.send({
              method: 'POST',
              path: '/auth/register',
              json: { email: username, password: PASSWORD },
            });
            return visitor.login({ username, password: PASSWORD });
          },
        },
      ]
    : []),
]);
