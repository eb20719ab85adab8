"""Starts MiniStack without the gaps that matter here; docs/contributing/emulator.md lists them.

Each is closed at a function of MiniStack's. If a later version has moved it, this fails at once
rather than leaving the gap open.
"""

import json
import os
import signal
import sys
import threading

import gateway_role  # noqa: F401
import rotation  # noqa: F401
from ministack import app
from ministack.core import iam_evaluator
from ministack.services import apigateway, lambda_svc, secretsmanager
from ministack.services.cloudformation import provisioners

# Each execution environment is a process, and nothing queues for one: two cores choke on 200. While eight start, a slow
# machine leaves the services too little to answer before the functions' clients give up.
CONCURRENT_REQUESTS = 4

_slots = threading.BoundedSemaphore(CONCURRENT_REQUESTS)
_execute = lambda_svc._execute_function_with_config_scope


def execute(function, event):
    """Payload format 2.0 takes the cookies out of the headers, into a list of their own.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    if event.get("version") != "2.0":
        return _execute(function, event)
    cookies = event["headers"].pop("cookie", None)
    if cookies is not None:
        event["cookies"] = [each.strip() for each in cookies.split(";") if each.strip()]
    with _slots:
        return _execute(function, event)


lambda_svc._execute_function_with_config_scope = execute


_execute_function = lambda_svc._execute_function


def execute_function(function, event):
    """MiniStack drops what a function says has failed of a stream's batch; an error has it deliver the batch again.

    https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
    """
    result = _execute_function(function, event)
    if event.keys() == {"Records"} and event["Records"][0].get("eventSource") == "aws:dynamodb":
        body = result.get("body")
        answer = json.loads(body) if isinstance(body, str) else body
        if answer and answer.get("batchItemFailures"):
            return {**result, "error": True}
    return result


lambda_svc._execute_function = execute_function


_conditions_met = iam_evaluator._conditions_met
_resolve_condition_key = iam_evaluator._resolve_condition_key


# Keys and attributes of items.
UNKNOWN_KEYS = {"dynamodb:LeadingKeys", "dynamodb:Attributes", "dynamodb:Select"}


def conditions_met(conditions, context):
    """Policies are evaluated but for items and their attributes, which MiniStack knows nothing of."""
    known = {
        operator: {key: value for key, value in keys.items() if not key.startswith("dynamodb:")}
        for operator, keys in conditions.items()
    }
    return _conditions_met(known, context)


def resolve_condition_key(key, context):
    """The CDK's bucket for assets insists on TLS, which nobody on this machine has."""
    return "true" if key.lower() == "aws:securetransport" else _resolve_condition_key(key, context)


iam_evaluator._conditions_met = conditions_met
iam_evaluator._resolve_condition_key = resolve_condition_key


_secret = dict(provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"])


def by_arn(answer):
    """A secret's `Ref` is its ARN; MiniStack takes the name.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html
    """
    _, attributes = answer
    return attributes["Arn"], attributes


def name_of(arn):
    return next(name for name, each in secretsmanager._secrets.items() if each["ARN"] == arn)


provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"] = {
    **_secret,
    "create": lambda *args: by_arn(_secret["create"](*args)),
    "update": lambda arn, *args, **more: by_arn(_secret["update"](name_of(arn), *args, **more)),
    "delete": lambda arn, props: _secret["delete"](name_of(arn), props),
}


def named(logical_id, _props, stack):
    """There is no schema registry, and nothing asks for one: its resources have a name and that is all."""
    name = f"{stack}-{logical_id}"
    return name, {"RegistryName": name, "SchemaName": name}


# The policy of a bus is not evaluated: nothing here puts events past the relay.
for kind in ("EventSchemas::Registry", "EventSchemas::Schema", "Events::EventBusPolicy"):
    provisioners._RESOURCE_HANDLERS[f"AWS::{kind}"] = {
        "create": named,
        "delete": lambda _name, _props: None,
    }


_cors_response_headers = apigateway._cors_response_headers
_cors_preflight_response = apigateway._cors_preflight_response


def as_sent(cors):
    """MiniStack keeps a template's names, such as `AllowOrigins`, and looks for those of API Gateway's own calls."""
    return {name[0].lower() + name[1:]: value for name, value in (cors or {}).items()}


apigateway._cors_response_headers = lambda cors, origin: _cors_response_headers(as_sent(cors), origin)
apigateway._cors_preflight_response = lambda cors, origin: _cors_preflight_response(as_sent(cors), origin)


def end_with_test():
    """The test holds the other end of stdin: however it ends, MiniStack and all functions do."""
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=end_with_test, daemon=True).start()
app.main()
