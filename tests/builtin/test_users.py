"""Users, their rights, and that nobody takes more than he holds or locks everybody out."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from core.data.models import Activity, Customer, Password
from core.errors import Forbidden, Invalid
from core.services import records
from core.services.authentication import verify_password
from core.services.work import App
from tests.builtin.conftest import Act, Create, SignIn, Update

User = Callable[..., int]
Role = Callable[[str, Mapping[str, str]], str]
EVERYTHING = {"*": "all"}
SECRET = "correct horse battery"


@pytest.fixture
def boss(role: Role, user: User) -> int:
    """The only administrator."""
    return user("boss", role("administrator", EVERYTHING))


@pytest.fixture
def clerk_role(role: Role) -> str:
    """A role that may manage users of its branch, but not much else."""
    return role("clerk", {"core.users.*": "unit", "core.units.view": "all", "core.roles.view": "all"})


def test_a_login_is_lower_case_without_spaces(create: Create) -> None:
    for login in ("Ann", "ann lee", "ann\tlee"):
        with pytest.raises(Invalid) as refused:
            create("users", login=login, name="Ann")
        assert set(refused.value.errors) == {"login"}


def test_the_last_administrator_stays(boss: int, update: Update, delete: Update, act: Act) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: update("users", boss, active=False),
        lambda: update("users", boss, roles=[]),
        lambda: delete("users", boss),
        lambda: act("users", "disable", boss),
    ]
    for attempt in attempts:
        with pytest.raises(Invalid, match="do everything"):
            attempt()


def test_the_last_administrators_role_keeps_its_rights(boss: int, update: Update, delete: Update) -> None:
    with pytest.raises(Invalid, match="do everything"):
        update("roles", 1, grants=[{"permission": "core.customers.*", "reach": "all"}])
    with pytest.raises(Invalid, match="1 Users name it as Role"):
        delete("roles", 1)


def test_one_of_two_administrators_may_go(boss: int, user: User, update: Update, delete: Update) -> None:
    second = user("second", "administrator")
    delete("users", boss)
    with pytest.raises(Invalid, match="do everything"):
        update("users", second, active=False)


def test_an_ordinary_user_may_be_disabled_where_there_is_no_administrator(
    app: App, user: User, update: Update
) -> None:
    ann = user("ann")
    update("users", ann, active=False)
    with app.reading(app.system("test")) as work:
        assert not records.read(work, "users", ann)["active"]


def test_who_owns_customers_is_not_deleted_before_they_are_handed_over(
    app: App, user: User, create: Create, delete: Update, act: Act
) -> None:
    ann, bob = user("ann"), user("bob")
    for n in range(3):
        create("customers", name=f"C{n}", owner=ann, team=[{"user": ann, "role": "sales"}])
    create("activities", type="task", subject="Call", owner=ann)
    with pytest.raises(Invalid, match="reassign ann --to") as refused:
        delete("users", ann)
    assert "3 customers and 1 planned activities" in refused.value.errors["id"][0].message
    assert act("users", "disable", ann)["owns"] == {"customers": 3, "activities": 1}
    assert act("users", "reassign", ann, to="bob") == {"customers": 3, "activities": 1, "teams": 3}
    delete("users", ann)
    with app.reading(app.system("test")) as work:
        owned = select(func.count()).where(Customer.owner_id == bob)
        assert work.session.scalar(owned) == 3


def test_nobody_stands_twice_in_a_team_that_was_handed_over(
    app: App, user: User, create: Create, act: Act
) -> None:
    ann, bob, eve = user("ann"), user("bob"), user("eve")
    both = create(
        "customers", name="Both", team=[{"user": ann, "role": "sales"}, {"user": bob, "role": "law"}]
    )
    other = create("customers", name="Other", team=[{"user": eve}, {"user": ann, "role": "sales"}])
    assert act("users", "reassign", ann, to="bob")["teams"] == 2
    with app.reading(app.system("test")) as work:
        teams = {row["id"]: row["team"] for row in records.read_many(work, "customers", [both, other])}
    assert [(line["user"], line["role"]) for line in teams[both]] == [(bob, "law")]
    assert [(line["user"], line["role"]) for line in teams[other]] == [(eve, None), (bob, "sales")]


def test_what_is_done_stays_with_who_did_it(
    app: App, user: User, create: Create, act: Act, delete: Update
) -> None:
    ann, bob = user("ann"), user("bob")
    call = create("activities", type="call", subject="Call", owner=ann, status="done")
    act("users", "reassign", ann, to=bob)
    delete("users", ann)
    with app.reading(app.system("test")) as work:
        assert work.session.scalar(select(Activity.owner_id).where(Activity.id == call)) == ann


@pytest.mark.parametrize("heir", ["ann", "nobody", 99, "9" * 20, "gone"])
def test_only_another_active_user_takes_over(user: User, act: Act, update: Update, heir: object) -> None:
    ann = user("ann")
    update("users", user("gone"), active=False)
    with pytest.raises(Invalid) as refused:
        act("users", "reassign", ann, to=heir)
    assert set(refused.value.errors) == {"to"}


def test_nobody_gives_a_role_that_holds_more(
    boss: int, clerk_role: str, user: User, sign_in: SignIn, create: Create, update: Update
) -> None:
    unit = create("units", code="HQ", name="Head office")
    clerk = user("clerk", clerk_role, unit=unit)
    for attempt in ("administrator", boss):
        with pytest.raises(Invalid) as refused:
            update("users", clerk, sign_in(clerk), roles=[{"role": attempt}])
        assert set(refused.value.errors) <= {"roles.0.role"}
    create("users", sign_in(clerk), login="new", name="New", roles=[{"role": "clerk"}])


def test_nobody_moves_himself_up_the_tree(
    clerk_role: str, user: User, sign_in: SignIn, create: Create, update: Update
) -> None:
    head = create("units", code="HQ", name="Head office")
    branch = create("units", code="B1", name="Branch", parent=head)
    clerk = user("clerk", clerk_role, unit=branch)
    with pytest.raises(Invalid) as refused:
        update("users", clerk, sign_in(clerk), unit=head)
    assert refused.value.errors["unit"][0].code == "not_held"


def test_a_password_is_kept_as_a_hash_only(app: App, user: User, act: Act) -> None:
    ann = user("ann")
    act("users", "password", ann, password=SECRET)
    act("users", "password", ann, password=SECRET + "!")
    with app.reading(app.system("test")) as work:
        (hashed,) = work.session.scalars(select(Password.hash))
    assert hashed.startswith("$argon2id$")
    assert verify_password(SECRET + "!", hashed)
    assert not verify_password(SECRET, hashed)
    assert not verify_password(SECRET, "rubbish")


@pytest.mark.parametrize("password", ["short", "verylonglogin"])
def test_bad_passwords_are_refused(user: User, act: Act, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        act("users", "password", user("verylonglogin"), password=password)
    assert set(refused.value.errors) == {"password"}


def test_everybody_may_change_his_own_password_only(
    role: Role, user: User, act: Act, sign_in: SignIn
) -> None:
    own = role("own", {"core.users.view": "all", "core.users.password": "own"})
    ann, bob = user("ann", own), user("bob", own)
    act("users", "password", ann, sign_in(ann), password=SECRET)
    with pytest.raises(Forbidden):
        act("users", "password", bob, sign_in(ann), password=SECRET)


def test_nobody_takes_over_somebody_who_may_do_more(
    boss: int, clerk_role: str, user: User, act: Act, sign_in: SignIn, create: Create, update: Update
) -> None:
    unit = create("units", code="HQ", name="Head office")
    update("users", boss, unit=unit)
    clerk = user("clerk", clerk_role, unit=unit)
    with pytest.raises(Forbidden, match="more than you"):
        act("users", "password", boss, sign_in(clerk), password=SECRET)
    act("users", "password", user("new", unit=unit), sign_in(clerk), password=SECRET)


def test_a_disabled_user_comes_back(user: User, act: Act, read: Callable[[str, int], Any]) -> None:
    ann = user("ann")
    act("users", "disable", ann)
    assert not read("users", ann)["active"]
    assert act("users", "enable", ann) == ann
    assert read("users", ann)["active"]


def test_two_administrators_cannot_disable_each_other_at_once(boss: int, user: User, update: Update) -> None:
    pair = (boss, user("second", "administrator"))

    def disable(id: int) -> bool:
        try:
            update("users", id, active=False)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(disable, pair)) == [False, True]


def test_a_role_is_given_and_taken_away_without_touching_the_others(
    app: App, act: Act, role: Role, user: User
) -> None:
    ann = user("ann", role("buyer", {"core.tags.view": "all"}), role("seller", {"core.tags.view": "all"}))
    role("packer", {"core.tags.view": "all"})
    for name, given in (("grant", "packer"), ("grant", "packer"), ("revoke", "buyer"), ("revoke", "buyer")):
        act("users", name, ann, role=given)
    with app.reading(app.system("test")) as work:
        lines = records.read(work, "users", ann)["roles"]
    assert [line["role"] for line in lines] == [2, 3]


def test_roles_beyond_the_own_rights_cannot_be_given(
    boss: int, act: Act, role: Role, user: User, sign_in: SignIn
) -> None:
    staff, ann = user("hr", role("hr", {"core.users.*": "all", "core.roles.view": "all"})), user("ann")
    with pytest.raises(Invalid) as refused:
        act("users", "grant", ann, sign_in(staff), role="administrator")
    assert set(refused.value.errors) == {"roles.0.role"}
    assert act("users", "grant", ann, sign_in(staff), role="hr") == ann
