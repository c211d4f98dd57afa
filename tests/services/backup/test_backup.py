"""A backup brings back everything as it was, on either database; whatever is odd about it is told."""

from pathlib import Path

import pytest

from core.config import FILE_NAME, Settings
from core.errors import Conflict
from core.services import records
from core.services.backup import noting
from core.services.backup.manifest import file_name
from core.services.backup.unpacking import Backup
from core.services.backup.verifying import verify
from core.services.backup.writing import back_up, foresee
from core.services.work import App
from tests.services.backup.conftest import Place, everything, quiet, restore, running

KINDS = ("sqlite", "postgresql")


def other(kind: str) -> str:
    return KINDS[KINDS.index(kind) - 1]


def test_a_restored_installation_is_the_same(
    lived: App, backup: Path, place: Place, database_kind: str
) -> None:
    settings = place(database_kind)
    assert verify(backup, quiet).problems == []
    restore(backup, settings)
    with running(settings) as app:
        assert everything(app.database) == everything(lived.database)
        with app.reading(app.system()) as work:
            assert noting.read(work.session, noting.RESTORED)
        with app.work(app.system()) as work:
            assert records.create(work, "customers", [{"name": "Next"}]) == [3]


def test_a_backup_of_one_database_is_restored_into_the_other(
    lived: App, backup: Path, place: Place, database_kind: str
) -> None:
    settings = place(other(database_kind))
    done = restore(backup, settings)
    with running(settings) as app, app.reading(app.system()) as work:
        assert done.rows["club_member"] == 3
        assert records.read(work, "customers", 1)["name"] == "Acme"
    again = place(database_kind)
    path = backup.with_name("again.zip")
    with running(settings) as app:
        back_up(app, path, with_secret_key=False, told=quiet)
    restore(path, again)
    with running(again) as app:
        assert everything(app.database) == everything(lived.database)


@pytest.mark.databases("sqlite")
def test_files_come_back_and_secrets_only_if_wanted(lived: App, backup: Path, place: Place) -> None:
    settings, home = place("sqlite"), lived.settings.home
    restore(backup, settings)
    written = (settings.home / FILE_NAME).read_text("utf-8")
    assert written == "# ours\nport = 8123\n"
    (sha256,) = (path.name for path in (home / "files").rglob("*") if path.is_file())
    assert (settings.home / file_name(sha256)).read_bytes() == b"remember"
    assert (settings.home / "plugins" / "club" / "plugin.toml").is_file()
    (home / "secret_key").write_text("k" * 40)
    back_up(lived, backup, with_secret_key=True, told=quiet)
    with Backup.open(backup) as opened:
        assert opened.manifest.has_secret_key


@pytest.mark.databases("sqlite")
def test_a_dry_run_counts_what_is_written(lived: App, backup: Path) -> None:
    with Backup.open(backup) as opened:
        rows, files = dict(opened.manifest.rows), opened.manifest.files.rows
    rows["core_state"] += 1  # the backup was noted afterwards
    found = foresee(lived)
    assert (found.rows, found.files, found.bytes) == (rows, files, 8)


@pytest.mark.databases("sqlite")
def test_contents_that_were_lost_before_are_named(lived: App, backup: Path, place: Place) -> None:
    (content,) = (path for path in (lived.settings.home / "files").rglob("*") if path.is_file())
    content.write_bytes(b"something else")
    assert back_up(lived, backup, with_secret_key=False, told=quiet).lost == 1
    content.unlink()
    assert back_up(lived, backup, with_secret_key=False, told=quiet).lost == 1
    (problem,) = verify(backup, quiet).problems
    assert problem == "The contents of 1 attachments were lost or damaged before the backup."
    restore(backup, place("sqlite"))


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("name", ["guanxi.sqlite3", "files", "notes.txt", ".restoring-x"])
def test_a_place_that_is_not_empty_is_left_as_it_is(copy: Path, place: Place, name: str) -> None:
    settings = place("sqlite")
    (settings.home / name).write_text("mine")
    with pytest.raises(Conflict, match=r"not empty; nothing was changed"):
        restore(copy, settings)
    assert [path.name for path in settings.home.iterdir()] == [name]


@pytest.mark.databases("sqlite")
def test_configuration_and_key_that_are_there_stay(copy: Path, place: Place) -> None:
    settings = place("sqlite")
    for name in (FILE_NAME, "secret_key"):
        (settings.home / name).write_text("mine")
    assert restore(copy, settings).kept == (FILE_NAME,)
    assert (settings.home / FILE_NAME).read_text() == "mine"


def test_a_database_that_is_not_empty_is_left_as_it_is(
    copy: Path, settings: Settings, tmp_path: Path
) -> None:
    used = settings.model_copy(update={"home": tmp_path / "other"})
    with pytest.raises(Conflict, match="nothing was changed"):
        restore(copy, used)
    assert not used.home.exists()
