import type { Stack } from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';

/** Makes a function to put behind routes; it answers with what the authorizer handed on. */
export function makeEcho(stack: Stack): () => HttpLambdaIntegration {
  const logGroup = new LogGroup(stack, 'Logs');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  const echo = new LambdaFunction(stack, 'Echo', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(
      'exports.handler = async ({ requestContext }) => requestContext.authorizer?.lambda ?? {};',
    ),
    role,
    logGroup,
  });
  return () => new HttpLambdaIntegration('Echo', echo);
}
