import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as path from 'node:path';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export const PROVIDER_CLIENT = {
  client: 'users-api',
  secret: 'secret of the users api: 32 characters',
};

/**
 * An OpenID provider that is a function behind an API of its own. It keeps nothing, so that any of its environments
 * can answer: what it is to say of an account comes with the request. Its key is in its environment, and is one of
 * this deployment.
 */
export class ProviderFunction extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = () =>
      generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { format: 'pem', type: 'spki' },
        privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
      }).privateKey;
    const provider = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(path.join(__dirname, 'function')),
      memorySize: 512,
      timeout: Duration.seconds(10),
      logGroup: new LogGroup(this, 'Logs'),
      environment: {
        CLIENT_ID: PROVIDER_CLIENT.client,
        CLIENT_SECRET: PROVIDER_CLIENT.secret,
        CODE_KEY: randomBytes(32).toString('base64url'),
        SIGNING_KEY: key(),
        // It signs what the provider does not vouch for.
        FOREIGN_KEY: key(),
      },
    });
    const api = new HttpApi(this, 'Api', {
      defaultIntegration: new HttpLambdaIntegration('Provider', provider),
    });
    new CfnOutput(this, 'Url', { value: api.apiEndpoint });
    new CfnOutput(this, 'FunctionName', { value: provider.functionName });
  }
}
