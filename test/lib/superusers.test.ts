import { describe, expect, test } from '@jest/globals';
import { Duration, Lazy, SecretValue } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { type SuperuserOptions, UsersApi, type UsersApiProps } from '../../lib';
import { createSuperuser } from '../../lib/contract/administration.ts';
import { functionOf, isOf, listed, newStack, statementsOf, synthesize } from './support';

const place = { env: { region: 'eu-central-1' } };

function added(options: Partial<SuperuserOptions> = {}, props?: UsersApiProps) {
  const stack = newStack(place);
  const users = new UsersApi(stack, 'Users', props);
  const password = options.password ?? new Secret(stack, 'Password');
  const resource = users.addSuperuser('Root', { email: 'root@example.com', password, ...options });
  return { stack, users, password, resource, template: Template.fromStack(stack) };
}

describe('a superuser of the deployment', () => {
  const { stack, users, password, template } = added();
  const secretArn = stack.resolve(password.secretRef.secretId);
  const role = 'UsersCreateSuperuserRootRole';

  test('is made by a custom resource, which is called again for another address only', () => {
    const [resource, ...others] = Object.values(
      template.findResources('Custom::UsersApiSuperuser'),
    );
    expect(others).toEqual([]);
    expect(resource?.Properties).toEqual({
      Email: 'root@example.com',
      ServiceToken: stack.resolve(users.functions['create-superuser-Root']?.functionArn),
      ServiceTimeout: Duration.minutes(5).toSeconds().toString(),
    });
  });

  test('is the same one in another case of the address', () => {
    added({ email: 'Root@Example.com' }).template.hasResourceProperties(
      'Custom::UsersApiSuperuser',
      { Email: 'root@example.com' },
    );
  });

  test.each(['Custom::UsersApiSuperuser', 'Custom::UsersApiKeys'])(
    'is asked for by a new %s where its function gets a name, as CloudFormation takes no other function for one',
    (type) => {
      const idsWith = (functionNamePrefix?: string) =>
        Object.keys(
          added({}, { functionOptions: { functionNamePrefix } }).template.findResources(type),
        );
      const [ids, named, other] = [idsWith(), idsWith('acme-'), idsWith('other-')];
      expect(new Set([...ids, ...named, ...other]).size).toBe(3);
      expect(idsWith('acme-')).toEqual(named);
    },
  );

  test('is known to its function, with the ARN of the secret, and the password to no template', () => {
    const { Variables } = functionOf(template, 'UsersCreateSuperuserRoot').Environment;
    expect(Variables).toMatchObject({
      SUPERUSER: '{"email":"root@example.com"}',
      SUPERUSER_PASSWORD_SECRET_ARN: secretArn,
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('{{resolve');
  });

  test('is made by a function that may read this one secret, create users and look one up', () => {
    const statements = statementsOf(template, role);
    const secrets = statements.filter(isOf('secretsmanager'));
    expect(secrets.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['secretsmanager:GetSecretValue', secretArn],
    ]);
    const calls = statements.filter(isOf('dynamodb')).flatMap(({ Action }) => listed(Action));
    expect([...new Set(calls)].sort()).toEqual(
      ['BatchGetItem', 'DeleteItem', 'PutItem', 'UpdateItem'].map((call) => `dynamodb:${call}`),
    );
    expect(statements.filter(isOf('kms'))).toEqual([]);
  });

  test('has no other superuser on its function', () => {
    const own = newStack(place);
    const twice = new UsersApi(own, 'Users');
    const secrets = ['Root', 'Second'].map((id) => {
      const secret = new Secret(own, `${id}Password`);
      twice.addSuperuser(id, { email: `${id}@example.com`, password: secret });
      return own.resolve(secret.secretArn);
    });
    const both = Template.fromStack(own);
    both.resourceCountIs('Custom::UsersApiSuperuser', 2);
    const read = ['Root', 'Second'].map((id) =>
      statementsOf(both, `UsersCreateSuperuser${id}Role`)
        .filter(isOf('secretsmanager'))
        .map(({ Resource }) => Resource),
    );
    expect(read).toEqual(secrets.map((secret) => [secret]));
  });

  test('may have custom fields', () => {
    const { template: withFields } = added({ fields: { name: 'Ada' } });
    const { SUPERUSER } = functionOf(withFields, 'UsersCreateSuperuserRoot').Environment.Variables;
    expect(JSON.parse(SUPERUSER)).toEqual({ email: 'root@example.com', fields: { name: 'Ada' } });
  });

  test('may have an address that only the deployment knows', () => {
    added({ email: Lazy.string({ produce: () => 'late@example.com' }) });
  });

  test('has the key of its secret, by a resource of the first level too', () => {
    const own = newStack(place);
    const key = new Key(own, 'Key');
    const users = new UsersApi(own, 'Users');
    const secret = new CfnSecret(own, 'Cfn', { generateSecretString: {}, kmsKeyId: key.keyArn });
    users.addSuperuser('Root', { email: 'root@example.com', password: secret });
    const statements = statementsOf(Template.fromStack(own), role);
    expect(statements.filter(isOf('kms'))).toEqual([
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Resource: own.resolve(key.keyArn),
        Condition: {
          StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' },
          StringLike: { 'kms:EncryptionContext:SecretARN': [own.resolve(secret.ref)] },
        },
      }),
    ]);
  });

  test.each(['root', 'root@', '@example.com', 'root@example.com ', ''])(
    'with the address %j is refused',
    (email) => {
      expect(() => added({ email })).toThrow(
        `email: got ${JSON.stringify(email)}, expected an address, such as "root@example.com"; give that of the first superuser`,
      );
    },
  );

  test.each([7, 1025])('with a password of %d characters is refused', (passwordLength) => {
    const generateSecretString = { passwordLength };
    const secret = new Secret(newStack(), 'Short', { generateSecretString });
    expect(() => added({ password: secret })).toThrow(
      `password: got a secret with a value of ${passwordLength} bytes, expected one of 8 to 1024, as of every password; use generateSecretString with its default length`,
    );
  });
});

test('nobody who asks for no superuser has a resource of one', () => {
  const { template } = synthesize();
  template.resourceCountIs('Custom::UsersApiSuperuser', 0);
  const functions = Object.keys(template.findResources('AWS::Lambda::Function'));
  expect(functions.filter((id) => /Superuser/.test(id))).toEqual([]);
  expect(createSuperuser.caller).toBe('deployment');
});

test.each([
  [
    'a template',
    { generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'password' } },
  ],
  ['an object', { secretObjectValue: { password: SecretValue.unsafePlainText('correct horse') } }],
])('a superuser is refused the password of a secret that is JSON by %s', (_, props) => {
  const stack = newStack();
  const password = new Secret(stack, 'Password', props);
  const users = new UsersApi(stack, 'Users');
  expect(() => users.addSuperuser('Root', { email: 'root@example.com', password })).toThrow(
    'Test/Users: password: got a secret whose value is JSON, expected one whose whole value is the password, as all of it would be; leave secretStringTemplate, generateStringKey and secretObjectValue out, as in new Secret(this, id)',
  );
});

test('a second superuser of the same id is refused', () => {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users');
  const options = { email: 'root@example.com', password: new Secret(stack, 'Password') };
  users.addSuperuser('Root', options);
  expect(() => users.addSuperuser('Root', options)).toThrow(
    'Test/Users: addSuperuser: got the id "Root" a second time, expected another id for each superuser; give this one another',
  );
});
