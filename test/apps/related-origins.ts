/**
 * A users API at a domain of its own, whose passkeys pages of another site may use: the origin of those is in the
 * environment.
 */
import { Stack } from 'aws-cdk-lib';
import { Passkeys, UsersApi, UsersDomain } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { customDomain } from './parts/custom-domain';

const stack = new Stack(appWithoutMails(), 'RelatedOrigins');
const origin = process.env.TEST_FRONT_END ?? 'https://app.example.org';
const domain = customDomain(stack);

new UsersApi(stack, 'Users', {
  domain: UsersDomain.custom(domain),
  allowedOrigins: [origin],
  passkeys: Passkeys.on({
    rpId: domain.domainName,
    rpName: 'Acme Shop',
    origins: [`https://${domain.domainName}`],
    relatedOrigins: [origin],
  }),
});
