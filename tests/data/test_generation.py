"""No transaction that writes goes past a change of plugins: before it, or refused after it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from sqlalchemy import select, text, update

from core.data.engine import Database
from core.data.models import State
from core.data.options import DatabaseOptions
from core.errors import Busy, Outdated

Again = Callable[[DatabaseOptions], Database]
GROW = update(State).where(State.name == "plugins").values(value=State.value + 1)
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)
PRESENT = select(State.value).where(State.name == "plugins")


def change(database: Database) -> None:
    with database.changing_plugins() as connection:
        connection.execute(GROW)


@pytest.fixture
def counting(counter: Database) -> Database:
    """It expects the present generation."""
    counter.expected_generation = 0
    return counter


def count(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE counter SET n = n + 1"))


def counted(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT n FROM counter")).scalar_one())


def test_a_process_writes_as_long_as_nothing_changes(counting: Database) -> None:
    for _ in range(20):  # past the number of runs after which PostgreSQL's driver prepares statements
        count(counting)
    assert counted(counting) == 20


@pytest.mark.parametrize("threshold", [0, 1, None])
def test_whatever_the_driver_prepares(threshold: int | None, counting: Database, again: Again) -> None:
    database = again(DatabaseOptions(prepare_threshold=threshold))
    database.expected_generation = 0
    for _ in range(5):
        count(database)
    assert counted(counting) == 5


def test_after_a_change_nothing_is_written(counting: Database) -> None:
    count(counting)
    change(counting)
    for _ in range(2):
        with pytest.raises(Outdated) as error:
            count(counting)
    assert isinstance(error.value, Busy) and error.value.retry_after
    assert counted(counting) == 1


def test_who_does_not_expect_a_generation_writes(counter: Database) -> None:
    change(counter)
    count(counter)
    assert counted(counter) == 1


def test_a_change_that_fails_changes_nothing(counting: Database) -> None:
    with pytest.raises(RuntimeError), counting.changing_plugins() as connection:
        connection.execute(GROW)
        raise RuntimeError
    count(counting)
    assert counted(counting) == 1


def test_a_change_waits_for_those_who_write(counting: Database, again: Again) -> None:
    changed, other = Event(), again(DatabaseOptions())

    def change_and_tell() -> None:
        change(other)
        changed.set()

    thread = Thread(target=change_and_tell)
    with counting.writing() as connection:
        thread.start()
        connection.execute(text("UPDATE counter SET n = n + 1"))
        assert not changed.wait(0.3)
    thread.join()
    assert changed.is_set() and counted(counting) == 1


def test_who_waits_for_a_change_is_refused_after_it(counting: Database, again: Again) -> None:
    other, began = again(DatabaseOptions()), Event()

    def write() -> None:
        began.set()
        count(counting)

    with ThreadPoolExecutor(1) as pool:
        with other.changing_plugins() as connection:
            attempt = pool.submit(write)
            began.wait()
            assert not attempt.done()
            connection.execute(GROW)
        with pytest.raises(Outdated):
            attempt.result()
    assert counted(counting) == 0


def test_a_change_does_not_wait_for_ever(counting: Database, impatient: Database) -> None:
    with counting.writing(), pytest.raises(Busy):
        change(impatient)
    with counting.reading() as connection:
        assert connection.execute(PRESENT).scalar_one() == 0


def test_many_writers_and_a_change_of_plugins(counting: Database, again: Again) -> None:
    other = again(DatabaseOptions())

    def write_until_refused() -> int:
        written = 0
        while True:
            try:
                count(counting)
            except Outdated:
                return written
            written += 1

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write_until_refused) for _ in range(4)]
        while counted(counting) < 20:
            pass
        change(other)
        at_change = counted(counting)
        written = sum(writer.result() for writer in writers)
    assert at_change == written == counted(counting)


@pytest.mark.databases("postgresql")
def test_a_connection_that_was_cut_is_replaced(counting: Database) -> None:
    count(counting)
    with counting.reading() as connection:
        connection.execute(text(CUT))
    with pytest.raises(Busy):
        count(counting)
    count(counting)
    assert counted(counting) == 2


@pytest.mark.databases("postgresql")
def test_who_cannot_have_his_turn_is_told_to_come_again(counting: Database, impatient: Database) -> None:
    impatient.expected_generation = 0
    with counting.changing_plugins(), pytest.raises(Busy) as error:
        count(impatient)
    assert not isinstance(error.value, Outdated)
    count(impatient)
    assert counted(counting) == 1
