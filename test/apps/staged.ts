/**
 * A users API at the paths of FastAPI Users, on a given API whose one stage has a name, which is a part of
 * every URL.
 */
import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, JwtAlgorithm, RouteLayout, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'Staged');
const httpApi = new HttpApi(stack, 'Api', { createDefaultStage: false });
new UsersApi(stack, 'Users', {
  httpApi,
  routeLayout: RouteLayout.fastApiUsers(),
  authBackends: [AuthBackend.jwt({ algorithm: JwtAlgorithm.ES256 })],
});
new HttpStage(stack, 'Prod', { httpApi, stageName: 'prod', autoDeploy: true });
