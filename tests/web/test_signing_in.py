"""Signing in: sessions, wrong passwords, guessing, and what becomes of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.builtin import user_actions
from core.data.models import Attempt, UserSession
from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.web import Arrive
from core.web.cookies import SESSION

PASSWORD = "correct horse battery"

MakeUser = Callable[..., int]


@pytest.fixture
def make_user(app: App) -> MakeUser:
    """A user with a password."""

    def make_user(login: str = "anna", **values: object) -> int:
        with app.work(app.system(door="test")) as work:
            (id,) = records.create(work, "users", [{"login": login, "name": login.title(), **values}])
            user_actions.set_password(work, id, {"password": PASSWORD})
        return id

    return make_user


@pytest.fixture
def browser(site: Starlette) -> TestClient:
    """A browser in which nobody is signed in; it follows no redirects."""
    return TestClient(site, raise_server_exceptions=False, follow_redirects=False)


def sign_in(browser: TestClient, login: str = "anna", password: str = PASSWORD, **more: str) -> int:
    return browser.post("/sign-in", data={"login": login, "password": password, **more}).status_code


def test_signing_in_leads_to_the_page_that_was_asked_for(make_user: MakeUser, browser: TestClient) -> None:
    make_user()
    asked = browser.get("/profile?a=1")
    assert asked.headers["location"] == "/sign-in?next=%2Fprofile%3Fa%3D1"
    answer = browser.post("/sign-in", data={"login": "anna", "password": PASSWORD, "next": "/profile?a=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile?a=1")
    assert browser.get("/profile").status_code == 200


def test_the_cookie_can_be_read_by_no_script_and_no_other_site(
    make_user: MakeUser, browser: TestClient, app: App
) -> None:
    make_user()
    cookie = browser.post("/sign-in", data={"login": "anna", "password": PASSWORD}).headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/"))
    with app.database.reading() as connection:
        kept = connection.scalars(select(UserSession.hash)).one()
    assert kept not in cookie  # only the hash is kept


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_signing_in_leads_nowhere_else(make_user: MakeUser, browser: TestClient, address: str) -> None:
    make_user()
    answer = browser.post("/sign-in", data={"login": "anna", "password": PASSWORD, "next": address})
    assert answer.headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    make_user: MakeUser, browser: TestClient
) -> None:
    make_user()
    wrong = browser.post("/sign-in", data={"login": "anna", "password": "wrong password"})
    unknown = browser.post("/sign-in", data={"login": "otto", "password": "wrong password"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("anna", "otto") == unknown.text
    assert "wrong password" not in wrong.text


def test_guessing_is_refused_after_five_failures_even_with_the_right_password(
    make_user: MakeUser, browser: TestClient, clock: Clock
) -> None:
    make_user()
    assert [sign_in(browser, password="wrong") for _ in range(5)] == [401] * 5
    refused = browser.post("/sign-in", data={"login": "anna", "password": PASSWORD})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 800
    clock.forward(minutes=16)
    assert sign_in(browser) == 303


def test_failures_of_one_place_do_not_lock_others_out(
    make_user: MakeUser, site: Starlette, browser: TestClient
) -> None:
    make_user()
    elsewhere = TestClient(site, follow_redirects=False, client=("203.0.113.9", 1))
    assert [sign_in(elsewhere, password="wrong") for _ in range(6)][-1] == 429
    assert sign_in(browser) == 303


def test_what_was_typed_as_a_login_is_not_kept(make_user: MakeUser, browser: TestClient, app: App) -> None:
    sign_in(browser, login="my secret password", password="anna")
    with app.database.reading() as connection:
        assert not any("secret" in key for key in connection.scalars(select(Attempt.key)))


def test_signing_out_ends_the_session(make_user: MakeUser, browser: TestClient) -> None:
    make_user()
    sign_in(browser)
    secret = browser.cookies[SESSION]
    assert browser.post("/sign-out").headers["clear-site-data"] == '"cache"'
    browser.cookies.set(SESSION, secret)
    assert browser.get("/").headers["location"] == "/sign-in"


@pytest.mark.parametrize("away", [{"hours": 13}, {"days": 31}])
def test_a_session_ends_with_time(
    make_user: MakeUser, browser: TestClient, clock: Clock, away: dict[str, float]
) -> None:
    make_user()
    sign_in(browser)
    clock.forward(**away)
    assert browser.get("/").status_code == 303


def test_whoever_comes_daily_stays_signed_in_for_a_month(
    make_user: MakeUser, browser: TestClient, clock: Clock
) -> None:
    make_user()
    sign_in(browser)
    for _ in range(50):
        clock.forward(hours=11)
        assert browser.get("/profile").status_code == 200


def test_who_is_disabled_or_gets_a_new_password_is_signed_out(
    make_user: MakeUser, browser: TestClient, app: App
) -> None:
    user = make_user()
    sign_in(browser)
    with app.work(app.system(door="test")) as work:
        user_actions.set_password(work, user, {"password": "another password"})
    assert browser.get("/").status_code == 303
    assert sign_in(browser, password="another password") == 303
    with app.work(app.system(door="test")) as work:
        records.update(work, "users", [records.Update(user, {"active": False})])
    assert browser.get("/").status_code == 303
    assert sign_in(browser, password="another password") == 401


def test_what_is_no_secret_signs_nobody_in(browser: TestClient) -> None:
    for secret in ("", "x", "gx_abc", "'--", "\u00e9" * 10):
        browser.cookies.set(SESSION, secret.encode("unicode_escape").decode())
        assert browser.get("/").status_code == 303


def test_the_page_speaks_the_language_of_the_browser_or_the_chosen_one(browser: TestClient) -> None:
    assert "登录" in browser.get("/sign-in", headers={"accept-language": "zh-CN"}).text
    assert "登入" in browser.get("/sign-in?lang=zh-Hant").text
    assert "登入" in browser.get("/sign-in").text  # it was remembered


def test_a_session_is_noted_as_used_at_most_every_five_minutes(
    visitor: Arrive, app: App, clock: Clock
) -> None:
    person = visitor()
    began = clock.now
    clock.forward(minutes=4)
    person.get("/profile")
    seen = select(UserSession.seen_at)
    with app.database.reading() as connection:
        assert connection.scalar(seen) == began
    clock.forward(minutes=2)
    person.get("/profile")
    with app.database.reading() as connection:
        assert connection.scalar(seen) == began + timedelta(minutes=6)
