import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { toTexts } from '../../../lib/contract/caller-texts.ts';
import type { AuthorizerContext } from '../../../lib/current-user.ts';
import type { Refusal } from './question.ts';

/**
 * `arn:aws:execute-api:eu-central-1:111122223333:abc/prod/GET/orders/1`, or `.../prod/$connect`. Only what API
 * Gateway writes is taken from it: what comes behind the method is the path, which the client writes.
 */
const METHOD_ARN = /^(arn:[\w-]+:execute-api:[\w-]*:\d*:[\w-]+\/[\w-]+)\/(?:([A-Z]+)\/|\$connect$)/;

/** What a policy can be about. */
export interface Resources {
  /** All methods of the stage. */
  readonly stage: string;
  /** The one method on all paths, or to connect. */
  readonly method: string;
}

export function resourcesIn(methodArn: string): Resources {
  const [, stage, method] = METHOD_ARN.exec(methodArn) ?? [];
  if (stage === undefined) throw new Error('methodArn names no method of a stage');
  return {
    stage: `${stage}/*`,
    method: method === undefined ? `${stage}/$connect` : `${stage}/${method}/*`,
  };
}

export function allow(resource: string, context: AuthorizerContext): APIGatewayAuthorizerResult {
  return {
    principalId: 'id' in context ? context.id : ANONYMOUS,
    policyDocument: policy('Allow', resource),
    context: toTexts(context),
  };
}

export function deny(resource: string, { userId }: Refusal): APIGatewayAuthorizerResult {
  return { principalId: userId ?? ANONYMOUS, policyDocument: policy('Deny', resource) };
}

const ANONYMOUS = 'anonymous';

function policy(Effect: 'Allow' | 'Deny', Resource: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }],
  };
}
