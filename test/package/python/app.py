"""A stack in Python; `npm run test:python` synthesises it with the wheel, on the oldest aws-cdk-lib."""

from pathlib import Path

from aws_cdk import App, Stack, aws_apigatewayv2 as apigatewayv2, aws_events_targets as targets, aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from cdk_users_api import AuthBackend, JwtAlgorithm, PasswordPolicy, UserModel, UsersApi

# TypeScript, with esbuild and zod among the packages of the project that it is in.
MODEL = Path(__file__).parents[3] / "examples" / "user-model.ts"

app = App()
stack = Stack(app, "PythonApp")
users = UsersApi(
    stack,
    "Users",
    auth_backends=[
        AuthBackend.jwt(algorithm=JwtAlgorithm.ES256),
        AuthBackend.cookie(),
        AuthBackend.session(),
    ],
    password_policy=PasswordPolicy(min_length=10),
    user_model=UserModel.from_file(str(MODEL)),
    login_events=True,
    event_schemas=True,
)
function = lambda_.Function(
    stack,
    "Function",
    runtime=lambda_.Runtime.NODEJS_24_X,
    handler="index.handler",
    code=lambda_.Code.from_inline("exports.handler = async () => {};"),
    environment=users.admin_environment,
)
users.grants.manage_users(function)
users.on_after_register("Welcome", target=targets.LambdaFunction(function))
users.add_routes(
    path="/hello",
    methods=[apigatewayv2.HttpMethod.GET],
    integration=HttpLambdaIntegration("Hello", function),
    authorizer=users.authorizer(superuser=True),
)
document = users.open_api
assert document["paths"]["/users/me"]["get"]["operationId"] == "getMe", document
app.synth()
