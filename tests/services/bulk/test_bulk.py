"""One change, or the deletion, of all that a filter finds: as a job, with reasons for what failed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from core.contracts.changes import Change
from core.contracts.work import Actor, Work
from core.data.models.job import QueuedJob
from core.data.models.journal import JournalEntry
from core.data.models.role import Role
from core.errors import Forbidden, Invalid
from core.plugin_api import hookimpl
from core.services import records
from core.services.bulk import requesting
from core.services.undo import managing
from core.services.work import App
from core.testing.app import Clock, MakeCustomer
from core.testing.jobs import RunJobs
from tests.services.undo.conftest import Names, operations, somebody, undo, values

Member = Callable[[str, Mapping[str, str]], Actor]

__all__ = ["operations", "somebody", "undo", "values"]

SEES = {"core.customers.view": "all", "core.customers.edit": "all"}
ROME = {"field": "city", "op": "eq", "value": "Rome"}


class Picky:
    """A plugin that lets nobody delete what is called "Dear", and may end the process."""

    dies_at = 0
    meanwhile: Callable[[], object] | None = None

    @hookimpl(resource="customers")
    def record_validating(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()

    @hookimpl(resource="customers")
    def record_updated(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        self.dies_at -= 1
        if self.dies_at == 0:
            raise KeyboardInterrupt

    @hookimpl(resource="customers")
    def record_deleting(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        if any((change.before or {})["name"] == "Dear" for change in changes):
            raise Forbidden("It is dear.")


@pytest.fixture
def picky() -> Picky:
    return Picky()


@pytest.fixture
def plugins(picky: Picky) -> Mapping[str, object]:
    return {"picky": picky}


@pytest.fixture
def ids(make_customer: MakeCustomer) -> list[int]:
    return [make_customer(name=f"Customer {n}", city="Rome") for n in range(6)]


@pytest.fixture
def member(app: App) -> Member:
    """A user with a role of these rights: `member("anna", {"core.customers.view": "all"})`."""

    def make(login: str, grants: Mapping[str, str]) -> Actor:
        lines = [{"permission": name, "reach": reach} for name, reach in grants.items()]
        with app.work(app.system("test")) as work:
            (role,) = records.create(work, "roles", [{"name": login, "title": login, "grants": lines}])
            user = {"login": login, "name": login, "roles": [{"role": role}]}
            (id,) = records.create(work, "users", [user])
        return app.actors.of_user(id, "test")

    return make


def ask(app: App, values: Mapping[str, Any] | None, actor: Actor | None = None, where: Any = ROME) -> Any:
    with app.work(actor or app.system("test")) as work:
        return requesting.request(work, "customers", where, None, values)


def result(app: App, asked: Mapping[str, Any]) -> Any:
    with app.reading(app.system("test")) as work:
        return work.session.scalars(select(QueuedJob.result).where(QueuedJob.id == asked["job"])).one()


def test_all_in_a_filter_are_changed_and_undone_as_one(
    app: App, ids: list[int], run_jobs: RunJobs, values: Names
) -> None:
    asked = ask(app, {"city": "Oslo", "source": "Web"})
    assert (asked["matching"], values("customers", "city")) == (6, ["Rome"] * 6)
    run_jobs()
    assert result(app, asked) == {"changed": 6, "failed": 0, "failures": []}
    assert values("customers", "city") == ["Oslo"] * 6
    with app.work(app.system("test")) as work:
        job = managing.request(work, asked["operation"])
        assert managing.request(work, asked["operation"]) == job
    run_jobs()
    assert result(app, {"job": job}) == {"undone": 6, "kept": 0, "kept_reasons": []}
    assert values("customers", "city") == ["Rome"] * 6


def test_what_cannot_be_deleted_stays_and_reasons_are_grouped(
    app: App, ids: list[int], make_customer: MakeCustomer, run_jobs: RunJobs, values: Names
) -> None:
    dear = make_customer(name="Dear", city="Rome")
    parents = [make_customer(name="Parent", city="Rome") for _ in range(2)]
    children = [make_customer(name="Child", parent=parent) for parent in parents]
    asked = ask(app, None)
    run_jobs()
    found = {item["reason"]: item["examples"] for item in result(app, asked)["failures"]}
    assert found == {
        "It is dear.": [dear],
        "Some of Customers name it as Parent customer.": [*reversed(parents)],
    }
    assert values("customers", "id") == [dear, *parents, *children]


def test_records_that_somebody_may_not_edit_are_left_out_with_the_reason(
    app: App, ids: list[int], member: Member, run_jobs: RunJobs, values: Names
) -> None:
    anna = member("anna", {**SEES, "core.customers.edit": "own"})
    with app.work(app.system("test")) as work:
        records.update(work, "customers", [records.Update(id, {"owner": "anna"}) for id in ids[:2]])
    asked = ask(app, {"city": "Oslo"}, anna)
    run_jobs()
    (failure,) = result(app, asked)["failures"]
    assert (failure["count"], failure["reason"]) == (4, "You may see it, but not change it.")
    assert values("customers", "city") == ["Oslo"] * 2 + ["Rome"] * 4


def test_rights_that_are_gone_when_the_job_runs_end_it(
    app: App, ids: list[int], member: Member, run_jobs: RunJobs, values: Names
) -> None:
    anna = member("anna", SEES)
    asked = ask(app, {"city": "Oslo"}, anna)
    with app.work(app.system("test")) as work:
        (role,) = work.session.scalars(select(Role.id))
        keeps = [{"permission": "core.customers.view", "reach": "all"}]
        records.update(work, "roles", [records.Update(role, {"grants": keeps})])
    run_jobs()
    assert (result(app, asked)["changed"], result(app, asked)["failed"]) == (0, 6)
    assert values("customers", "city") == ["Rome"] * 6


def test_what_cannot_be_is_refused_at_once(app: App, ids: list[int], member: Member) -> None:
    blind = member("blind", SEES)
    for bad in ({"country": "Atlantis"}, {"nonsense": 1}, {}):
        with pytest.raises(Invalid):
            ask(app, bad)
    with pytest.raises(Invalid, match="phone"):
        ask(app, {"city": "Oslo"}, blind, {"field": "phone", "op": "eq", "value": "1"})
    with pytest.raises(Forbidden):
        ask(app, None, blind)


def test_a_job_that_ended_half_way_goes_on_where_it_was(
    app: App, picky: Picky, run_jobs: RunJobs, clock: Clock, values: Names
) -> None:
    with app.work(app.system("test")) as work:
        records.create(work, "customers", [{"name": f"N{n}", "city": "Rome"} for n in range(600)])
    asked, picky.dies_at = ask(app, {"city": "Oslo"}), 2
    with pytest.raises(KeyboardInterrupt):
        run_jobs()
    assert 0 < values("customers", "city").count("Oslo") < 600
    clock.forward(minutes=1)
    run_jobs()
    clock.forward(minutes=1)
    run_jobs()
    assert result(app, asked) == {"changed": 600, "failed": 0, "failures": []}
    with app.reading(app.system("test")) as work:
        changes = select(func.count()).where(JournalEntry.operation == "update")
        assert (work.session.scalar(changes), set(values("customers", "city"))) == (600, {"Oslo"})


def test_what_others_change_while_it_is_judged_is_judged_anew(
    app: App, ids: list[int], picky: Picky, run_jobs: RunJobs, values: Names
) -> None:
    def others() -> None:
        with app.work(app.system("other")) as work:
            records.update(work, "customers", [records.Update(ids[0], {"city": "Bern", "source": "Fair"})])

    asked = ask(app, {"city": "Oslo"})
    picky.meanwhile = others
    run_jobs()
    assert result(app, asked) == {"changed": 6, "failed": 0, "failures": []}
    assert (values("customers", "city"), values("customers", "source")[0]) == (["Oslo"] * 6, "Fair")


def test_an_undo_ends_what_is_still_going_on(
    app: App, ids: list[int], run_jobs: RunJobs, values: Names
) -> None:
    asked = ask(app, {"city": "Oslo"})
    with app.work(app.system("test")) as work:
        managing.begin(work, asked["operation"])
    run_jobs()
    assert (result(app, asked)["changed"], values("customers", "city")) == (0, ["Rome"] * 6)
