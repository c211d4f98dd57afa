"""A backup of an older version is restored as it was, on either database; then the upgrade is asked for."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from core.data.engine import Database
from core.data.history import load_history
from core.data.migrations import current, downgrade, upgrade
from core.data.owners import CORE
from core.services.backup.manifest import DATABASE
from core.services.backup.unpacking import Backup
from core.services.backup.verifying import rows_of_file
from core.services.backup.writing import back_up
from core.services.work import App
from tests.services.backup.conftest import Place, quiet, restore
from tests.services.backup.test_bad_backups import Manifest, remade

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def plugins() -> dict[str, object]:
    """None."""
    return {}


@pytest.fixture
def old(app: App, tmp_path: Path) -> Path:
    """A backup of the version before this one."""
    path, file = tmp_path / "old.zip", tmp_path / "old.sqlite3"
    back_up(app, path, with_secret_key=False, told=quiet)
    with zipfile.ZipFile(path) as opened:
        file.write_bytes(opened.read(DATABASE))
    database, before = Database(f"sqlite:///{file}"), load_history(CORE).revisions[-2]
    downgrade(database, CORE, before)
    database.dispose()
    content = file.read_bytes()
    with Backup.open(path) as backup:
        rows = rows_of_file(file, backup.manifest)

    def change(manifest: Manifest) -> None:
        digest = hashlib.sha256(content).hexdigest()
        manifest["others"][DATABASE] = {"bytes": len(content), "sha256": digest}
        manifest.update(guanxi="0.0.9", rows=rows, revisions={"core": before})

    remade(path, change, **{DATABASE: content})
    return path


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_older_backup_is_restored_and_then_upgraded(old: Path, place: Place, kind: str) -> None:
    settings = place(kind)
    done = restore(old, settings)
    assert done.waiting == ("core",)
    database = Database(settings.database_url)
    assert current(database, CORE) == load_history(CORE).revisions[-2]
    upgrade(database, [CORE])
    assert current(database, CORE) == load_history(CORE).head
    database.dispose()
