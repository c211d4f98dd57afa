"""What others write between judging and writing is noticed, and hurts no row but the one it concerns."""

import threading
from collections.abc import Callable, Sequence

import pytest

from core.contracts.changes import Change
from core.contracts.work import Work
from core.errors import Conflict, FieldError, Invalid
from core.plugin_api import hookimpl
from core.services import records
from core.services.importing import Progress
from core.services.importing.runs import TakenOver
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.services.importing.conftest import All, Import, counts

CONTENT = "number,name,parent\n" + "".join(f"N{n:02},Customer {n},\n" for n in range(10))

Act = Callable[[], object]


class Between:
    """Calls `act` once, when rows have been judged and are not written yet."""

    def __init__(self, act: Act) -> None:
        self.act, self.left = act, 1

    @hookimpl(resource="customers")
    def record_validating(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        self.left -= 1
        if self.left == 0:
            thread = threading.Thread(target=self.act)
            thread.start()
            thread.join()


@pytest.fixture
def between(app: App) -> Callable[[Act], None]:
    """Do something between the judging and the writing of the first chunk."""
    return lambda act: app.hooks.register("between", Between(act))


def test_a_number_that_is_taken_meanwhile_fails_alone(
    app: App, run_import: Import, everything: All, between: Callable[[Act], None], make_customer: MakeCustomer
) -> None:
    between(lambda: make_customer(number="N03", name="Faster"))
    report = run_import(CONTENT)
    assert (counts(report), report.problems[0].line) == ((9, 0, 0, 1), 5)
    assert [
        row["name"] for row in everything("customers", "name", where={"field": "number", "value": "N03"})
    ] == ["Faster"]


def test_a_record_that_is_changed_meanwhile_gets_both_changes(
    app: App, run_import: Import, everything: All, between: Callable[[Act], None], make_customer: MakeCustomer
) -> None:
    id = make_customer(number="N03", name="Old")

    def change() -> None:
        with app.work(app.system("test")) as work:
            records.update(work, "customers", [records.Update(id, {"city": "Rome"})])

    between(change)
    assert counts(run_import(CONTENT, key="number")) == (9, 1, 0, 0)
    row = everything("customers", "name", "city")[0]
    assert (row["name"], row["city"]) == ("Customer 3", "Rome")


def test_a_parent_that_is_deleted_meanwhile_is_missed(
    app: App, run_import: Import, everything: All, between: Callable[[Act], None], make_customer: MakeCustomer
) -> None:
    parent = make_customer(number="G", name="Group")

    def remove() -> None:
        with app.work(app.system("test")) as work:
            records.delete(work, "customers", [parent])

    between(remove)
    report = run_import(CONTENT + "X,Child,G\n")
    assert (counts(report), [(p.line, p.column) for p in report.problems]) == (
        (10, 0, 0, 1),
        [(12, "parent")],
    )


class Picky:
    """Refuses a customer only when it has been written."""

    @hookimpl(resource="customers")
    def record_created(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        if any((change.after or {})["number"] == "N07" for change in changes):
            raise Invalid({"name": (FieldError("unlucky", "This name brings no luck."),)})


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_row_refused_by_a_plugin_at_the_last_moment_fails_alone(
    app: App, run_import: Import, everything: All, dry_run: bool
) -> None:
    app.hooks.register("picky", Picky())
    report = run_import(CONTENT, dry_run=dry_run)
    (problem,) = report.problems
    assert (counts(report), problem.line, problem.column) == ((9, 0, 0, 1), 9, "name")
    assert (problem.code, problem.value) == ("unlucky", "Customer 7")
    assert len(everything("customers")) == (0 if dry_run else 9)


def test_others_write_while_an_import_runs(app: App, run_import: Import, make_customer: MakeCustomer) -> None:
    written: list[int] = []

    def write(progress: Progress) -> None:
        written.append(make_customer(name=f"Other {progress.read}"))

    assert counts(run_import(CONTENT, chunk_size=2, progress=write)) == (10, 0, 0, 0)
    assert len(written) == 5


def test_the_same_import_cannot_run_twice_at_once(app: App, run_import: Import, everything: All) -> None:
    second: list[object] = []

    def start_again(progress: Progress) -> None:
        if not second:
            second.append(None)
            second[0] = run_import(CONTENT, chunk_size=2)

    with pytest.raises(TakenOver) as raised:
        run_import(CONTENT, chunk_size=2, progress=start_again)
    assert isinstance(raised.value, Conflict)
    assert [row["number"] for row in everything("customers", "number")] == [f"N{n:02}" for n in range(10)]
