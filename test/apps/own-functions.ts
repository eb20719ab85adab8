/** Functions with options of their own: kept ready behind an alias, with a layer and variables, and traced. */
import * as path from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, LayerVersion, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { UserModel, UsersApi } from '../../lib';
import { makeEcho } from './parts/echo';
import { EventRecorder } from './parts/event-recorder';

const stack = new Stack(new App(), 'OwnFunctions');
const httpApi = new HttpApi(stack, 'HttpApi');
const layer = new LayerVersion(stack, 'Layer', {
  code: Code.fromAsset(path.join(__dirname, 'parts'), { exclude: ['*', '!echo.ts'] }),
});
const users = new UsersApi(stack, 'Users', {
  httpApi,
  userModel: UserModel.fromFile(path.join(__dirname, '../support/user-models/with-environment.ts')),
  functionOptions: {
    layers: [layer],
    environment: { STAGE: 'test' },
    tracing: Tracing.ACTIVE,
    logGroup: new LogGroup(stack, 'UsersLogs', { removalPolicy: RemovalPolicy.DESTROY }),
    provisionedConcurrentExecutions: 1,
    functionNamePrefix: 'own-',
    roleNamePrefix: 'own-',
  },
  functionOverrides: {
    relay: { provisionedConcurrentExecutions: 1, timeout: Duration.seconds(90) },
  },
});
httpApi.addRoutes({
  path: '/own/any',
  methods: [HttpMethod.GET],
  integration: makeEcho(stack)(),
  authorizer: users.authorizer(),
});
new EventRecorder(stack, 'All', users);
