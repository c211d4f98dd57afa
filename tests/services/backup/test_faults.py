"""A backup while others write, on a full disk, and killed: it has what was acknowledged, or is not there."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from core.data.models import Contact, Customer
from core.services import records
from core.services.backup.verifying import verify
from core.services.backup.writing import back_up
from core.services.doctor.running import run, steps_of
from core.services.work import App
from tests.services.backup.conftest import Place, everything, quiet, restore, running

PROGRAM = Path(__file__).parents[3]
WRITERS = 3
BACK_UP = """
import resource
import sys
from pathlib import Path
from core.app import build
from core.config import Settings
from core.services.backup.writing import back_up

# No file of this process may be larger: what a full disk says, too.
if limit := int(sys.argv[4]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
app = build(Settings(home=Path(sys.argv[1]), database_url=sys.argv[2]), {})
back_up(app, Path(sys.argv[3]), with_secret_key=False, told=lambda done, share: None)
"""


@pytest.fixture
def plugins() -> dict[str, object]:
    """None."""
    return {}


class Writers:
    """Threads that create customers with a contact each; `names` are those whose work was acknowledged."""

    def __init__(self, app: App) -> None:
        self._app, self._stop, self.names = app, threading.Event(), list[str]()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(WRITERS)]
        self.wrote = threading.Semaphore(0)

    def _write(self, writer: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            name = f"customer {writer}.{number}"
            with self._app.work(self._app.system("test")) as work:
                (customer,) = records.create(work, "customers", [{"name": name}])
                records.create(work, "contacts", [{"name": name, "customer": customer}])
            self.names.append(name)
            self.wrote.release()

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait(self, count: int) -> None:
        for _ in range(count):
            assert self.wrote.acquire(timeout=60)


def test_a_drill_while_others_write(app: App, tmp_path: Path, place: Place, database_kind: str) -> None:
    path, settings = tmp_path / "drill.zip", place(database_kind)
    with Writers(app) as writers:
        writers.wait(20)
        acknowledged = list(writers.names)
        back_up(app, path, with_secret_key=False, told=quiet)
        writers.wait(5)  # nobody was kept out
    assert verify(path, quiet).problems == []
    restore(path, settings)
    with running(settings) as restored:
        rows = everything(restored.database)
        with restored.reading(restored.system()) as work:
            customers = dict(work.session.execute(select(Customer.id, Customer.name)).all())
            owners = set(work.session.scalars(select(Contact.customer_id)))
        assert set(acknowledged) <= set(customers.values())
        assert owners == customers.keys()  # each with its contact: no half of a transaction
        assert len(rows["core_contact"]) == len(customers)
        found = {each.name: each for each in run(steps_of(restored), 120)}
    assert {name for name, each in found.items() if each.state == "problem"} <= {
        "core.administrator", "core.postgresql_durability",
    }  # fmt: skip


def start(app: App, path: Path, limit: int = 0) -> "subprocess.Popen[str]":
    places = str(app.settings.home), app.settings.database_url, str(path)
    words = [sys.executable, "-c", BACK_UP, *places, str(limit)]
    return subprocess.Popen(words, cwd=PROGRAM, stderr=subprocess.PIPE, text=True)


def test_a_full_disk_leaves_no_file(app: App, tmp_path: Path, database_kind: str) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    with app.work(app.system()) as work:
        records.create(work, "customers", [{"name": os.urandom(100).hex()} for _ in range(2000)])
    old = folder / "old.zip"
    old.write_text("the backup of yesterday")
    process = start(app, old, 100_000)
    _out, said = process.communicate()
    assert (process.returncode, "OSError" in said) == (1, True), said
    assert [each.name for each in folder.iterdir()] == ["old.zip"]
    assert old.read_text() == "the backup of yesterday"


@pytest.mark.databases("sqlite")
def test_a_killed_backup_leaves_no_backup_and_the_next_one_clears_up(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    path = folder / "new.zip"
    with app.work(app.system()) as work:
        records.create(work, "customers", [{"name": os.urandom(100).hex()} for _ in range(2000)])
    process = start(app, path)
    while not list(folder.iterdir()) and process.poll() is None:
        pass
    process.kill()
    process.communicate()
    assert not path.exists()
    assert [each.suffix for each in folder.iterdir()] != []
    back_up(app, path, with_secret_key=False, told=quiet)
    assert [each.name for each in folder.iterdir()] == ["new.zip"]
    assert verify(path, quiet).problems == []
