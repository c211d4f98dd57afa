"""A disk that is full: reading goes on, writing says 507 and goes on, without a restart, with room."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from sqlalchemy import create_engine, text

from core.data.engine import Database
from core.testing import postgresql
from core.testing.databases import Databases, PostgresqlDatabases, Preparation
from tests.faults.counting import counted
from tests.faults.disks import Disk, small_disk
from tests.faults.load import CUSTOMERS
from tests.servers import Serve, eventually

pytestmark = pytest.mark.nightly

MEGABYTES = 32
LARGE = 300_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        yield disk


@pytest.fixture
def database_url(
    database_kind: str,
    databases_of: Callable[[str], Databases],
    preparation: Preparation,
    disk: Disk,
    tmp_path: Path,
) -> Iterator[str]:
    """A database on the small disk."""
    if database_kind == "sqlite":
        with databases_of(database_kind).fresh(preparation) as url:
            shutil.copyfile(urlsplit(url).path[1:], disk.path / "guanxi.sqlite3")
        yield f"sqlite:///{disk.path / 'guanxi.sqlite3'}"
        return
    yield from on_own_server(tmp_path / "server", preparation, disk)


def on_own_server(folder: Path, preparation: Preparation, disk: Disk) -> Iterator[str]:
    """PostgreSQL cannot go on at all without room for its log: only the tables are on the small disk."""
    folder.mkdir()
    server = postgresql.start(folder)
    space = disk.path / "tables"
    space.mkdir(mode=0o777)
    shutil.chown(space, (folder / "postgresql").stat().st_uid)
    try:
        with PostgresqlDatabases(folder, server).fresh(preparation) as url:
            engine = create_engine(server, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text(f"CREATE TABLESPACE small LOCATION '{space}'"))
                name = urlsplit(url).path[1:]
                connection.execute(text(f"ALTER DATABASE {name} SET TABLESPACE small"))
            engine.dispose()
            yield url
    finally:
        postgresql.stop(folder)


@pytest.fixture
def client(serve: Serve, token: str, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx2.Client]:
    """A client of a server whose home and temporary files are on the small disk, as is its log."""
    monkeypatch.setenv("TMPDIR", str(disk.path))
    server = serve(home=disk.path)
    with server.client(token) as client:
        yield client


def fill_it_up(client: httpx2.Client, disk: Disk, made: dict[str, int]) -> httpx2.Response:
    """Write until nothing more can be written; answers the first refusal."""
    refused = []

    def refuses() -> bool:
        disk.fill()
        name = f"Before {len(made)} " + "long " * 35
        answer = client.post(CUSTOMERS, json={"name": name.strip()})
        if answer.status_code == 201:
            made[name.strip()] = answer.json()["id"]
            return False
        refused.append(answer)
        return True

    eventually(refuses)
    return refused[0]


def test_a_full_disk_stops_writing_only_and_only_while_it_is_full(
    client: httpx2.Client, database: Database, disk: Disk
) -> None:
    made = {"First": client.post(CUSTOMERS, json={"name": "First"}).json()["id"]}
    refused = fill_it_up(client, disk, made)
    assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
    assert "Free some space" in refused.json()["fix"]
    assert refused.headers["retry-after"]
    for path in (CUSTOMERS, f"{CUSTOMERS}/{made['First']}", f"{CUSTOMERS}?q=first", "/health"):
        assert client.get(path).status_code == 200
    assert fill_it_up(client, disk, made).status_code == 507
    disk.free()
    made["Room"] = client.post(CUSTOMERS, json={"name": "Room"}).json()["id"]
    count = counted(database, made)
    assert count.is_whole, count


def test_files_that_find_no_room_leave_nothing(client: httpx2.Client, disk: Disk) -> None:
    id = client.post(CUSTOMERS, json={"name": "Acme"}).json()["id"]
    files, table = f"{CUSTOMERS}/{id}/attachments?name=a.txt", f"{CUSTOMERS}/import"
    content, csv = b"a" * LARGE, b"name\n" + b"Import\n" * (LARGE // 7)
    as_csv, as_text = {"content-type": "text/csv"}, {"content-type": "text/plain"}
    before = {path for path in disk.path.rglob("*") if path.is_file()}
    disk.fill()
    for path, sent, headers in ((files, content, as_text), (table, csv, as_csv)):
        answer = client.post(path, content=sent, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    form = client.post(files, files={"file": ("a.txt", content)})
    assert form.status_code == 507
    assert {path for path in disk.path.rglob("*") if path.is_file()} <= before | {disk.ballast}
    disk.free()
    assert client.get(f"{CUSTOMERS}/{id}/attachments").json()["data"] == []
    assert client.post(files, content=content, headers=as_text).status_code == 201
    assert client.post(table, content=b"name\nImport", headers=as_csv).json()["created"] == 1
    assert len(client.get(CUSTOMERS).json()["data"]) == 2
