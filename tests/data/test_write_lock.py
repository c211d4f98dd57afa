"""One writer at a time on SQLite: nothing is lost, and the lock never outlives its holder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from core.data.engine import Database
from core.data.write_lock import WriteLock
from core.errors import Busy, ConfigurationError
from tests.data.children import child, increment, number_in, paused, race, url_of, write_and_stay

pytestmark = pytest.mark.databases("sqlite")


def test_eight_threads_lose_nothing(counter: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(increment, counter, 25) for _ in range(8)]:
            done.result()
    assert number_in(counter) == 200


def test_four_processes_of_two_threads_lose_nothing(counter: Database) -> None:
    children = [child(race, url_of(counter), 25) for _ in range(4)]
    increment(counter, 25)
    assert [process.wait() for process in children] == [0] * 4
    assert number_in(counter) == 4 * 2 * 25 + 25


def test_the_lock_is_free_after_kill_9(counter: Database, impatient: Database, tmp_path: Path) -> None:
    in_the_way = pytest.raises(Busy, match=r"others have been writing for 0\.1 seconds")
    with paused(write_and_stay, url_of(counter), marker=tmp_path / "here"), in_the_way:
        increment(impatient, 1)
    increment(impatient, 1)
    assert number_in(counter) == 1


@pytest.mark.parametrize("problem", [ZeroDivisionError, SystemExit, KeyboardInterrupt, GeneratorExit])
def test_the_lock_is_free_after_any_exception(counter: Database, problem: type[BaseException]) -> None:
    with pytest.raises(problem), counter.writing():
        raise problem
    increment(counter, 1)
    assert number_in(counter) == 1


def test_the_lock_is_free_after_a_commit_that_fails(counter: Database) -> None:
    with counter.migrating() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        reference = "REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED"
        connection.execute(text(f"CREATE TABLE child (parent_id INTEGER {reference})"))
    with pytest.raises(Exception, match="FOREIGN KEY"), counter.writing() as connection:
        connection.execute(text("UPDATE counter SET n = 9"))
        connection.execute(text("INSERT INTO child VALUES (5)"))
    increment(counter, 1)
    assert number_in(counter) == 1


def test_a_thread_does_not_wait_for_itself(counter: Database) -> None:
    with counter.writing(), pytest.raises(RuntimeError, match="writing already"), counter.writing():
        pass
    increment(counter, 1)
    assert number_in(counter) == 1


def test_another_program_that_writes_is_waited_for_briefly(counter: Database, impatient: Database) -> None:
    with counter.writer.begin(), pytest.raises(Busy, match="another program"), impatient.writing():
        pass
    increment(impatient, 1)
    assert number_in(counter) == 1


def test_lock_files_that_cannot_be_made_are_named(tmp_path: Path) -> None:
    (tmp_path / "guanxi.sqlite3.queue").mkdir()
    lock = WriteLock(tmp_path / "guanxi.sqlite3", timeout=1)
    with pytest.raises(ConfigurationError, match=r"guanxi\.sqlite3\.queue cannot be opened"), lock.held():
        pass
