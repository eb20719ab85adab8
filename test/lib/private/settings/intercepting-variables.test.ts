import { describe, expect, test } from '@jest/globals';
import { Annotations as CdkAnnotations, Lazy } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { UsersApi, type UsersApiProps } from '../../../../lib';
import { newStack } from '../../support';

const ID = 'cdk-users-api:interceptingVariable';

function warningsOf(props: UsersApiProps, acknowledged = false): readonly unknown[] {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', props);
  if (acknowledged) CdkAnnotations.of(users).acknowledgeWarning(ID, 'It is ours.');
  const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(ID));
  return found.map(({ entry }) => entry.data);
}
const withVariable = (name: string, value = 'x') =>
  warningsOf({ functionOptions: { environment: { [name]: value } } });

describe('a variable of functionOptions', () => {
  test.each([
    'AWS_LAMBDA_EXEC_WRAPPER',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_DYNAMODB',
    'AWS_CA_BUNDLE',
    'HTTPS_PROXY',
    'http_proxy',
    'LD_PRELOAD',
    'NODE_DEBUG',
    'NODE_EXTRA_CA_CERTS',
    'NODE_PATH',
    'SSL_CERT_FILE',
  ])('is warned of if it is %s', (name) => {
    expect(withVariable(name)).toEqual([
      `functionOptions.environment: got ${name}, expected none by which other code runs in the functions or their calls go elsewhere; what it points to sees passwords and tokens; leave it out, or acknowledge the warning if that is meant [ack: ${ID}]`,
    ]);
  });

  test.each(['--require /opt/x.js', '--enable-source-maps --import=x', '-r x', '--inspect'])(
    'is warned of if NODE_OPTIONS is %s',
    (options) => expect(withVariable('NODE_OPTIONS', options)).toHaveLength(1),
  );

  test('is warned of if NODE_OPTIONS is only known to the deployment', () => {
    expect(withVariable('NODE_OPTIONS', Lazy.string({ produce: () => '' }))).toHaveLength(1);
  });

  test('is not warned of if it only sets memory and stack traces, or says something else', () => {
    expect(withVariable('NODE_OPTIONS', '--enable-source-maps --stack-trace-limit=20')).toEqual([]);
    expect(withVariable('NODE_OPTIONS', '')).toEqual([]);
    expect(withVariable('MY_PROXY')).toEqual([]);
  });

  test('is warned of with the name of the override that has it, and no more once it is acknowledged', () => {
    const environment = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' };
    const props = { functionOverrides: { 'get-me': { environment } } };
    expect(warningsOf(props)).toEqual([
      expect.stringContaining(
        'functionOverrides["get-me"].environment: got AWS_LAMBDA_EXEC_WRAPPER',
      ),
    ]);
    expect(warningsOf(props, true)).toEqual([]);
  });
});
