"""The program stops a plugin: with a reason, with all that need it, once."""

from sqlalchemy import insert, select

from core.data.engine import Database
from core.data.models import JournalEntry, PluginState
from core.services.clock import utc_now
from core.services.plugins import states
from core.services.plugins.stopping import stop


def enabled(database: Database, name: str, *requires: str) -> None:
    row = {"name": name, "state": "enabled", "version": "1", "requires": requires, "restricts": []}
    with database.writing() as connection:
        connection.execute(insert(PluginState).values(**row, changed_at=utc_now()))


def reasons(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        found = states.stored(connection).values()
    return {each.name: each.paused_because for each in found if not each.is_enabled}


def test_all_that_need_it_stop_with_it_and_say_why(database: Database) -> None:
    for name, *requires in (("base",), ("shop", "base"), ("club", "shop"), ("other",)):
        enabled(database, name, *requires)
    stop(database, "base", "It hung in record_created.", utc_now())
    needed = "It requires base, which was stopped: It hung in record_created."
    assert reasons(database) == {"base": "It hung in record_created.", "club": needed, "shop": needed}


def test_it_is_one_change_in_generation_and_journal(database: Database) -> None:
    enabled(database, "base")
    with database.reading() as connection:
        before = states.generation(connection)
    for _ in range(2):
        stop(database, "base", "x" * 2000, utc_now())
    with database.reading() as connection:
        assert states.generation(connection) == before + 1
        (entry,) = connection.execute(select(JournalEntry.operation, JournalEntry.details))
    assert entry.operation == "plugin_stopped"
    assert entry.details == {"subject": "base", "reason": "x" * 500}


def test_what_is_not_enabled_is_left_alone(database: Database) -> None:
    stop(database, "nobody", "No reason.", utc_now())
    assert reasons(database) == {}
