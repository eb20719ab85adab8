"""The roles by which API Gateway calls the functions of integrations and authorizers.

MiniStack forgets the role of an HTTP API's integration, and asks nobody whether API Gateway may call a
function. Where the template names a role, this asks whether API Gateway may assume it and call the
function by it. Where none is named, nothing is asked, as before.
"""

import json

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import apigateway, iam
from ministack.services.cloudformation import provisioners

KIND = "AWS::ApiGatewayV2::Integration"
API_GATEWAY = "apigateway.amazonaws.com"

_integration = dict(provisioners._RESOURCE_HANDLERS[KIND])
_invoke_lambda_proxy = apigateway._invoke_lambda_proxy
_invoke_authorizer = apigateway._invoke_request_authorizer_lambda


def remember(answer, props):
    physical_id, attributes = answer
    integration = apigateway._integrations[attributes["ApiId"]][attributes["IntegrationId"]]
    integration["credentialsArn"] = props.get("CredentialsArn")
    return physical_id, attributes


def create(logical_id, props, stack):
    return remember(_integration["create"](logical_id, props, stack), props)


def update(physical_id, old, new, *args, **more):
    return remember(_integration["update"](physical_id, old, new, *args, **more), new)


provisioners._RESOURCE_HANDLERS[KIND] = {**_integration, "create": create, "update": update}


def may_call(role_arn, uri):
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html"""
    if not role_arn:
        return True
    name = role_arn.rsplit("/", 1)[-1]
    role = iam._roles.get(name)
    if role is None:
        return False
    trust = role["AssumeRolePolicyDocument"]
    statements = (json.loads(trust) if isinstance(trust, str) else trust)["Statement"]
    if not any(iam_evaluator._service_principal_matches(each["Principal"], API_GATEWAY) for each in statements):
        return False
    account = get_account_id()
    request = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/BackplaneAssumeRoleSession",
        principal_type="AssumedRole",
        principal_account=account,
        action="lambda:InvokeFunction",
        resource_arn=apigateway._extract_lambda_ref_from_integration_uri(uri),
        region="",
    )
    policies = iam_evaluator._gather_role_policies(name, account)
    return iam_evaluator.evaluate(request, policies).decision == "Allow"


async def invoke_lambda_proxy(integration, *args, **more):
    if may_call(integration.get("credentialsArn"), integration["integrationUri"]):
        return await _invoke_lambda_proxy(integration, *args, **more)
    return 500, {"Content-Type": "application/json"}, b'{"message":"Internal Server Error"}'


async def invoke_authorizer(authorizer, *args):
    """MiniStack answers 500 for an authorizer without an answer."""
    if may_call(authorizer["authorizerCredentialsArn"], authorizer["authorizerUri"]):
        return await _invoke_authorizer(authorizer, *args)
    return None


apigateway._invoke_lambda_proxy = invoke_lambda_proxy
apigateway._invoke_request_authorizer_lambda = invoke_authorizer
