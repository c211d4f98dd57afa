"""An installation with rows of every kind, attachments, a plugin at home, and places to restore into."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.app import PROGRAM, build
from core.config import FILE_NAME, Settings
from core.data.engine import Database
from core.data.exact_rows import lines
from core.services import records
from core.services.attachments.attaching import About, attach
from core.services.backup.restoring import Restored, Restoring
from core.services.backup.unpacking import Backup
from core.services.backup.writing import back_up
from core.services.clock import utc_now
from core.services.moving.building import revisions_of, tables_of
from core.services.work import App
from core.testing.databases import Databases, Preparation
from tests.services.plugins.conftest import Life, fill_club, life, plugins

__all__ = ["life", "plugins"]

NOTHING = Preparation("nothing", lambda database: None)
CLUB = Path(__file__).parents[2] / "plugins" / "club"
Rows = dict[str, list[bytes]]


def quiet(_done: int, _share: float) -> None:
    """Nobody looks."""


def everything(database: Database) -> Rows:
    """All rows of all owners, without what a backup itself notes."""
    with database.reading() as connection:
        found = tables_of(connection, revisions_of(connection))
        rows = {shape.name: list(lines(connection, shape.select())) for shape in found}
    rows["core_state"] = [row for row in rows["core_state"] if b"backup" not in row]
    return rows


@pytest.fixture
def lived(life: Life, settings: Settings) -> App:
    """A club with members, disabled since; a note attached to a customer; a configuration with secrets."""
    life.install("club")
    fill_club(life.enable("club"))
    app = life.disable("club")
    with app.reading(app.system()) as work:
        customer = records.read(work, "customers", 1)["id"]
    attach(app, app.system(), About("customers", customer, "note.txt"), io.BytesIO(b"remember"))
    file = settings.home / FILE_NAME
    file.write_text(f'# ours\nport = 8123\nsecret_key = "{"s" * 40}"\ndatabase_url = "sqlite:///old"\n')
    return app


@pytest.fixture
def backup(lived: App, tmp_path: Path) -> Path:
    """A backup of it."""
    path = tmp_path / "backups" / "monday.zip"
    path.parent.mkdir()
    back_up(lived, path, with_secret_key=False, told=quiet)
    return path


@pytest.fixture(scope="session")
def made() -> dict[str, bytes]:
    """Backups that were made in this run; making one takes longer than most tests."""
    return {}


@pytest.fixture
def copy(made: dict[str, bytes], database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A backup of such an installation, which is not there any more."""
    if database_kind not in made:
        made[database_kind] = request.getfixturevalue("backup").read_bytes()
    path = tmp_path / "copy.zip"
    path.write_bytes(made[database_kind])
    return path


Place = Callable[[str], Settings]


@pytest.fixture
def place(databases_of: Callable[[str], Databases], tmp_path: Path) -> Iterator[Place]:
    """An empty folder, and an empty database of a kind."""
    with ExitStack() as opened:

        def make(kind: str) -> Settings:
            home = tmp_path / "places" / kind
            home.mkdir(parents=True)
            if kind == "sqlite":
                return Settings(home=home)
            return Settings(home=home, database_url=opened.enter_context(databases_of(kind).fresh(NOTHING)))

        yield make


def restore(path: Path, settings: Settings) -> Restored:
    with Backup.open(path) as opened:
        return Restoring(opened, settings, PROGRAM, utc_now(), quiet).run()


@contextmanager
def running(settings: Settings, **options: Any) -> Iterator[App]:
    """An application in a restored place."""
    app = build(settings, **options)
    try:
        yield app
    finally:
        app.close()
