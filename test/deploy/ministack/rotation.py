"""Rotation by a function, and JWT authorizers whose issuer is an API of this emulator's own.

MiniStack knows no rotation schedule, asks the internet for an issuer's keys, and verifies nothing
where the package cryptography is missing.
"""

import base64
import contextvars
import hashlib
import os
import re
import threading
import uuid

from ministack.core.responses import json_response
from ministack.services import apigateway, lambda_svc, secretsmanager
from ministack.services.cloudformation import provisioners

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


def rotate(secret, function):
    """https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html"""
    token = str(uuid.uuid4())
    for step in STEPS:
        event = {"Step": step, "SecretId": secret, "ClientRequestToken": token}
        lambda_svc._execute_function_with_config_scope(function, event)


# Names of functions by the ARNs of their secrets.
_functions = {}


def begin(secret):
    """Nobody waits for a rotation."""
    function = lambda_svc._functions[_functions[secret]]
    # Whose account it is stands in the context.
    run = contextvars.copy_context().run
    threading.Thread(target=run, args=(rotate, secret, function), daemon=True).start()


def create_schedule(_logical_id, props, _stack):
    """A new schedule rotates at once."""
    secret = props["SecretId"]
    _functions[secret] = props["RotationLambdaARN"].split(":")[6]
    if props.get("RotateImmediatelyOnUpdate") not in (False, "false"):
        begin(secret)
    return secret, {}


_rotate_secret = secretsmanager._rotate_secret


def rotate_secret(data):
    """MiniStack takes the value over into a new version, and calls no function."""
    secret = data["SecretId"]
    if secret not in _functions:
        return _rotate_secret(data)
    begin(secret)
    return json_response({"ARN": secret})


secretsmanager._rotate_secret = rotate_secret


provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::RotationSchedule"] = {
    "create": create_schedule,
    "delete": lambda *_: None,
}


_urlopen_async = apigateway._urlopen_async
_HERE = rf"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/_aws/execute-api/\1/$default"


def urlopen_here(request, timeout):
    """The host of an API resolves nowhere; its path is served here."""
    if isinstance(request, str):
        request = re.sub(r"^https?://(\w+)\.execute-api\.[^/]+", _HERE, request)
    return _urlopen_async(request, timeout)


apigateway._urlopen_async = urlopen_here


# RFC 8017, 9.2, note 1: what stands before a SHA-256 hash.
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def verify_rs256(token, jwk):
    """RSASSA-PKCS1-v1_5 with SHA-256: RFC 8017, 8.2.2."""
    signed, _, signature = token.rpartition(".")
    modulus, exponent, number = (
        int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
        for text in (jwk["n"], jwk["e"], signature)
    )
    size = (modulus.bit_length() + 7) // 8
    encoded = _SHA256 + hashlib.sha256(signed.encode()).digest()
    padded = b"\x00\x01".ljust(size - len(encoded) - 1, b"\xff") + b"\x00" + encoded
    return pow(number, exponent, modulus).to_bytes(size, "big") == padded


apigateway._verify_rs256_signature = verify_rs256
