"""All or nothing: the whole file is checked first, and what fails later takes back what was written."""

from collections.abc import Sequence

import pytest

from core.contracts.changes import Change
from core.contracts.work import Work
from core.errors import PluginFault
from core.plugin_api import hookimpl
from core.services import records
from core.services.importing import Progress
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.services.importing.conftest import All, Import, counts

ROWS = [f"N{n:02},Customer {n},Contact {n}" for n in range(60)]


def table(*changes: tuple[int, str]) -> str:
    rows = {**dict(enumerate(ROWS)), **dict(changes)}
    return "number,name,contacts.name\n" + "\n".join(rows.values()) + "\n"


def test_good_files_are_written(run_import: Import, everything: All) -> None:
    phases: list[str] = []
    observe = lambda progress: phases.append(progress.phase)  # noqa: E731
    report = run_import(table(), all_or_nothing=True, chunk_size=20, progress=observe)
    assert (counts(report), report.written, report.succeeded) == ((60, 0, 0, 0), True, True)
    assert list(dict.fromkeys(phases)) == ["checking", "writing"]
    assert len(everything("customers")) == 60


def test_one_bad_row_keeps_everything_out(run_import: Import, everything: All) -> None:
    report = run_import(table((59, "N00,Double,")), all_or_nothing=True, chunk_size=20)
    assert (counts(report), report.written, report.succeeded) == ((59, 0, 0, 1), False, False)
    assert [problem.line for problem in report.problems] == [61]
    assert everything("customers") == []


class Meanwhile:
    """Somebody takes a number while the file is being written."""

    def __init__(self, app: App, number: str) -> None:
        self.app, self.number, self.done = app, number, False

    def __call__(self, progress: Progress) -> None:
        if progress.phase == "writing" and not self.done:
            self.done = True
            with self.app.work(self.app.system("test")) as work:
                records.create(work, "customers", [{"number": self.number, "name": "Faster"}])


def test_a_row_that_fails_while_writing_takes_everything_back(
    app: App, run_import: Import, everything: All, make_customer: MakeCustomer
) -> None:
    old = make_customer(number="OLD", name="Before", city="Rome")
    content = table((1, "OLD,After,"))
    report = run_import(
        content, all_or_nothing=True, key="number", chunk_size=20, progress=Meanwhile(app, "N59")
    )
    # N59 is there by now, so it is only changed: nothing fails
    assert (report.written, counts(report)) == (True, (58, 2, 0, 0))
    assert everything("customers", "name", "city")[0] == {"id": old, "name": "After", "city": "Rome"}


def test_what_was_changed_gets_its_values_back(
    app: App, run_import: Import, everything: All, make_customer: MakeCustomer
) -> None:
    make_customer(number="OLD", name="Before", city="Rome", phones=[{"phone": "1234"}], tags=["vip"])
    before = everything("customers", "name", "city", "phones", "tags")
    content = "id,number,name,city,phones.phone,phones.2.phone,tags\n1,OLD,After,Paris,5678,9999,new\n"
    content += "".join(f",N{n:02},Customer {n},,,,\n" for n in range(60))
    report = run_import(content, all_or_nothing=True, key="id", chunk_size=20, progress=Meanwhile(app, "N59"))
    assert (report.written, report.kept, [p.line for p in report.problems]) == (False, [], [62])
    after = [
        row for row in everything("customers", "name", "city", "phones", "tags") if row["name"] != "Faster"
    ]
    assert after == before


class Broken:
    """A plugin that fails when a certain customer has been written."""

    @hookimpl(resource="customers")
    def record_created(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        if getattr(work, "cause", "") != "import:dry-run" and any(
            (change.after or {})["number"] == "N59" for change in changes
        ):
            raise RuntimeError("broken")


def test_a_fault_takes_everything_back(app: App, run_import: Import, everything: All) -> None:
    app.hooks.register("broken", Broken())
    with pytest.raises(PluginFault):
        run_import(table(), all_or_nothing=True, chunk_size=20)
    assert everything("customers") == everything("contacts") == []


def test_a_fault_leaves_a_common_import_to_be_gone_on_with(
    app: App, run_import: Import, everything: All
) -> None:
    app.hooks.register("broken", Broken())
    with pytest.raises(PluginFault):
        run_import(table(), chunk_size=20)
    assert len(everything("customers")) == 40
