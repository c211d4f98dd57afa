"""`guanxi worker` as people run it, with the plugin "works" enabled."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from core.app import build
from core.config import Settings
from core.data.engine import Database
from core.data.models import Activity, PluginState, QueuedJob
from core.services.clock import utc_now
from core.services.plugins import states
from core.services.work import App
from tests.servers import ROOT, Server, eventually

Work = Callable[..., Server]
WORKS = Path(__file__).parent / "works.py"


@pytest.fixture
def plugins() -> None:
    """Those of the database."""


@pytest.fixture
def installed(database: Database, tmp_path: Path) -> None:
    """The plugin is in the home, and enabled."""
    (tmp_path / "plugins").mkdir()
    shutil.copyfile(WORKS, tmp_path / "plugins" / "works.py")
    row = {"state": "enabled", "version": "1.0", "requires": [], "restricts": [], "changed_at": utc_now()}
    with database.changing_plugins(schema=False) as connection:
        connection.execute(insert(PluginState), [{"name": "works", **row}])
        states.grow(connection)


@pytest.fixture
def app(installed: None, settings: Settings) -> Iterator[App]:
    """An application with the time of the world, as the workers have it."""
    app = build(settings)
    yield app
    app.close()


@pytest.fixture
def worker(installed: None, database_url: str, tmp_path: Path) -> Iterator[Work]:
    """Start a worker: `worker(processes=2, drain_seconds=5)`."""
    started: list[Server] = []

    def worker(processes: int = 1, **settings: object) -> Server:
        given = {"home": tmp_path, "database_url": database_url, **settings}
        variables = {f"GUANXI_{name.upper()}": str(value) for name, value in given.items()}
        log = tmp_path / f"worker{len(started)}.log"
        command = [sys.executable, str(ROOT / "cli.py"), "worker", "--processes", str(processes)]
        with log.open("wb") as file:
            process = subprocess.Popen(
                command,
                env={"TMPDIR": str(tmp_path), **os.environ, **variables},
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        started.append(Server(process, log))
        eventually(lambda: "Doing jobs" in log.read_text(encoding="utf-8"))
        return started[-1]

    yield worker
    for each in started:
        if each.process.poll() is None:
            each.kill()


def end(worker: Server) -> None:
    """End it in order."""
    worker.process.send_signal(signal.SIGTERM)
    worker.process.wait()


def enqueue(app: App, name: str, *payloads: dict[str, Any]) -> list[int]:
    """Enqueue jobs, all in one transaction."""
    with app.work(app.system("test")) as work:
        return [work.enqueue(f"works.{name}", payload) for payload in payloads]


def job(app: App, id: int) -> Any:
    """A job as it is now."""
    columns = (QueuedJob.state, QueuedJob.attempt, QueuedJob.error, QueuedJob.done, QueuedJob.result)
    with app.database.reading() as connection:
        return connection.execute(select(*columns).where(QueuedJob.id == id)).one()


def tasks(app: App) -> list[str]:
    """The subjects of all activities."""
    with app.database.reading() as connection:
        return sorted(connection.scalars(select(Activity.subject)))
