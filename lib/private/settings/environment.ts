import { type Stack, Token } from 'aws-cdk-lib';
import type { ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { UsersApiProps } from '../../users-api-props';
import { Found, known, UsersApiError } from '../errors';

/** What of a given resource can only work where the functions are. */
const WHY = {
  table: 'their event source mapping reads streams of no other',
  eventBus: 'rules and functions are on the bus by its name',
  httpApi: 'its routes call functions of no other',
  encryptionKey: 'a key encrypts nothing of another Region',
} as const satisfies Partial<Record<keyof UsersApiProps, string>>;

const PARTS = [
  ['region', 'Region'],
  ['account', 'account'],
] as const;

type Given = Pick<UsersApiProps, keyof typeof WHY | 'domain'>;

/** Refuses resources that are known to be in another Region or account than the stack. */
export function checkEnvironment(given: Given, stack: Stack): void {
  for (const setting of Object.keys(WHY) as (keyof typeof WHY)[]) {
    const resource = given[setting];
    if (resource !== undefined) checkPlace(setting, resource, stack);
  }
  const domain = given.domain?._settings;
  if (domain?.kind === 'custom') checkCertificate(domain.certificate, stack);
}

/** A reference to a certificate: earlier releases of aws-cdk-lib call the ARN its id. */
type CertificateName = Partial<Record<'certificateArn' | 'certificateId', string>>;

function checkCertificate({ certificateRef, env }: ICertificateRef, stack: Stack): void {
  const { certificateArn, certificateId }: CertificateName = certificateRef;
  // An import by its ARN has the environment of the stack that it is imported into.
  const there = known(certificateArn ?? certificateId)?.split(':')[3] ?? env.region;
  if (Token.isUnresolved(there) || Token.isUnresolved(stack.region) || there === stack.region)
    return;
  throw new UsersApiError('domain', {
    got: new Found(`a certificate of the Region ${there}`),
    expected: `one of ${stack.region}, where the API is: API Gateway takes no other for a Regional domain`,
    fix: 'request one there',
  });
}

function checkPlace(setting: keyof typeof WHY, { env }: IEnvironmentAware, stack: Stack): void {
  for (const [part, name] of PARTS) {
    // A key may be shared with other accounts.
    if (setting === 'encryptionKey' && part === 'account') continue;
    const [there, here] = [env[part], stack[part]];
    if (there === '' || Token.isUnresolved(there) || Token.isUnresolved(here)) continue;
    if (there === here) continue;
    throw new UsersApiError(setting, {
      got: new Found(`one of the ${name} ${there}`),
      expected: `one of ${here}, where the functions of ${stack.node.path} are: ${WHY[setting]}`,
      fix: `put the UsersApi into a stack of the ${name} ${there}, or give another`,
    });
  }
}
