import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Fn, SecretValue } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnSecret, Secret, type SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, ClientAddress, type CloudFrontAddressOptions, UsersApi } from '../../lib';
import { functionOf, newStack, refusal, statementsOf, synthesize } from './support';
import { google } from './support-oauth';

const ISSUING = ['LoginWeb', 'ReauthenticateWeb', 'RefreshWeb', 'OauthCallbackGoogle', 'UpdateMe'];

function behindCloudFront(authBackends: AuthBackend[], options: object = {}) {
  const stack = newStack();
  const secret = new Secret(stack, 'Origin');
  const made = synthesize(
    {
      authBackends,
      oauthClients: [google()],
      clientAddress: ClientAddress.cloudFront({ secret, ...options }),
    },
    stack,
  );
  return { ...made, secret: stack.resolve(secret.secretArn) };
}

describe('behind CloudFront', () => {
  const { template, secret, users } = behindCloudFront([
    AuthBackend.cookie({ name: 'web', refresh: {} }),
  ]);
  const variableOf = (name: string) =>
    functionOf(template, `Users${name}`).Environment.Variables.TRUSTED_PROXY;
  const readersOf = () =>
    Object.values(users.functions)
      .map(({ node }) => node.id)
      .filter((id) => {
        const statements = statementsOf(template, `Users${id}Role`);
        return JSON.stringify(statements).includes(JSON.stringify(secret));
      });

  test('every function that signs users in knows how CloudFront proves itself', () => {
    for (const name of ISSUING) {
      expect({ name, value: variableOf(name) }).toEqual({
        name,
        value: {
          'Fn::Join': [
            '',
            ['{"header":"x-origin-verify","secretArn":"', secret, '","required":false}'],
          ],
        },
      });
    }
  });

  test('only those functions may read the secret', () => {
    expect(readersOf()).toEqual(expect.arrayContaining(ISSUING));
    expect(readersOf().filter((id) => variableOf(id) === undefined)).toEqual([]);
    expect(variableOf('GetMe')).toBeUndefined();
    expect(variableOf('Register')).toBeUndefined();
  });
});

test('where CloudFront is required, every function with a route knows it, but those that publish', () => {
  const { template, users } = behindCloudFront([AuthBackend.cookie()], { required: true });
  const without = Object.values(users.functions)
    .map(({ node }) => node.id)
    .filter((id) => {
      const { TRUSTED_PROXY: value } = functionOf(template, `Users${id}`).Environment.Variables;
      return !JSON.stringify(value ?? '').includes('"required\\":true');
    });
  expect(without.sort()).toEqual(
    ['CreateUser', 'Discovery', 'EndLogins', 'Jwks', 'Relay', 'RotateKeys'].sort(),
  );
});

test('a run on this machine has no CloudFront, and requires none', () => {
  const stack = newStack();
  stack.node.setContext('cdk-users-api-local', true);
  const { template } = synthesize(
    {
      clientAddress: ClientAddress.cloudFront({
        secret: new Secret(stack, 'Origin'),
        required: true,
      }),
    },
    stack,
  );
  expect(JSON.stringify(functionOf(template, 'UsersLoginJwt'))).toContain('\\"required\\":false');
  expect(JSON.stringify(functionOf(template, 'UsersRegister'))).not.toContain('TRUSTED_PROXY');
});

test('nothing is left out for this machine where the CDK’s own command line synthesises', () => {
  const stack = newStack();
  stack.node.setContext('cdk-users-api-local', true);
  process.env.CDK_CLI_VERSION = '2.1000.0';
  try {
    expect(() => new UsersApi(stack, 'Users')).toThrow(
      'context.cdk-users-api-local: got true from cdk, which is not for a run on this machine',
    );
  } finally {
    delete process.env.CDK_CLI_VERSION;
  }
});

test('a change of the user needs the address only where it gives a browser a new cookie', () => {
  const { template } = behindCloudFront([AuthBackend.jwt()]);
  expect(functionOf(template, 'UsersUpdateMe').Environment.Variables).not.toHaveProperty(
    'TRUSTED_PROXY',
  );
});

test('who says nothing of it gets what API Gateway saw, and no variable', () => {
  const { template } = synthesize({ clientAddress: ClientAddress.apiGateway() });
  expect(template.toJSON()).toEqual(synthesize().template.toJSON());
  expect(JSON.stringify(template.toJSON())).not.toContain('TRUSTED_PROXY');
});

test('the header is compared in lower case, as functions get it', () => {
  const { template } = behindCloudFront([AuthBackend.cookie()], { header: 'X-Acme-Origin' });
  const value = functionOf(template, 'UsersLoginCookie').Environment.Variables.TRUSTED_PROXY;
  expect(JSON.stringify(value)).toContain('x-acme-origin');
});

test('a secret that only the deployment knows is taken', () => {
  const stack = newStack();
  const value = new CfnParameter(stack, 'Value', { noEcho: true }).valueAsString;
  const secret = new CfnSecret(stack, 'Origin', { secretString: value });
  new UsersApi(stack, 'Users', { clientAddress: ClientAddress.cloudFront({ secret }) });
  const template = Template.fromStack(stack);
  expect(JSON.stringify(functionOf(template, 'UsersLoginJwt'))).toContain('TRUSTED_PROXY');
});

describe('what CloudFront can’t prove itself with is refused:', () => {
  const refused = (
    options: (stack: ReturnType<typeof newStack>) => Partial<CloudFrontAddressOptions>,
  ) => {
    const stack = newStack();
    const secret = Secret.fromSecretNameV2(stack, 'Origin', 'origin');
    return refusal(() => ({
      clientAddress: ClientAddress.cloudFront({ secret, ...options(stack) }),
    }));
  };

  test('a secret that can be guessed', () => {
    const short = (stack: ReturnType<typeof newStack>) => ({
      secret: new Secret(stack, 'Short', {
        secretStringValue: SecretValue.unsafePlainText('guess me'),
      }),
    });
    expect(refused(short)).toMatch(
      /^ClientAddress\.secret: got a secret with a value of 8 bytes, expected at least 32; /,
    );
  });

  const withSecret = (props: SecretProps) =>
    refused((stack) => ({ secret: new Secret(stack, 'Given', props) }));
  const text = (value: string): SecretProps => ({
    secretStringValue: SecretValue.unsafePlainText(value),
  });

  test('a secret that can be guessed without the white space around it', () => {
    expect(withSecret(text(`${' '.repeat(40)}x\n`))).toMatch(
      /got a secret with a value of 1 bytes, expected at least 32; use generateSecretString with passwordLength: 64, as docs\/waf\.md does$/,
    );
  });

  const { unsafePlainText } = SecretValue;
  test.each<[string, SecretProps]>([
    [
      'generated into a template',
      { generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'key' } },
    ],
    ['an object', { secretObjectValue: { key: unsafePlainText('x'.repeat(64)) } }],
    [
      'an object with a part that only the deployment knows',
      { secretObjectValue: { key: unsafePlainText(Fn.importValue('Value')) } },
    ],
    ['a text of JSON', text(JSON.stringify({ key: 'x'.repeat(64) }))],
  ])('a secret whose value is %s, as all of it would be compared', (_, props) => {
    expect(withSecret(props)).toMatch(
      /^ClientAddress\.secret: got a secret whose value is JSON, expected one whose whole value is what CloudFront sends/,
    );
  });

  test.each<[string, SecretProps, string]>([
    [
      'longer than CloudFront adds',
      { generateSecretString: { passwordLength: 1784 } },
      'a value of 1784 bytes',
    ],
    ['a text that is longer', text('x'.repeat(1784)), 'a value of 1784 bytes'],
    ['of two lines', text(`${'x'.repeat(32)}\n${'x'.repeat(32)}`), 'a line break inside'],
    ['not of ASCII', text('ü'.repeat(32)), 'other characters than those of ASCII'],
  ])('a secret whose value is %s, which no header can have', (_, props, got) => {
    const message = withSecret(props);
    expect(message).toMatch(/^ClientAddress\.secret: got a secret with /);
    expect(message).toContain(got);
    expect(message).toContain('expected one that a header can have');
  });

  test('none of them is one that ends in a line break, or is as long as CloudFront adds', () => {
    const stack = newStack();
    const take = (id: string, props: SecretProps) =>
      ClientAddress.cloudFront({ secret: new Secret(stack, id, props) });
    expect(() => take('File', text(`${'x'.repeat(32)}\n`))).not.toThrow();
    expect(() => take('Long', { generateSecretString: { passwordLength: 1783 } })).not.toThrow();
  });

  test.each([
    ['none', undefined, 'undefined'],
    ['a text', 'my secret', 'a text'],
    ['a value', SecretValue.secretsManager('name'), 'an object of another kind'],
    ['an ARN', { secretArn: 'arn' }, 'an object of another kind'],
  ])('%s in place of a secret', (_, secret, got) => {
    expect(refused(() => ({ secret: secret as never }))).toMatch(
      new RegExp(`^ClientAddress\\.secret: got ${got}, expected a secret of Secrets Manager`),
    );
  });

  test('no options', () => {
    expect(
      refusal(() => ({ clientAddress: ClientAddress.cloudFront(undefined as never) })),
    ).toMatch(/^ClientAddress\.secret: got undefined, expected a secret of Secrets Manager/);
  });

  test.each([
    'authorization',
    'host',
    'x-forwarded-for',
    'X-Real-IP',
    'x-amz-cf-id',
    'x-edge-location',
    'x-origin verify',
    'x-',
    '',
  ])('the header "%s"', (header) => {
    expect(refused(() => ({ header }))).toMatch(
      /^ClientAddress\.header: got ".*", expected the name of a header such as "x-origin-verify"; begin it/,
    );
  });

  test('a header that only the deployment knows', () => {
    const token = (stack: ReturnType<typeof newStack>) => ({
      header: new CfnParameter(stack, 'Header').valueAsString,
    });
    expect(refused(token)).toMatch(
      /^ClientAddress\.header: got a token, expected .*, known at synth;/,
    );
  });
});
