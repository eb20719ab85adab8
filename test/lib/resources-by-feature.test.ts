import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  AuthBackend,
  EmailChange,
  EmailLogin,
  HostedPages,
  Mfa,
  Passkeys,
  type UsersApiProps,
} from '../../lib';
import { newStack, synthesize } from './support';
import { google } from './support-oauth';

const passkeys = () =>
  Passkeys.on({ rpId: 'example.com', rpName: 'Example', origins: ['https://example.com'] });

const countOf = (props: UsersApiProps) =>
  Object.keys(synthesize(props, newStack()).template.toJSON().Resources).length;

/** The rows of the table in docs/deploy.md: what a feature has once, and for each backend. */
function rows(): ReadonlyMap<string, readonly [number, number]> {
  const page = readFileSync('docs/deploy.md', 'utf8');
  const [, section = ''] = page.split('### Resources by feature');
  const cells = section.matchAll(/^\| ([^|]+) \| (\d*)[^|]*\| (\d*)[^|]*\|$/gm);
  return new Map(
    [...cells].map(([, feature = '', once, each]) => [feature, [Number(once), Number(each)]]),
  );
}

/** What the table says of an API with so many backends. */
function saidOf(features: readonly string[], backends: number): number {
  const table = rows();
  return ['without any of these', ...features]
    .map((feature) => table.get(feature) ?? [Number.NaN, Number.NaN])
    .reduce((sum, [once, each]) => sum + once + each * backends, 0);
}

test.each<[string, UsersApiProps]>([
  ['`mfa`', { mfa: Mfa.totp() }],
  ['`passkeys`', { passkeys: passkeys() }],
  ['`emailLogin`', { emailLogin: EmailLogin.code() }],
  ['`pages`', { pages: HostedPages.on({ brand: { name: 'Example' } }) }],
  [
    '`EmailChange.CONFIRM`, without `mfa` and `passkeys`; with them it is the default',
    { emailChange: EmailChange.CONFIRM },
  ],
])('the page on deployments says how many resources an API with %s has', (feature, props) => {
  const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];
  expect(countOf({ ...props, authBackends })).toBe(saidOf([feature], 2));
});

test('all that users sign in by, at four backends, is in one stack', () => {
  const resources = countOf({
    authBackends: [
      AuthBackend.jwt({ refresh: {} }),
      AuthBackend.cookie({ refresh: {} }),
      AuthBackend.session(),
      AuthBackend.session({ name: 'console' }),
    ],
    ...{ mfa: Mfa.totp(), passkeys: passkeys(), emailLogin: EmailLogin.code() },
    oauthClients: [google({ mfaUrl: 'https://app.example.com/second-factor' })],
  });
  const page = readFileSync('docs/deploy.md', 'utf8').replace(/\s+/g, ' ');
  expect(page).toContain(`and an OAuth client it is ${resources}, beside`);
});
