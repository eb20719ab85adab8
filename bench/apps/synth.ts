/**
 * Prints what it takes to synthesise an app of ten functions behind an HTTP API, with what the argument says: nothing more, a user pool of
 * Cognito whose tokens the routes ask for, or a `UsersApi` whose tokens they ask for. Run by tsx.
 */
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { UsersApi } from '../../lib';

const WARM_UP = 2;
const TIMES = 3;

const AUTHORIZERS: Readonly<Record<string, (stack: Stack) => IHttpRouteAuthorizer | undefined>> = {
  nothing: () => undefined,
  Cognito: (stack) => {
    const pool = new UserPool(stack, 'Pool');
    return new HttpUserPoolAuthorizer('Callers', pool, {
      userPoolClients: [pool.addClient('Web')],
    });
  },
  UsersApi: (stack) => new UsersApi(stack, 'Users').authorizer(),
};

function synthesise(authorizerOf: (stack: Stack) => IHttpRouteAuthorizer | undefined) {
  const started = performance.now();
  const app = new App();
  const stack = new Stack(app, 'Bench');
  const authorizer = authorizerOf(stack);
  const api = new HttpApi(stack, 'Api');
  for (let number = 0; number < 10; number++) {
    const handler = new lambda.Function(stack, `Function${number}`, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });
    api.addRoutes({
      path: `/${number}`,
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration(`Integration${number}`, handler),
      ...(authorizer && { authorizer }),
    });
  }
  const { templateFullPath } = app.synth().getStackByName('Bench');
  const ms = performance.now() - started;
  const template = readFileSync(templateFullPath, 'utf8');
  const resources = Object.keys(JSON.parse(template).Resources).length;
  return { ms, resources, kB: template.length / 1000 };
}

const authorizerOf = AUTHORIZERS[process.argv[2] ?? ''];
if (authorizerOf === undefined) throw new Error(`expected one of ${Object.keys(AUTHORIZERS)}`);
const all = Array.from({ length: WARM_UP + TIMES }, () => synthesise(authorizerOf));
const measured = all.slice(WARM_UP).toSorted((one, other) => one.ms - other.ms);
console.log(JSON.stringify(measured[Math.floor(TIMES / 2)]));
