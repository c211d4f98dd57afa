"""A process that imports a plugin and writes down what happens meanwhile: `python -m` this, order on stdin.

Python tells audit hooks of every connection, file and process; a hook cannot be taken away again, so the
process does nothing else.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from core.data import models
from core.host.discovery import Found, Places, find
from core.host.loading import load

EFFECTS: Mapping[str, str] = {
    "socket.connect": "opens a connection",
    "socket.getaddrinfo": "looks up a host in the network",
    "socket.bind": "listens in the network",
    "socket.sendto": "sends to the network",
    "sqlite3.connect": "opens a database",
    "subprocess.Popen": "starts a process",
    "os.system": "starts a process",
    "os.fork": "starts a process",
    "os.posix_spawn": "starts a process",
    "os.mkdir": "makes a folder",
    "os.remove": "deletes a file",
    "os.rename": "renames a file",
    "os.rmdir": "deletes a folder",
}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass
class Witness:
    """Notes each effect once for each line of the plugin that led to it."""

    folder: str
    awake: bool = False
    seen: dict[tuple[str, str], None] = field(default_factory=dict)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python's audit hook."""
        if self.awake and (what := _effect(event, arguments)):
            self.note(what, sys._getframe(1))

    def note(self, what: str, frame: FrameType | None = None) -> None:
        """Keep an effect with the plugin's line that is nearest to it."""
        while frame and not frame.f_code.co_filename.startswith(self.folder):
            frame = frame.f_back
        self.seen[
            what, f"{_short(self.folder, frame.f_code.co_filename)}:{frame.f_lineno}" if frame else ""
        ] = None


def _effect(event: str, arguments: tuple[Any, ...]) -> str | None:
    if event != "open":
        return EFFECTS.get(event)
    path, mode, flags = arguments
    writes = (isinstance(flags, int) and flags & WRITES) or set(str(mode or "")) & set("wax+")
    return f"writes the file {path}" if writes and path != os.devnull else None


def _short(folder: str, path: str) -> str:
    return str(Path(path).relative_to(Path(folder).parent))


def main() -> None:
    """Import what the plugin requires, then each of its modules under the eyes of the witness."""
    order = json.load(sys.stdin)
    sys.path[:] = order["path"]
    sys.dont_write_bytecode = True
    places = Places(Path(order["root"]), Path(order["home"]), order["packages"])
    plugin = _found(order["name"], places)
    for name in order["required"]:
        load(_found(name, places))
    assert models.__all__  # core's tables are there before those of any plugin
    witness = Witness(str(plugin.location))
    sys.addaudithook(witness)
    failures = list(_import(plugin, order["modules"], witness))
    effects = [{"message": what, "where": where} for what, where in witness.seen]
    # What the plugin prints itself comes before, on lines of its own.
    sys.stdout.write("\n" + json.dumps({"failures": failures, "effects": effects}) + "\n")


def _found(name: str, places: Places) -> Found:
    found = find(name, places)
    assert found is not None  # the caller has found it
    return found


def _import(plugin: Found, modules: list[str], witness: Witness) -> Iterator[dict[str, str]]:
    """Import them with the witness awake; yields those that fail."""
    threads = threading.active_count()
    try:
        witness.awake = True
        load(plugin)
        for module in modules:
            importlib.import_module(module)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever the plugin raises
        yield {"message": str(error), "where": _place(plugin, error)}
    finally:
        witness.awake = False
    if threading.active_count() > threads:
        witness.note("starts a thread")


def _place(plugin: Found, error: BaseException) -> str:
    """The last line of the plugin that led to the error or to what caused it."""
    while error.__cause__ and error.__cause__ is not error:  # a fault may be raised from itself
        error = error.__cause__
    folder, place, trace = str(plugin.location), "", error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename
        place = f"{_short(folder, path)}:{trace.tb_lineno}" if path.startswith(folder) else place
        trace = trace.tb_next
    return place


if __name__ == "__main__":
    main()
