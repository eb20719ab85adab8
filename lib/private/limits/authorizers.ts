import { CfnResource } from 'aws-cdk-lib';
import { CfnAuthorizer, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct, IConstruct } from 'constructs';
import { isAcknowledged } from '../acknowledge';
import { Found, UsersApiError } from '../errors';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MOST_AUTHORIZERS = 10;

const QUOTA_RAISED = 'cdk-users-api:authorizersPerApi';

/** An API has more authorizers than API Gateway takes; those that are not of the construct count as well. */
export function tooManyAuthorizers(users: Construct, httpApi: IHttpApi): UsersApiError[] {
  const authorizers = users.node.root.node
    .findAll()
    .filter(isAuthorizer)
    .filter(({ apiId }) => apiId === httpApi.apiId);
  if (authorizers.length <= MOST_AUTHORIZERS || isAcknowledged(users, QUOTA_RAISED)) return [];
  return [
    new UsersApiError('authorizer', {
      got: new Found(`${authorizers.length} authorizers of ${httpApi.node.path}`),
      expected: `at most ${MOST_AUTHORIZERS}, as API Gateway takes no more of an API`,
      fix:
        'give routes the same options, which share one, or put some on another HttpApi; where AWS Support ' +
        `has raised the quota of this one, say so: Validations.of(users).acknowledge({ id: '${QUOTA_RAISED}', reason })`,
    }),
  ];
}

function isAuthorizer(construct: IConstruct): construct is CfnAuthorizer {
  return (
    CfnResource.isCfnResource(construct) &&
    construct.cfnResourceType === CfnAuthorizer.CFN_RESOURCE_TYPE_NAME
  );
}
