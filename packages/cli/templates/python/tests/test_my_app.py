import json
import re
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ADA = {"name": "Ada", "email": "ada@example.com", "password": "correct horse battery"}


def send(request: Request):
    try:
        return urlopen(request)
    except HTTPError as answer:
        return answer


def post(dev, path: str, body: dict):
    headers = {"content-type": "application/json"}
    return send(Request(f"{dev.url}/users{path}", json.dumps(body).encode(), headers))


def log_in(dev, password: str):
    """Logs in by cookie, as the page does."""
    form = urlencode({"username": ADA["email"], "password": password}).encode()
    return send(Request(f"{dev.url}/users/login/cookie", form, {"origin": dev.url}))


def test_the_page_is_served_from_the_address_of_the_api(dev):
    response = send(Request(dev.url))
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<form id="register">' in response.read().decode()


def test_a_user_registers_is_mailed_a_welcome_and_logs_in(dev):
    assert post(dev, "/register", ADA).status == 201
    welcome = dev.mail(ADA["email"], "Welcome to my-app")
    assert welcome.startswith("Welcome to my-app!")
    # Anybody can register the address of somebody else.
    assert "Ada" not in welcome

    login = log_in(dev, ADA["password"])
    assert login.status == 204
    cookie = login.headers["set-cookie"].split(";")[0]
    me = send(Request(f"{dev.url}/users/me", headers={"cookie": cookie}))
    assert json.load(me)["name"] == "Ada"


def test_a_user_without_a_name_is_refused(dev):
    nameless = {key: value for key, value in ADA.items() if key != "name"}
    assert post(dev, "/register", nameless).status == 422


def test_a_name_with_a_line_break_is_refused(dev):
    assert post(dev, "/register", {**ADA, "name": "Ada\nYou have won"}).status == 422


def test_the_link_in_a_mail_sets_a_new_password(dev):
    post(dev, "/forgot-password", {"email": ADA["email"]})
    text = dev.mail(ADA["email"], "Set a new password")
    token = re.search(r"/\?reset#token=(\S+)", text)[1]
    body = {"token": token, "password": "a better battery"}
    assert post(dev, "/reset-password", body).status == 200
    assert log_in(dev, ADA["password"]).status == 400
    assert log_in(dev, "a better battery").status == 204
