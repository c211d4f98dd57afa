"""A plugin whose tables are not those of its code does not run, and says what to do."""

from pathlib import Path

import pytest
from sqlalchemy import text

from core.host.loading import unload
from core.services.work import App
from core.testing.cli import Cli
from tests.services.plugins.conftest import Life, life, plugins

__all__ = ["life", "plugins"]

NOTES = """# /// guanxi-plugin
# title = "Notes"
# ///
from core.plugin_api import Mapped, Record, Resource, hookimpl, text


class Note(Record):
    __tablename__ = "notes_note"
    name: Mapped[str] = text("Name", required=True)
    # more


@hookimpl()
def resources() -> list[Resource]:
    return [Resource(Note, name="notes", title="Notes", singular="Note")]


@hookimpl()
def plugin_disabled() -> None:
    raise RuntimeError("never")
"""
MORE = 'more: Mapped[str | None] = text("More")'


@pytest.fixture
def notes(life: Life) -> Path:
    path = life.start().settings.home / "plugins" / "notes.py"
    path.write_text(NOTES, encoding="utf-8")
    life.enable("notes")
    return path


def stopped(app: App, name: str) -> str:
    found = app.plugins.stopped.get(name)
    return f"{found.reason} {found.fix}" if found else ""


def test_a_new_field_waits_for_db_upgrade(life: Life, notes: Path, cli: Cli) -> None:
    unload(life.start().plugins.running[0])  # as in a process that starts now
    notes.write_text(NOTES.replace("# more", MORE), encoding="utf-8")
    assert stopped(life.start(), "notes") == "Its tables are older than its code. Run guanxi db upgrade."
    assert cli("plugin", "list").stdout.count("quarantined") == 1
    assert cli("db", "upgrade").code == 0
    app = life.start()
    assert (stopped(app, "notes"), "more" in app.registry.type_of("notes.notes").fields) == ("", True)


@pytest.mark.parametrize(
    ("revision", "reason"), [("club_0001_initial", "older than its code"), ("club_0009", "newer than its")]
)
def test_tables_at_another_revision_than_the_code(life: Life, revision: str, reason: str) -> None:
    life.install("club")
    app = life.enable("club")
    with app.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version_club SET version_num = :to"), {"to": revision})
    assert reason in stopped(life.start(), "club")


def test_one_that_fails_while_it_is_disabled_is_disabled_all_the_same(
    life: Life, notes: Path, cli: Cli
) -> None:
    ran = cli("plugin", "disable", "notes")
    assert (ran.code, life.start().plugins.running) == (0, ())
    assert "never" in ran.stderr
