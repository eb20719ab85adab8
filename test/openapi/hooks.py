"""What schemathesis can't know: who calls, and values that only this API can have made.

Each operation is called by a user of its own, as what it does may end the login.
"""

import functools
import os
import re
import time
import uuid

from urllib.parse import parse_qs, urlsplit

import requests
import schemathesis
from schemathesis.generation import GenerationMode

URL = os.environ["CONTRACT_URL"]
PASSWORD = os.environ["CONTRACT_PASSWORD"]
SUPERUSER = os.environ["CONTRACT_SUPERUSER"]
# What browsers send by themselves: cookies are only taken from pages of an origin that is allowed.
ORIGIN = {"Origin": URL}
DEADLINE = 20


def call(method, path, **options):
    response = requests.request(method, URL + path, timeout=30, **options)
    response.raise_for_status()
    return response


def new_email():
    return f"{uuid.uuid4()}@example.com"


def new_user():
    body = {"email": new_email(), "password": PASSWORD, "name": "Ada"}
    return call("POST", "/users/register", json=body).json()


def sign_in(email, backend):
    form = {"username": email, "password": PASSWORD}
    return call("POST", f"/users/login/{backend}", data=form, headers=ORIGIN)


def credential_of(response):
    if response.status_code != 204:
        return {"Authorization": f"Bearer {response.json()['access_token']}"}
    # By hand, as Python's client keeps no `Secure` cookie that came by plain HTTP.
    lines = response.raw.headers.getlist("set-cookie")
    return {"Cookie": "; ".join(line.split(";")[0] for line in lines)}


def is_superusers(operation):
    return "Only superusers" in operation.get("description", "")


@schemathesis.auth(refresh_interval=None)
class Login:
    """A login with the first backend that an operation takes."""

    def get(self, case, context):
        operation = case.operation.definition.raw
        schemes = [name for each in operation["security"] for name in each]
        if not schemes:
            return {}
        email = SUPERUSER if is_superusers(operation) else new_user()["email"]
        return credential_of(sign_in(email, schemes[0].removesuffix("-refresh")))

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), **ORIGIN, **data}


def mailed(event, email):
    """The newest token that was mailed to an address."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        for each in reversed(call("GET", "/_local/events").json()):
            detail = each["detail"]
            if each["detail-type"] == event and email in (
                detail["user"]["email"],
                detail.get("new_email"),
            ):
                return detail["token"]
        time.sleep(0.02)
    raise TimeoutError(f"no {event} for {email}")


def reset_token():
    email = new_user()["email"]
    call("POST", "/users/forgot-password", json={"email": email})
    return mailed("after-forgot-password", email)


def verification_token():
    email = new_user()["email"]
    call("POST", "/users/request-verify-token", json={"email": email})
    return mailed("after-request-verify", email)


def email_change_token():
    user = new_user()
    change = {"email": new_email(), "current_password": PASSWORD}
    login = credential_of(sign_in(user["email"], "jwt"))
    call("PATCH", "/users/me", json=change, headers=login)
    return mailed("after-request-email-change", user["email"])


def refresh_token():
    return sign_in(new_user()["email"], "jwt").json()["refresh_token"]


def session_of(headers):
    """The session of a login; nothing for a request that is sent without one to see whether that matters."""
    response = requests.get(f"{URL}/users/me/sessions", headers=headers, timeout=30)
    return response.json()[0]["id"] if response.status_code == 200 else None


@functools.cache
def cursor():
    """Of the second page of users."""
    new_user()
    headers = credential_of(sign_in(SUPERUSER, "jwt"))
    link = call("GET", "/users?limit=1", headers=headers).links["next"]["url"]
    return parse_qs(urlsplit(link).query)["cursor"][0]


TAKEN = set()


def fresh(email):
    """The address, or one that nobody has."""
    free = email if email and email not in TAKEN and "example.com" not in email else new_email()
    TAKEN.add(free)
    return free


# Fields of bodies, by the operations that take them.
FIELDS = {
    "register": {"email": fresh, "password": lambda _: PASSWORD},
    "updateMe": {
        "email": fresh,
        "password": lambda given: given and f"another {PASSWORD}",
        "current_password": lambda _: PASSWORD,
    },
    "updateUser": {"email": fresh, "password": lambda given: given and PASSWORD},
    "refreshJwt": {"refresh_token": lambda _: refresh_token()},
    "resetPassword": {
        "token": lambda _: reset_token(),
        "password": lambda _: f"another {PASSWORD}",
    },
    "verify": {"token": lambda _: verification_token()},
    "confirmEmailChange": {"token": lambda _: email_change_token()},
}
LOGIN = {"username": lambda _: new_user()["email"], "password": lambda _: PASSWORD}
REAUTHENTICATION = {"password": lambda _: PASSWORD}
PROOF = {"current_password": lambda _: PASSWORD}


def fields_of(operation_id):
    if operation_id.startswith("login"):
        return LOGIN
    if operation_id.startswith("reauthenticate"):
        return REAUTHENTICATION
    return FIELDS.get(operation_id, PROOF)


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    operation = case.operation.definition.raw
    if isinstance(case.body, dict):
        required = ("current_password",) if "email" in case.body or "password" in case.body else ()
        for name, value in fields_of(operation["operationId"]).items():
            if name in case.body or name in required and operation["operationId"] == "updateMe":
                case.body[name] = value(case.body.get(name))
    if "cursor" in (case.query or {}):
        case.query["cursor"] = cursor()
    if operation["operationId"] == "deleteMySession":
        case.path_parameters["id"] = session_of(case.headers) or case.path_parameters["id"]
    elif "id" in (case.path_parameters or {}):
        user = new_user()
        case.path_parameters["id"] = user["id"]
        if "session_id" in case.path_parameters:
            login = credential_of(sign_in(user["email"], "session"))
            case.path_parameters["session_id"] = session_of(login)


def matches(template, path):
    """Whether a path of the API has the pattern of another one, such as `/users/{id}`."""
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) is not None


@schemathesis.check
def unknown_method(ctx, response, case):
    """In place of `unsupported_method`: API Gateway answers 404, not 405, for a method that a path doesn't have.

    Another path may have the method, as `PATCH /users/{id}` for `PATCH /users/register`.
    """
    scenario = getattr(case.meta.phase.data, "scenario", None) if case.meta else None
    if scenario is None or scenario.name != "UNSPECIFIED_HTTP_METHOD":
        return
    method = response.request.method.lower()
    path = urlsplit(response.request.url).path
    paths = case.operation.schema.raw_schema["paths"]
    if any(method in paths[template] and matches(template, path) for template in paths):
        return
    assert response.status_code == 404, f"got {response.status_code}, expected 404"
    assert response.json() == {"message": "Not Found"}, response.text
