import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  type EmailCodeOptions,
  EmailLogin,
  HostedPages,
  Mfa,
  Passkeys,
  type PasskeysOptions,
  RequireMfa,
  type TotpOptions,
  UserVerification,
} from '../../../lib';
import { acknowledge } from '../../../lib/private/acknowledge';
import type { UsersFactorsProps } from '../../../lib/users-factors-props';

const code: Required<EmailCodeOptions> = { signUp: true };
const own = {
  rpId: 'example.com',
  rpName: 'Acme Shop',
  origins: ['https://app.example.com'],
};
const passkeys: Required<PasskeysOptions> = {
  ...own,
  relatedOrigins: ['https://app.example.org'],
  userVerification: UserVerification.PREFERRED,
};

/** Every prop for second factors and for logins without a password, with every option. */
export function givenFactors(scope: Construct): Required<UsersFactorsProps> {
  const totp: Required<TotpOptions> = {
    issuer: 'Acme Shop',
    secret: acknowledged(new Secret(scope, 'GivenMfaSecret')),
  };
  return {
    mfa: Mfa.totp(totp),
    requireMfa: RequireMfa.SUPERUSERS,
    emailLogin: EmailLogin.code(code),
    passkeys: Passkeys.on(passkeys),
    pages: HostedPages.on({
      brand: {
        name: 'Acme Shop',
        logoUrl: 'https://www.example.com/logo.svg',
        style: { '--users-accent': '#0b57d0' },
      },
      languages: ['en', 'de'],
      home: '/app',
    }),
    newDeviceEvents: true,
  };
}

/** The same, with the defaults of all options. */
export const OWN_FACTORS: Required<UsersFactorsProps> = {
  mfa: Mfa.totp(),
  requireMfa: RequireMfa.EVERYONE,
  emailLogin: EmailLogin.code(),
  passkeys: Passkeys.on(own),
  pages: HostedPages.off(),
  newDeviceEvents: true,
};

function acknowledged(secret: Secret): Secret {
  acknowledge(secret, {
    'AwsSolutions-SMG4': 'As for the secrets that the construct makes itself.',
    'NIST.800.53.R5-SecretsManagerRotationEnabled': 'As for those of the construct.',
    'NIST.800.53.R5-SecretsManagerUsingKMSKey': 'As for those of the construct without a key.',
  });
  return secret;
}
