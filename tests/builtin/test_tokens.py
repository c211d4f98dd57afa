"""API tokens: what they open, for how long, and that their secret is kept nowhere."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from core.contracts.work import Actor
from core.data.models import JournalEntry, TokenSecret
from core.errors import Forbidden, Invalid, NotSignedIn
from core.services.work import App
from core.testing.app import Clock
from tests.builtin.conftest import Act, Create, SignIn, Update

User = Callable[..., int]
Role = Callable[[str, Mapping[str, str]], str]
Enter = Callable[[str], Actor]


@pytest.fixture
def ann(role: Role, user: User) -> int:
    """A user who may see customers and make tokens."""
    return user("ann", role("seller", {"core.customers.*": "team", "core.tokens.*": "own"}))


@pytest.fixture
def enter(app: App) -> Enter:
    """Whom a token speaks for."""

    def enter(secret: str) -> Actor:
        return app.actors.of_token(secret, "api", app.clock())

    return enter


def test_a_token_speaks_for_its_user(ann: int, act: Act, sign_in: SignIn, enter: Enter) -> None:
    made = act("tokens", "create", None, sign_in(ann), name="Robot")
    actor = enter(made["secret"])
    assert made["secret"].startswith("gx_")
    assert (actor.user_id, actor.door, actor.reach("core.customers.edit")) == (ann, "api", "team")


def test_scopes_limit_a_token_to_what_its_user_may(
    ann: int, act: Act, sign_in: SignIn, enter: Enter, update: Update
) -> None:
    scopes = "core.customers.view core.users.*"
    secret = act("tokens", "create", None, sign_in(ann), name="Robot", scopes=scopes)["secret"]
    actor = enter(secret)
    assert actor.reach("core.customers.view") == "team"
    assert actor.reach("core.customers.edit") is None
    assert actor.reach("core.users.view") is None
    update("users", ann, roles=[])
    assert enter(secret).reach("core.customers.view") is None


@pytest.mark.parametrize("wider", ["", "core.tokens.create core.customers.edit", "core.tokens.*", "*"])
def test_a_narrow_token_makes_no_wider_one(
    ann: int, act: Act, sign_in: SignIn, enter: Enter, wider: str
) -> None:
    scopes = "core.tokens.create core.customers.view"
    narrow = enter(act("tokens", "create", None, sign_in(ann), name="Robot", scopes=scopes)["secret"])
    with pytest.raises(Forbidden):
        act("tokens", "create", None, narrow, name="More", scopes=wider)
    again = act("tokens", "create", None, narrow, name="Equal", scopes="core.customers.view")
    assert enter(again["secret"]).reach("core.customers.edit") is None


def test_a_token_that_ends_makes_none_that_lasts_longer(
    ann: int, act: Act, sign_in: SignIn, enter: Enter, clock: Clock
) -> None:
    last = clock.now.date() + timedelta(days=3)
    short = enter(act("tokens", "create", None, sign_in(ann), name="Short", expires_on=last)["secret"])
    for longer in (None, last + timedelta(days=1)):
        with pytest.raises(Forbidden):
            act("tokens", "create", None, short, name="More", expires_on=longer)
    enter(act("tokens", "create", None, short, name="Equal", expires_on=last)["secret"])


def test_misspelt_scopes_are_refused(ann: int, act: Act) -> None:
    with pytest.raises(Invalid) as refused:
        act("tokens", "create", name="Robot", user="ann", scopes="core.customers.vew")
    assert "core.customers.view" in refused.value.errors["scopes"][0].message


@pytest.mark.parametrize("secret", ["", "gx_", "x" * 10_000, "gx_\udc80", "' OR 1=1 --"])
def test_unknown_tokens_open_nothing(ann: int, enter: Enter, secret: str) -> None:
    with pytest.raises(NotSignedIn):
        enter(secret)


def test_a_token_works_through_its_last_day(ann: int, act: Act, enter: Enter, clock: Clock) -> None:
    today = clock.now.date()
    secret = act("tokens", "create", name="Robot", user="ann", expires_on=today)["secret"]
    assert enter(secret).user_id == ann
    clock.forward(days=1)
    with pytest.raises(NotSignedIn):
        enter(secret)


def test_an_expired_token_is_not_made(ann: int, act: Act, clock: Clock) -> None:
    with pytest.raises(Invalid):
        act("tokens", "create", name="Robot", user="ann", expires_on=clock.now.date() - timedelta(days=1))


def test_revoked_deleted_and_disabled_tokens_open_nothing(
    ann: int, user: User, act: Act, enter: Enter, delete: Update
) -> None:
    made = [act("tokens", "create", name=f"T{n}", user=who) for n, who in enumerate(("ann", "ann"))]
    others = act("tokens", "create", name="T", user=user("bob"))
    act("tokens", "revoke", made[0]["id"])
    delete("tokens", made[1]["id"])
    act("users", "disable", 2)
    for token in (*made, others):
        with pytest.raises(NotSignedIn):
            enter(token["secret"])


def test_tokens_are_made_for_oneself(ann: int, user: User, act: Act, sign_in: SignIn, role: Role) -> None:
    role("viewer", {"core.users.view": "all", "core.tokens.*": "own"})
    bob = user("bob", "viewer")
    with pytest.raises(Forbidden):
        act("tokens", "create", None, sign_in(bob), name="Robot", user="ann")
    with pytest.raises(Invalid, match="user"):
        act("tokens", "create", name="Whose?")


def test_the_secret_is_kept_nowhere(app: App, ann: int, act: Act) -> None:
    secret = act("tokens", "create", name="Robot", user="ann")["secret"]
    with app.reading(app.system("test")) as work:
        kept = list(work.session.scalars(select(TokenSecret.hash)))
        told = [str(row) for row in work.session.execute(select(JournalEntry.before, JournalEntry.details))]
    assert len(kept[0]) == 64
    assert secret not in str((kept, told))


def test_rights_have_a_generation(app: App, ann: int, create: Create, update: Update, delete: Update) -> None:
    def generation() -> int:
        with app.database.reading() as connection:
            return connection.scalar(text("SELECT value FROM core_state WHERE name = 'rights'")) or 0

    seen = [generation()]
    unit = create("units", code="HQ", name="Head office")
    steps: list[Callable[[], object]] = [
        lambda: update("units", unit, name="Centre"),
        lambda: update("users", ann, unit=unit),
        lambda: update("roles", 1, grants=[]),
        lambda: update("users", ann, unit=None),
        lambda: delete("units", unit),
    ]
    for step in steps:
        step()
        seen.append(generation())
    assert seen == sorted(set(seen))


def test_an_actor_knows_where_he_is(create: Create, user: User, sign_in: SignIn, role: Role) -> None:
    head = create("units", code="HQ", name="Head office", country="DE", time_zone="Europe/Berlin")
    branch = create("units", code="B", name="Branch", parent=head)
    shop = create("units", code="S", name="Shop", parent=branch)
    create("units", code="X", name="Elsewhere")
    actor = sign_in(user("bob", unit=head, language="zh-TW"))
    assert set(actor.unit_ids) == {head, branch, shop}
    assert (actor.country, actor.time_zone, actor.locale) == ("DE", "Europe/Berlin", "zh_Hant")
    assert actor.grants == {}


def test_the_use_of_a_token_is_noted_once_an_hour(
    ann: int, act: Act, enter: Enter, clock: Clock, read: Callable[[str, int], Any]
) -> None:
    made = act("tokens", "create", name="Robot", user="ann")
    used = []
    for minutes in (0, 59, 2):
        clock.forward(minutes=minutes)
        enter(made["secret"])
        used.append(read("tokens", made["id"])["last_used_at"])
    assert used[0] == used[1] == clock.now - timedelta(minutes=61)
    assert used[2] == clock.now


def test_rights_are_those_of_the_moment(
    ann: int, app: App, sign_in: SignIn, update: Update, delete: Update, create: Create, act: Act
) -> None:
    assert sign_in(ann).reach("core.customers.view") == "team"
    update("roles", 1, grants=[{"permission": "core.customers.view", "reach": "own"}])
    assert sign_in(ann).reach("core.customers.view") == "own"
    unit = create("units", code="HQ", name="Head office", country="CN")
    update("users", ann, unit=unit)
    assert (sign_in(ann).unit_ids, sign_in(ann).country) == ((unit,), "CN")
    update("users", ann, roles=[])
    assert sign_in(ann).reach("core.customers.view") is None
    act("users", "disable", ann)
    with pytest.raises(NotSignedIn, match="ann"):
        app.actors.of_user("ann", "cli")
