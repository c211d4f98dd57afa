"""Connections: durable, in UTC, bounded waits, readers that cannot write; on both databases."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.orm import Session

from core.data.engine import Database
from core.data.options import DatabaseOptions
from core.errors import Busy, ConfigurationError, StorageFull
from tests.data.children import commit_and_stay, in_fork, increment, number_in, paused, url_of, write_and_stay

INCREMENT = text("UPDATE counter SET n = n + 1")
SLOW = text(
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000000) "
    "SELECT count(*) FROM numbers"
)


@pytest.mark.databases("sqlite")
def test_sqlite_commits_are_on_disk_and_foreign_keys_hold(database: Database) -> None:
    with database.writing() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only", "busy_timeout")
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "query_only": 0,
        "busy_timeout": 10_000,
    }


@pytest.mark.databases("sqlite")
def test_sqlite_migrations_are_on_disk_too(database: Database) -> None:
    with database.migrating() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0


@pytest.mark.databases("postgresql")
def test_postgresql_sessions_are_durable_in_utc_and_bounded(database: Database) -> None:
    expected = {
        "synchronous_commit": "on",
        "transaction_isolation": "read committed",
        "TimeZone": "UTC",
        "lock_timeout": "10s",
        "statement_timeout": "30s",
    }
    with database.writing() as connection:
        assert {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in expected} == expected
    with database.migrating() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "0"


def test_what_writing_returned_from_survives_kill_9(counter: Database, tmp_path: Path) -> None:
    with paused(commit_and_stay, url_of(counter), marker=tmp_path / "committed"):
        pass  # and kill it there
    assert number_in(counter) == 7


def test_half_a_transaction_does_not_survive_kill_9(counter: Database, tmp_path: Path) -> None:
    with paused(write_and_stay, url_of(counter), marker=tmp_path / "written"):
        assert number_in(counter) == 0
    with counter.writing() as connection:
        connection.execute(INCREMENT)
    assert number_in(counter) == 1


@pytest.mark.parametrize("statement", ["UPDATE counter SET n = 9", "CREATE TABLE other (n INTEGER)"])
def test_readers_cannot_write(counter: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), counter.reading() as connection:
        connection.execute(text(statement))
    assert number_in(counter) == 0


def test_any_exception_undoes_everything(counter: Database) -> None:
    with pytest.raises(KeyboardInterrupt), counter.writing() as connection:
        connection.execute(INCREMENT)
        connection.execute(text("CREATE TABLE other (n INTEGER)"))
        raise KeyboardInterrupt
    with pytest.raises(DBAPIError, match="other"), counter.reading() as connection:
        connection.execute(text("SELECT * FROM other"))
    assert number_in(counter) == 0


def test_a_reader_sees_no_half_written_transaction(counter: Database) -> None:
    with counter.writing() as connection:
        connection.execute(INCREMENT)
        assert number_in(counter) == 0
    assert number_in(counter) == 1


def test_a_session_leaves_the_commit_to_the_transaction(counter: Database) -> None:
    with pytest.raises(ZeroDivisionError), counter.writing() as connection:
        with Session(connection, **counter.writer_session_options) as session:
            session.execute(INCREMENT)
            session.commit()
        raise ZeroDivisionError
    assert number_in(counter) == 0


def test_a_session_can_undo_the_transaction(counter: Database) -> None:
    with counter.writing() as connection, Session(connection, **counter.writer_session_options) as session:
        session.execute(INCREMENT)
        session.rollback()
    assert number_in(counter) == 0


def test_a_writer_that_waits_too_long_is_told_so(counter: Database, impatient: Database) -> None:
    with counter.writing() as connection:
        connection.execute(INCREMENT)
        with pytest.raises(Busy), impatient.writing() as other:
            other.execute(INCREMENT)
    with impatient.writing() as other:
        other.execute(INCREMENT)
    assert number_in(counter) == 2


FILL = text("CREATE TABLE large AS SELECT zeroblob(100000) AS content")


@pytest.mark.databases("sqlite")
def test_what_finds_no_room_is_undone_whoever_goes_on(counter: Database) -> None:
    with pytest.raises(PendingRollbackError), counter.writing() as connection:
        connection.execute(INCREMENT)
        connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(StorageFull, match="Free some space"):
            connection.execute(FILL)
        connection.execute(INCREMENT)  # would be committed by itself, as SQLite has rolled back
    assert number_in(counter) == 0
    with counter.writing() as connection:
        connection.execute(FILL)


@pytest.fixture
def ctrl_c_soon() -> Iterator[Callable[[], object]]:
    """Has somebody press Ctrl-C while the next statement runs."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    yield lambda: signal.setitimer(signal.ITIMER_REAL, 0.02)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_ctrl_c_in_a_statement_is_no_error_to_try_again(
    counter: Database, ctrl_c_soon: Callable[[], object]
) -> None:
    with pytest.raises(KeyboardInterrupt), counter.writing() as connection:
        connection.execute(INCREMENT)
        ctrl_c_soon()
        connection.execute(SLOW)
    with counter.writing() as connection:
        connection.execute(INCREMENT)
    assert number_in(counter) == 1


def test_too_many_readers_are_told_so(impatient: Database) -> None:
    with impatient.reading(), impatient.reading(), pytest.raises(Busy, match="Every database connection"):
        impatient.reading().__enter__()
    with impatient.reading():
        pass


@pytest.mark.databases("postgresql")
def test_a_statement_that_takes_too_long_is_ended(impatient: Database) -> None:
    with pytest.raises(Busy, match="statement timeout"), impatient.reading() as connection:
        connection.execute(text("SELECT pg_sleep(60)"))


@pytest.mark.databases("postgresql")
def test_a_lost_connection_is_not_kept(database: Database) -> None:
    with database.reading() as connection:
        server_process = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with database.writing() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": server_process})
    with pytest.raises(Busy), database.reading() as connection:
        connection.execute(text("SELECT 1"))
    with database.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


@pytest.mark.databases("postgresql")
@pytest.mark.parametrize(("threshold", "prepared"), [(None, 0), (0, 1)])
def test_statements_are_prepared_as_told(
    again: Callable[[DatabaseOptions], Database], threshold: int | None, prepared: int
) -> None:
    mine = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%mine%'")
    with again(DatabaseOptions(prepare_threshold=threshold)).reading() as connection:
        for _ in range(9):
            connection.execute(text("SELECT 1 AS mine"))
        assert connection.execute(mine).scalar_one() >= prepared


def test_a_forked_child_has_connections_of_its_own(counter: Database) -> None:
    increment(counter, 1)
    assert number_in(counter) == 1
    assert in_fork(increment, counter, 1) == ""
    increment(counter, 1)
    assert number_in(counter) == 3


def test_a_child_forked_in_the_middle_of_a_transaction_harms_nobody(counter: Database) -> None:
    with counter.writing() as connection:
        connection.execute(INCREMENT)
        refused = in_fork(number_in, counter)
    assert number_in(counter) == 1
    assert refused == ("" if counter.kind == "postgresql" else "RuntimeError")


def test_it_can_be_used_again_after_dispose(counter: Database) -> None:
    counter.dispose()
    with counter.writing() as connection:
        connection.execute(INCREMENT)
    assert number_in(counter) == 1


UNUSABLE = {
    "no such kind": ("mysql://localhost/x", "Only SQLite and PostgreSQL"),
    "no URL": ("guanxi.sqlite3", "Only SQLite and PostgreSQL"),
    "empty": ("", "Only SQLite and PostgreSQL"),
    "in memory": ("sqlite://", "needs a file"),
    "in memory by name": ("sqlite:///:memory:", "needs a file"),
}


@pytest.mark.parametrize(("url", "reason"), UNUSABLE.values(), ids=UNUSABLE)
def test_urls_that_cannot_work_are_refused_at_once(url: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason):
        Database(url)


@pytest.mark.parametrize("use", [Database.reading, Database.writing, Database.migrating])
def test_a_missing_folder_is_named_when_the_database_is_used(
    use: Callable[[Database], AbstractContextManager[Connection]],
) -> None:
    database = Database("sqlite:////nowhere/at/all.sqlite3")
    with pytest.raises(ConfigurationError, match=r"folder /nowhere/at does not exist.*guanxi init"):
        use(database).__enter__()


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 100)
    with pytest.raises(ConfigurationError, match=r"cannot be opened.*file is not a database"):
        number_in(Database(f"sqlite:///{tmp_path}/notes.txt"))


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    database = Database(f"sqlite:///{tmp_path}/folder")
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        number_in(database)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    database = Database(f"postgresql://guanxi:hush@/guanxi?host={tmp_path}")
    with pytest.raises(Busy, match=r"cannot be reached.*PostgreSQL is running") as refused:
        number_in(database)
    assert "hush" not in str(refused.value)
