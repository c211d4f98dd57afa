"""The one way around the rights: it reads columns only, and everybody can see who uses it."""

import ast
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased

from core.data.limits import GuardError
from core.data.models import Customer, State
from core.services import records
from core.services.work import App
from tests.services.access.conftest import Company

ROOT = Path(__file__).parents[3]

# Where, and how often, the rights are gone around. Whoever adds one says why there, and here.
USES = {
    "core/builtin/administrators.py": 2,  # the last administrator stays, whoever can see whom
    "core/builtin/contacts.py": 2,  # one main contact of each customer, seen or unseen
    "core/builtin/customers.py": 1,  # numbers are unique
    "core/builtin/users.py": 2,  # nobody grants more than he holds; what a user still owns
    "core/services/access/explaining.py": 1,  # who sees a record, whoever sees those
    "core/services/attachments/unused.py": 1,  # a content is used whoever attached it
    "core/services/records/deleting.py": 2,  # what others name is not deleted
    "core/services/records/purging.py": 2,  # what is deleted for good is nobody's any more
    "core/services/records/restoring.py": 1,  # what comes back names nothing in the trash
    "core/services/records/trashed.py": 1,  # who has put it into the trash
    "core/services/records/trees.py": 1,  # circles
    "core/services/records/tags.py": 1,  # one vocabulary
    "core/services/records/uniqueness.py": 1,  # unique among all
    "core/services/undo/building.py": 1,  # what others have built upon stays, whoever sees it
    "core/services/undo/noting.py": 1,  # the number of the journal's last row
    "core/services/undo/undoing.py": 1,  # what somebody did is found for its undo
    "core/services/search/entries.py": 2,  # all words of a record, whoever writes it
}
UNLIMITED = {
    "core/services/jobs/managing.py": 1,  # a job's own row, after asking whose it is
    "core/services/records/merging/merging.py": 2,  # links of records that the actor may not see
    "core/services/records/merging/unmerging.py": 1,
    "core/services/role_templates.py": 1,  # what a plugin brings, whatever the admin holds himself
    "core/services/undo/job.py": 1,  # the operation ends, whatever its actor may do by now
    "core/services/undo/taking_back.py": 1,
    "core/services/views.py": 1,  # the names of one's own roles
    "core/web/profile.py": 2,  # oneself, whatever one may see of users
}
WRITERS = {
    *(
        f"core/services/records/{name}.py"
        for name in (
            *("creating", "deleting", "extensions", "facts", "lines", "purging", "restoring", "tags"),
            *("updating", "writing"),
        )
    ),
    *(f"core/services/records/merging/{name}.py" for name in ("merging", "moving", "touching", "unmerging")),
    "core/services/search/entries.py",
    "core/services/work.py",
}


def test_it_sees_everything_that_is_written_in_the_same_transaction(app: App, company: Company) -> None:
    with app.work(company.actor("own")) as work:
        records.create(work, "customers", [{"name": "new"}])
        with work.access.unrestricted(work, "a test") as session:
            names = set(session.scalars(select(Customer.name)))
            assert session.scalar(select(func.count()).select_from(Customer)) == len(names)
        assert set(work.session.scalars(select(Customer.name))) == {"own", "new"}
    assert names == {*company.customers, "new"}


def test_no_entity_and_no_write_goes_through_it(app: App, company: Company) -> None:
    statements: list[Any] = [
        select(Customer),
        select(Customer.id, Customer),
        select(aliased(Customer)),
        select(Customer).union(select(Customer)),
        update(Customer).values(name="x"),
        update(Customer).values(name="x").execution_options(guanxi_writer=True),
        insert(State).values(name="x", value=1),
    ]
    with app.work(company.actor("own")) as work, work.access.unrestricted(work, "a test") as session:
        for statement in statements:
            with pytest.raises(GuardError):
                session.execute(statement)
        with pytest.raises(GuardError):
            session.get(Customer, company.customers["foreign"])
        with pytest.raises(GuardError):
            session.connection()


def test_a_reason_must_be_given(app: App) -> None:
    with (
        app.reading(app.system()) as work,
        pytest.raises(ValueError, match="say why"),
        work.access.unrestricted(work, ""),
    ):
        pass


def test_a_statement_that_went_around_the_rights_is_limited_the_next_time(app: App, company: Company) -> None:
    statement = select(func.count()).select_from(Customer)
    with app.reading(company.actor("own")) as work:
        for _ in range(2):
            with work.access.unrestricted(work, "a test") as session:
                assert session.scalar(statement) == len(company.customers)
            assert work.session.scalar(statement) == 1


def uses_of(path: Path) -> int:
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    return sum(isinstance(call.func, ast.Attribute) and call.func.attr == "unrestricted" for call in calls)


def test_every_use_is_known() -> None:
    found = {path.relative_to(ROOT).as_posix(): uses_of(path) for path in (ROOT / "core").rglob("*.py")}
    assert {path: count for path, count in found.items() if count} == USES


def test_only_few_act_without_limits() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("*.py")}
    found = {
        path.relative_to(ROOT).as_posix(): text.count(".unlimited(")
        for path, text in texts.items()
        if ".unlimited(" in text
    }
    assert found == UNLIMITED


def test_only_known_modules_write_guarded_tables() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("*.py")}
    ways = ("guanxi_writer", "import insert_rows", "records.writing import")
    found = {path for path, text in texts.items() if any(way in text for way in ways)}
    assert {path.relative_to(ROOT).as_posix() for path in found} == {*WRITERS, "core/data/session.py"}
