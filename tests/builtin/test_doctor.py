"""Core's checks find what they are there for, and nothing in an installation that is well."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert

from core.builtin import doctor
from core.builtin.doctor import machine, versions
from core.config import Settings
from core.contracts.doctor import Finding
from core.data.models import (
    Password,
    PluginState,
    Process,
    QueuedJob,
    ScheduleState,
    SearchEntry,
    State,
    StoredFile,
)
from core.services import records
from core.services.authentication import hash_password
from core.services.backup import noting
from core.services.role_templates import create_missing
from core.services.work import App
from core.testing.app import Clock

Look = Callable[[str], Finding | None]
MACHINE = {each.name: each for each in doctor.MACHINE}
OTHERS = {each.name: each for each in doctor.CHECKS}


@pytest.fixture
def look(app: App) -> Look:
    """What a check finds now."""

    def look(name: str) -> Finding | None:
        with app.reading(app.system()) as work:
            return OTHERS[f"core.{name}"].look(work)

    return look


@pytest.fixture
def put(app: App) -> Callable[..., None]:
    """Rows past all services."""

    def put(statement: Any, *rows: dict[str, Any]) -> None:
        with app.database.writing() as connection:
            connection.execute(statement, list(rows)) if rows else connection.execute(statement)

    return put


def test_there_are_enough_checks_with_names_of_their_own() -> None:
    names = [each.name for each in (*doctor.MACHINE, *doctor.CHECKS)]
    assert len(set(names)) == len(names) >= 20
    assert all(name.startswith("core.") for name in names)


def test_a_new_installation_has_only_what_it_lacks(app: App, look: Look) -> None:
    found = {name for name in OTHERS if (seen := look(name[5:])) and seen.severity == "problem"}
    # The tests' PostgreSQL does not sync, and nobody was made administrator.
    assert found <= {"core.administrator", "core.postgresql_durability"}


def test_backups_grow_old_and_so_do_drills(app: App, look: Look, clock: Clock, make_customer: Any) -> None:
    make_customer()
    assert (found := look("backup")) and found.severity == "advice"
    clock.forward(days=3)
    assert (found := look("backup")) and found.severity == "problem"
    noting.note(app.database, noting.BACKUP, clock())
    noting.note(app.database, noting.VERIFIED, clock())
    assert look("backup") is look("backup_drill") is None
    clock.forward(days=8)
    assert (found := look("backup")) and found.text == "The last backup is 8 days old."
    clock.forward(days=40)
    assert (found := look("backup_drill")) and found.severity == "advice"


def process(app: App, **values: Any) -> dict[str, Any]:
    now = app.clock()
    row = {"host": "a", "pid": 1, "role": "server", "generation": 0, "running": [], "quarantined": {}}
    return {**row, "started_at": now, "heartbeat_at": now, **values}


def test_processes_that_died_are_old_or_too_many_are_named(app: App, look: Look, put: Any) -> None:
    hour = timedelta(hours=1)
    put(insert(Process), process(app, heartbeat_at=app.clock() - hour))
    assert (found := look("dead_processes")) and "server a:1" in found.text
    put(
        insert(Process),
        *(process(app, host=host, generation=-1, started_at=app.clock() - hour) for host in "bc"),
    )
    assert (found := look("outdated_processes")) and "b:1, c:1" in found.text
    assert (look("machines") is None) is (app.database.kind == "postgresql")


def job(app: App, **values: Any) -> dict[str, Any]:
    now = app.clock()
    row = {"owner": "core", "name": "core.x", "payload": {}, "state": "waiting", "scopes": "", "progress": ""}
    return {**row, "enqueued_at": now, "due_at": now, "attempt": 0, "claim": 0, "error": "", **values}


def test_jobs_that_wait_fail_or_hang_are_counted(app: App, look: Look, put: Any) -> None:
    old = app.clock() - timedelta(hours=2)
    put(insert(QueuedJob), job(app, due_at=old), job(app, state="dead"))
    put(insert(QueuedJob), job(app, state="running", lease_until=old))
    assert (found := look("job_queue")) and found.text == "1 jobs wait, the oldest for 120 minutes."
    assert (found := look("dead_jobs")) and "core.x (1)" in found.text
    assert (found := look("hung_jobs")) and found.text == "1 jobs lost their worker."
    put(insert(ScheduleState), {"name": "x", "job": "core.y", "time_zone": "UTC", "next_at": old})
    assert (found := look("schedules")) and "core.y" in found.text


def test_what_is_missing_beside_records_is_found(app: App, look: Look, put: Any, make_customer: Any) -> None:
    make_customer()
    assert look("search") is look("attachments") is look("counters") is None
    put(delete(SearchEntry))
    assert (found := look("search")) and "reindex" in found.fix
    put(insert(StoredFile), {"sha256": "a" * 64, "size": 1, "media_type": "x", "stored_at": app.clock()})
    assert (found := look("attachments")) and found.text.startswith("The contents of 1")
    put(delete(State).where(State.name == "rights"))
    assert (found := look("counters")) and "rights" in found.text


def test_administrators_and_their_passwords(app: App, look: Look, put: Any) -> None:
    assert look("administrator")
    with app.work(app.system()) as work:
        create_missing(work)
        lines = [{"role": "administrator"}]
        (user,) = records.create(work, "users", [{"login": "ada", "name": "Ada", "roles": lines}])
    assert look("administrator") is look("passwords") is None
    row = {"user_id": user, "changed_at": app.clock(), "hash": hash_password("password123")}
    put(insert(Password), row)
    assert (found := look("passwords")) and "ada" in found.text


def test_plugins_that_were_paused_and_clocks_that_go_wrong(
    app: App, look: Look, put: Any, clock: Clock, make_customer: Any
) -> None:
    row: dict[str, Any] = {"name": "x", "state": "disabled", "version": "1", "requires": [], "restricts": []}
    row |= {"changed_at": clock()}
    put(insert(PluginState), {**row, "paused_because": "it hung", "faults": 1})
    assert (found := look("paused_plugins")) and "it hung" in found.text
    make_customer()
    clock.forward(hours=-1)
    assert (found := look("clock")) and "3600 seconds ahead" in found.text


@pytest.mark.databases("sqlite")
def test_a_damaged_file_and_a_wrong_mode_are_found(app: App, look: Look) -> None:
    assert app.database.path
    app.close()
    content = bytearray(app.database.path.read_bytes())
    content[8192:12288] = bytes(4096)
    app.database.path.write_bytes(content)
    assert (found := look("sqlite_pages")) and "damaged" in found.text


def sees(name: str, settings: Settings) -> Finding | None:
    return MACHINE[f"core.{name}"].look(settings)


def test_the_machine_is_looked_at(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = Settings(home=home, host="0.0.0.0", workers=200, safe=True)
    bad = ("home", "secret_key", "address", "workers", "safe_mode")
    assert all(sees(name, settings) for name in bad)
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    (home / "guanxi.toml").write_text("")
    (home / "guanxi.toml").chmod(0o644)
    (home / "guanxi.sqlite3.lock").touch()
    (home / "old.zip.draft").touch()
    os.utime(home / "old.zip.draft", (0, 0))
    assert all(sees(name, settings) for name in ("home", "configuration_file", "lock_files", "drafts"))
    good = Settings(home=tmp_path, secret_key="k" * 40, workers=1)  # type: ignore[arg-type]
    tmp_path.chmod(0o700)
    fine = (*bad, "configuration_file", "lock_files", "drafts", "encoding", "time_zones", "network_disk")
    assert not any(sees(name, good) for name in fine)


def test_little_room_and_few_files_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LITTLE", 2**60)
    monkeypatch.setattr(machine, "FEWEST_FILES", 2**60)
    assert (found := sees("disk", Settings(home=tmp_path))) and "MB are free" in found.text
    sees("open_files", Settings(home=tmp_path))


@pytest.mark.parametrize(
    ("version", "bad"),
    [((3, 40, 1), True), ((3, 44, 6), False), ((3, 50, 6), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_versions_with_known_faults(version: tuple[int, ...], bad: bool) -> None:
    assert bool(versions.sqlite_faults(version)) is bad
    assert versions.python_faults((3, 11, 7))
    assert not versions.python_faults((3, 13, 0))
    assert versions.postgresql_faults((14, 2))
