"""The flow by the client of openapi-python-client."""

import json
import os
import time
import uuid
from typing import TypeVar

import httpx
from generated import AuthenticatedClient, Client
from generated.api.accounts import get_me, register
from generated.api.administration import list_users
from generated.api.login import login_cookie, login_jwt
from generated.api.passwords import forgot_password, reset_password
from generated.models import (
    ForgotPasswordBody,
    LoginBody,
    RefreshableToken,
    RegisterBadRequestError,
    RegisterBody,
    ResetPasswordBody,
    User,
)

URL = os.environ["CONTRACT_URL"]
SUPERUSER = os.environ["CONTRACT_SUPERUSER"]
PASSWORD = os.environ["CONTRACT_PASSWORD"]
NEW_PASSWORD = f"another {PASSWORD}"
# A page of the API's own origin, as browsers say by themselves: cookies are taken from no other.
HEADERS = {"Origin": URL}

Wanted = TypeVar("Wanted")
anyone = Client(base_url=URL, headers=HEADERS)


def got(wanted: type[Wanted], answer: object) -> Wanted:
    assert isinstance(answer, wanted), answer
    return answer


def bearer(email: str, password: str) -> AuthenticatedClient:
    body = LoginBody(username=email, password=password)
    login = got(RefreshableToken, login_jwt.sync(client=anyone, body=body))
    return AuthenticatedClient(base_url=URL, token=login.access_token)


def reset_token(email: str) -> str:
    """The token that was mailed to an address: here, that of the event."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for event in httpx.get(f"{URL}/_local/events").json():
            if (
                event["detail-type"] == "after-forgot-password"
                and event["detail"]["user"]["email"] == email
            ):
                return str(event["detail"]["token"])
    raise TimeoutError(email)


email = f"{uuid.uuid4()}@example.com"
registration = RegisterBody(email=email, password=PASSWORD, name="Ada")
user = got(User, register.sync(client=anyone, body=registration))
again = got(RegisterBadRequestError, register.sync(client=anyone, body=registration))
me = got(User, get_me.sync(client=bearer(email, PASSWORD)))

login_body = LoginBody(username=email, password=PASSWORD)
login = login_cookie.sync_detailed(client=anyone, body=login_body)
lines = [value for name, value in httpx.Headers(login.headers).multi_items() if name == "set-cookie"]
cookies = "; ".join(line.split(";")[0] for line in lines)
by_cookie = AuthenticatedClient(
    base_url=URL, headers=HEADERS, token=cookies, prefix="", auth_header_name="Cookie"
)
cookie = got(User, get_me.sync(client=by_cookie))

forgot_password.sync(client=anyone, body=ForgotPasswordBody(email=email))
reset_body = ResetPasswordBody(token=reset_token(email), password=NEW_PASSWORD)
reset_password.sync(client=anyone, body=reset_body)
reset = got(User, get_me.sync(client=bearer(email, NEW_PASSWORD)))
ended = get_me.sync_detailed(client=by_cookie)
found = got(list, list_users.sync(client=bearer(SUPERUSER, PASSWORD), email=email))

print(
    json.dumps(
        {
            "registered": user.name,
            "again": again.detail,
            "me": me.plan,
            "cookie": cookie.id == user.id,
            "reset": reset.is_verified,
            "ended": ended.status_code,
            "found": [one.id == user.id for one in found],
        }
    )
)
