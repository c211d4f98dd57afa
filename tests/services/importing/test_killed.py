"""An import that is killed goes on exactly where it was: nothing twice, nothing lost."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.services import records
from core.services.importing import ImportOptions, ImportReport, import_file
from core.services.work import App
from tests.services.files.tables import read as read_table
from tests.services.importing.conftest import All, counts
from tests.services.importing.killed import options

ROWS = 95
BAD = (7, 12, 30, 31, 32, 60, 94)
ROOT = Path(__file__).parents[3]

Die = Callable[..., None]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Rows with contacts, some of which are bad."""
    lines = ["number,name,email,contacts.name"]
    for n in range(ROWS):
        email = "nonsense" if n in BAD else f"c{n}@example.com"
        lines.append(f"N{n:03},Customer {n},{email},Contact {n}")
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def die(database_url: str, table: Path, tmp_path: Path) -> Die:
    """Import in a process that kills itself: `die("writing", 3)`."""

    def run(where: str, times: int, mode: str = "") -> None:
        command = [sys.executable, "-m", "tests.services.importing.killed", database_url, str(table)]
        command += [str(tmp_path / "errors.csv"), mode, where, str(times)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()

    return run


def go_on(app: App, table: Path, *, all_or_nothing: bool = False) -> ImportReport:
    wanted = options(table.with_name("errors.csv"), all_or_nothing=all_or_nothing)
    return import_file(app, app.system("test"), "customers", table, wanted)


def check_everything(everything: All, table: Path) -> None:
    good = [n for n in range(ROWS) if n not in BAD]
    assert [row["number"] for row in everything("customers", "number")] == [f"N{n:03}" for n in good]
    assert [row["name"] for row in everything("contacts", "name")] == [f"Contact {n}" for n in good]
    headings, rows = read_table(table.with_name("errors.csv"))
    assert (headings, [row.cells[0] for row in rows]) == (
        ["number", "name", "email", "contacts.name"],
        [f"N{n:03}" for n in BAD],
    )


def test_an_import_that_is_killed_again_and_again_goes_on_where_it_was(
    app: App, die: Die, table: Path, everything: All
) -> None:
    for where, times in (("writing", 2), ("reported", 2), ("judging", 2), ("committed", 2)):
        die(where, times)
    assert 0 < len(everything("customers")) < ROWS - len(BAD)
    report = go_on(app, table)
    assert counts(report) == (ROWS - len(BAD), 0, 0, len(BAD))
    assert (report.resumed_from > 0, report.related) == (True, {"contacts": ROWS - len(BAD)})
    check_everything(everything, table)


def test_a_finished_import_begins_anew(app: App, table: Path, everything: All) -> None:
    first, second = go_on(app, table), go_on(app, table)
    assert (second.resumed_from, second.run != first.run) == (0, True)
    assert counts(second) == (0, 0, 0, ROWS)
    assert len(everything("customers")) == ROWS - len(BAD)


def test_other_options_are_another_import(app: App, die: Die, table: Path, everything: All) -> None:
    die("reported", 1)
    others = ImportOptions(defaults={"source": "Fair"})
    report = import_file(app, app.system("test"), "customers", table, others)
    assert report.resumed_from == 0
    assert len(everything("customers")) == ROWS - len(BAD)


def correct(table: Path) -> None:
    table.write_text(table.read_text(encoding="utf-8").replace("nonsense", ""), encoding="utf-8")


def test_all_or_nothing_that_was_killed_is_undone_and_begun_again(
    app: App, die: Die, table: Path, everything: All
) -> None:
    correct(table)
    die("writing", 3, "all")
    assert 0 < len(everything("customers")) < ROWS
    report = go_on(app, table, all_or_nothing=True)
    assert (counts(report), report.resumed_from, report.kept) == ((ROWS, 0, 0, 0), 0, [])
    assert [row["number"] for row in everything("customers", "number")] == [f"N{n:03}" for n in range(ROWS)]
    assert len(everything("contacts")) == ROWS


def test_what_others_changed_since_stays_and_is_named(
    app: App, die: Die, table: Path, everything: All
) -> None:
    correct(table)
    die("reported", 2, "all")
    first, *_others = everything("customers")
    with app.work(app.system("test")) as work:
        records.update(work, "customers", [records.Update(first["id"], {"notes": "Mine"})])
    report = go_on(app, table, all_or_nothing=True)
    assert (report.written, report.failed) == (False, 1)
    assert report.kept == [f"customers {first['id']}"]
    assert [row["number"] for row in everything("customers", "number")] == ["N000"]
