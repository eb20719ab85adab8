/** A users API with the functions that are made only when something asks for them: a superuser, an authorizer. */
import { Stack } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'OnRequest');
const users = new UsersApi(stack, 'Users');
users.addSuperuser('Root', {
  email: 'root@example.com',
  password: new Secret(stack, 'RootPassword'),
});
users.addRoutes({
  path: '/orders',
  methods: [HttpMethod.GET],
  integration: new HttpUrlIntegration('Orders', 'https://orders.example.com'),
});
