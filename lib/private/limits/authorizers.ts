import { CfnResource } from 'aws-cdk-lib';
import { CfnAuthorizer as CfnRestAuthorizer, type IRestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnAuthorizer, type IHttpApi, type IWebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct, IConstruct } from 'constructs';
import { isAcknowledged } from '../acknowledge';
import { Found, UsersApiError } from '../errors';

/** An API that can have authorizers. */
export type GuardedApi = IHttpApi | IRestApi | IWebSocketApi;

/**
 * Of any kind of API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const MOST_AUTHORIZERS = 10;

const QUOTA_RAISED = 'cdk-users-api:authorizersPerApi';

/** An API has more authorizers than API Gateway takes; those that are not of the construct count as well. */
export function tooManyAuthorizers(users: Construct, api: GuardedApi): UsersApiError[] {
  const id = 'restApiId' in api ? api.restApiId : api.apiId;
  const authorizers = users.node.root.node.findAll().filter((each) => apiOf(each) === id);
  if (authorizers.length <= MOST_AUTHORIZERS || isAcknowledged(users, QUOTA_RAISED)) return [];
  return [
    new UsersApiError('authorizer', {
      got: new Found(`${authorizers.length} authorizers of ${api.node.path}`),
      expected: `at most ${MOST_AUTHORIZERS}, as API Gateway takes no more of an API`,
      fix:
        'give routes the same options, which share one, or put some on another API; where AWS Support ' +
        `has raised the quota of this one, say so: Validations.of(users).acknowledge({ id: '${QUOTA_RAISED}', reason })`,
    }),
  ];
}

/** The id of the API that an authorizer is of; `undefined` for what is none. */
function apiOf(construct: IConstruct): string | undefined {
  if (!CfnResource.isCfnResource(construct)) return undefined;
  switch (construct.cfnResourceType) {
    case CfnAuthorizer.CFN_RESOURCE_TYPE_NAME:
      return (construct as CfnAuthorizer).apiId;
    case CfnRestAuthorizer.CFN_RESOURCE_TYPE_NAME:
      return (construct as CfnRestAuthorizer).restApiId;
  }
  return undefined;
}
