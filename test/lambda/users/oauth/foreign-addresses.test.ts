import { expect, test } from '@jest/globals';
import type { LinkingClient } from '../../../../lambda/users/oauth/link-by-email.ts';
import { oauthCallback } from '../../../../lambda/users/oauth/oauth-callback.ts';
import { ORIGIN } from '../../../support/domain/domain.ts';
import { FactorDomain } from '../../../support/domain/factor-domain.ts';

const EMAIL = 'ada@example.com';

test.each<[string, boolean, LinkingClient['linkByEmail'], boolean]>([
  ['an authority for the address', true, 'without-password', true],
  ['no authority for the address', false, 'always', false],
  ['trusted with no address', true, 'never', false],
])(
  'where users can enrol factors, a provider that is %s makes a user who can: %#',
  async (...row) => {
    const [, isAuthoritative, linkByEmail, isVerified] = row;
    const domain = new FactorDomain();
    const client: LinkingClient = {
      ...{ name: 'acme', issuer: 'https://acme.example', acceptsEarlier: false },
      ...{ linkByEmail, foreignAddresses: 'unverified' },
    };
    const identity = { subject: 'ada', email: EMAIL, isAuthoritative };
    const deps = { ...domain, accounts: domain.store };
    const { userId } = await oauthCallback(deps, { client, identity, origin: ORIGIN });
    const profile = await domain.profile(userId);
    expect(profile.user.is_verified).toBe(isVerified);
    expect((await domain.credential(EMAIL)).isVerified).toBe(isVerified);
    const enrolment = domain.enrolled(profile).then(
      () => 'enrolled',
      ({ code }) => code as string,
    );
    expect(await enrolment).toBe(isVerified ? 'enrolled' : 'USER_NOT_VERIFIED');
  },
);
