"""The test kit's own promises: databases that nobody shares, and nothing left behind by killed runs."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.data.engine import Database
from core.errors import GuanxiError
from core.testing.databases import Databases, Preparation
from core.testing.run_folder import PREFIX, RunFolder

Fresh = Callable[[], Database]


def prepare(database: Database) -> None:
    with database.migrating() as connection:
        connection.execute(text("CREATE TABLE note (words VARCHAR(20))"))


@pytest.fixture
def fresh(database_kind: str, databases_of: Callable[[str], Databases]) -> Iterator[Fresh]:
    """Gives one database after the other, each with a table of notes."""
    with ExitStack() as opened:

        def make() -> Database:
            url = opened.enter_context(databases_of(database_kind).fresh(Preparation("notes", prepare)))
            database = Database(url)
            opened.callback(database.dispose)
            return database

        yield make


def notes(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(text("SELECT words FROM note")).scalars())


def test_every_copy_is_its_own(fresh: Fresh) -> None:
    first, second = fresh(), fresh()
    with first.writing() as connection:
        connection.execute(text("INSERT INTO note VALUES ('mine')"))
    assert (notes(first), notes(second), notes(fresh())) == (["mine"], [], [])


def test_a_copy_is_removed_after_the_test(
    database_kind: str, databases_of: Callable[[str], Databases]
) -> None:
    with databases_of(database_kind).fresh(Preparation("notes", prepare)) as url:
        database = Database(url)
        assert notes(database) == []
    with pytest.raises((GuanxiError, DBAPIError)):
        notes(Database(url))
    database.dispose()


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    living = RunFolder(tmp_path)
    abandoned = tmp_path / f"{PREFIX}{os.getuid()}-left"
    (abandoned / "postgresql").mkdir(parents=True)
    RunFolder(tmp_path).remove()
    assert (abandoned.exists(), living.path.exists()) == (False, True)
    living.remove()
    assert not living.path.exists()


@pytest.mark.parametrize("process", [os.getpid(), 2**22 + 1], ids=["somebody else's", "nobody's"])
def test_the_note_of_a_server_long_gone_stops_nobody(tmp_path: Path, process: int) -> None:
    abandoned = tmp_path / f"{PREFIX}{os.getuid()}-left"
    (abandoned / "postgresql").mkdir(parents=True)
    (abandoned / "postgresql" / "postmaster.pid").write_text(f"{process}\n", encoding="utf-8")
    RunFolder(tmp_path).remove()
    assert not abandoned.exists()
