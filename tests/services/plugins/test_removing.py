"""Removing waits for whoever still runs it, and drops nothing that is not in the archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from core.data.engine import Database
from core.data.models import Process
from core.errors import Busy, Conflict, MigrationError
from core.services import records
from core.services.plugins import archiving, removing
from core.testing.app import Clock
from core.testing.home import Install
from core.testing.schema import schema_of
from tests.services.plugins.conftest import Life, Running, fill_club, rows_of

ONE_FILE = """
# /// guanxi-plugin
# title = "Notes"
# ///
from core.plugin_api import Mapped, Record, Resource, hookimpl, text

class Note(Record):
    __tablename__ = "notes_note"
    word: Mapped[str | None] = text("Word", search=True)
    {more}

@hookimpl()
def resources():
    return [Resource(Note, name="notes", title="Notes", singular="Note", label="word")]
"""


def test_it_waits_for_a_process_that_still_runs_it_and_names_it(
    life: Life, database: Database, clock: Clock, running: Running
) -> None:
    life.install("club")
    fill_club(life.enable("club"))
    rows = rows_of(database, "club")
    moments = {"started_at": clock(), "heartbeat_at": clock()}
    process = {
        "host": "there",
        "pid": 17,
        "role": "web",
        "generation": 1,
        "running": ["club"],
        "quarantined": {},
    }
    with database.writing() as connection:
        connection.execute(insert(Process).values(**process, **moments))
    with pytest.raises(Busy, match="there:17"):
        life.remove("club", patience=0.1)
    assert (rows_of(database, "club"), running()) == (rows, [])
    clock.forward(minutes=5)  # it is dead now
    assert life.remove("club", patience=0.1).archive.exists()


def test_rows_that_were_written_meanwhile_stop_it(
    life: Life, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    life.install("club")
    app = life.enable("club")
    fill_club(app)
    schema = schema_of(database)
    write = archiving.write_archive

    def write_and_be_late(*arguments: object) -> object:
        written = write(*arguments)  # type: ignore[arg-type]
        with database.writing() as connection:
            connection.exec_driver_sql("UPDATE club_member SET name = 'Late' WHERE name = 'Plain'")
        return written

    monkeypatch.setattr(removing, "write_archive", write_and_be_late)
    with pytest.raises(Conflict, match="written after they were archived"):
        life.remove("club")
    assert schema_of(database) == schema
    assert list((tmp_path / removing.FOLDER).glob("*.zip")) == []


def test_migrations_that_leave_something_behind_stop_it(life: Life, database: Database) -> None:
    folder = life.install("club") / "migrations"
    life.enable("club")
    schema = schema_of(database)
    path = folder / "club_0001_initial.py"
    path.write_text(path.read_text().replace('op.drop_table("club_purchase")', "pass"))
    with pytest.raises(MigrationError, match=r"leave something behind: .*table club_purchase"):
        life.remove("club")
    assert schema_of(database) == schema


@pytest.fixture
def notes(install: Install, tmp_path: Path) -> Iterator[Path]:
    """A plugin in one file."""
    source = tmp_path / "notes.py"
    source.write_text(ONE_FILE.format(more=""))
    yield install(source)


def test_a_plugin_in_one_file_has_the_same_life(
    life: Life, notes: Path, database: Database, running: Running
) -> None:
    before, plan = schema_of(database), life.plan("notes")
    assert "notes_note" in plan.schema.added["tables"]
    app = life.enable("notes")
    with app.work(app.system()) as work:
        records.create(work, "notes.notes", [{"word": "hello"}])
    rows = rows_of(database, "notes")
    removed = life.remove("notes")
    assert schema_of(database) == before
    life.restore(removed.archive)
    life.enable("notes")
    assert (rows_of(database, "notes"), running()) == (rows, ["notes"])
