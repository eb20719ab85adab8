from pathlib import Path
from typing import Any

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2 import HttpMethod, HttpNoneAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from aws_cdk.aws_events_targets import LambdaFunction
from aws_cdk.aws_ses import EmailIdentity
from cdk_users_api import AuthBackend, UserModel, UsersApi
from constructs import Construct

PROJECT = Path(__file__).parent.parent


class MyAppStack(Stack):
    """Users who register, log in, and get mails; and a page where they do."""

    def __init__(self, scope: Construct, construct_id: str, *, sender: str, **kwargs: Any) -> None:
        """
        :param sender: the address that mails come from, of a domain that SES has verified
        """
        super().__init__(scope, construct_id, **kwargs)

        users = UsersApi(
            self,
            "Users",
            auth_backends=[AuthBackend.cookie(), AuthBackend.jwt()],
            user_model=UserModel.from_file(str(PROJECT / "functions" / "user-model.mjs")),
        )
        address = users.http_api.api_endpoint

        page = self._function("Page", code="page", handler="server.handler")
        integration = HttpLambdaIntegration("Page", page)
        for route in ("/", "/page/{file}"):
            users.add_routes(
                path=route,
                methods=[HttpMethod.GET],
                integration=integration,
                # Otherwise a route is for users who are logged in.
                authorizer=HttpNoneAuthorizer(),
            )

        environment = {"SENDER": sender, "PAGE": address}
        mailer = self._function("Mailer", "functions/mailer", "index.handler", environment)
        domain = sender.split("@")[-1]
        EmailIdentity.from_email_identity_name(self, "Sender", domain).grant(mailer, "ses:SendEmail")
        target = LambdaFunction(mailer)
        users.on_after_register("MailWelcome", target=target)
        users.on_after_forgot_password("MailResetLink", target=target)
        users.on_after_request_verify("MailVerifyLink", target=target)

        CfnOutput(self, "PageUrl", value=address)

    def _function(
        self, name: str, code: str, handler: str, environment: dict[str, str] | None = None
    ) -> lambda_.Function:
        """In JavaScript: Python's functions run in AWS, and not yet under `npm run dev`."""
        return lambda_.Function(
            self,
            name,
            code=lambda_.Code.from_asset(str(PROJECT / code)),
            handler=handler,
            runtime=lambda_.Runtime.NODEJS_24_X,
            architecture=lambda_.Architecture.ARM_64,
            memory_size=256,
            environment=environment,
        )
