/**
 * What `npm run verify:aws` deploys: an OpenID provider that is a function; a stack with every backend, a route
 * behind every kind of authorizer and a rule to a queue; and the APIs of the cases of refresh tokens and of
 * accounts at providers, in stacks of their own, as a stack can't have them all. With `-c release=FILE`, one of
 * test/deploy/releases, also a stack to upgrade. Everything goes with its stack.
 */
import {
  App,
  CfnOutput,
  CfnParameter,
  Fn,
  RemovalPolicies,
  RemovalPolicy,
  Stack,
  Tags,
} from 'aws-cdk-lib';
import type { CfnEventBus } from 'aws-cdk-lib/aws-events';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AuthBackend, JwtAlgorithm, UsersApi, type UsersApiProps } from '../../lib';
import { cloudFrontAddress } from './parts/cloudfront-address';
import { makeEcho } from './parts/echo';
import { EventRecorder } from './parts/event-recorder';
import { guardApis } from './parts/guarded-apis';
import { oauthProps } from './parts/oauth-props';
import { PROVIDER_CLIENT, ProviderFunction } from './parts/openid-provider/provider-function';
import { addOwnRoutes } from './parts/own-routes';
import { refreshProps } from './parts/refresh-props';
import { includeRelease } from './parts/released';
import { sessionBackends } from './parts/session-backends';

const TAG = 'cdk-users-api:verification';

const app = new App();
const run = app.node.tryGetContext('run');
if (run !== undefined) Tags.of(app).add(TAG, run);
RemovalPolicies.of(app).destroy();

/** A stack with a users API, whose events a queue has. */
function deployed(id: string, propsIn: (stack: Stack) => UsersApiProps): [Stack, UsersApi] {
  const stack = new Stack(app, id);
  const props = { ...propsIn(stack), removalPolicy: RemovalPolicy.DESTROY };
  const users = new UsersApi(stack, 'Users', props);
  new EventRecorder(stack, 'All', users);
  return [stack, users];
}

new ProviderFunction(new Stack(app, 'UsersApiVerificationProvider'), 'Provider');

const refresh = {};
const [stack, users] = deployed('UsersApiVerification', (scope) => ({
  authBackends: [
    AuthBackend.jwt(),
    AuthBackend.cookie(),
    ...sessionBackends(),
    AuthBackend.jwt({ name: 'mobile', algorithm: JwtAlgorithm.ES256, refresh }),
    AuthBackend.cookie({ name: 'browser', cookieName: '__Host-browser', refresh }),
  ],
  allowedOrigins: ['https://app.example.com'],
  maxSessionsPerUser: 5,
  clientAddress: cloudFrontAddress(scope),
  loginEvents: true,
}));
addOwnRoutes(users, makeEcho(stack));
guardApis(stack, users, { logGroup: new LogGroup(stack, 'GuardedLogs') });
const subscriber = new Role(stack, 'Subscriber', { assumedBy: new AccountRootPrincipal() });
users.grants.subscribe(subscriber, { events: ['after-register'] });
new CfnOutput(stack, 'SubscriberRole', { value: subscriber.roleArn });

deployed('UsersApiVerificationRefresh', refreshProps);

deployed('UsersApiVerificationOAuth', (scope) => {
  const issuer = new CfnParameter(scope, 'Issuer', {
    description: 'Where the OpenID provider answers.',
    default: 'https://provider.example.com',
  }).valueAsString;
  return oauthProps(scope, { ...PROVIDER_CLIENT, issuer, other: Fn.join('', [issuer, '/other']) });
});

// One stack, first as the last release made it and then as this one does.
const release = app.node.tryGetContext('release');
if (release !== undefined) {
  const stackName = 'UsersApiVerificationUpgrade';
  const after = new UsersApi(new Stack(app, 'UpgradeAfter', { stackName }), 'Users', {
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    loginEvents: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // The release has none there, and a new one is no upgrade.
  Tags.of(after.table).remove(TAG);
  const { name: busName } = after.eventBus.node.defaultChild as CfnEventBus;
  const before = new Stack(app, 'UpgradeBefore', { stackName });
  includeRelease(before, release, { unprotected: true, busName });
}
