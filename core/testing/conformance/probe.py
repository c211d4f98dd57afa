"""Import a plugin in a process of its own, to see what fails and what else happens."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.host.discovery import Found, Places

LONGEST_IMPORT = 60.0
"""Seconds that the process may take, its own start included."""

ENDLESS = "Importing it does not end."
KILLED = "Importing it ends the process: {said}"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, and the line of the plugin that led to it."""

    message: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Probed:
    """What failed, and what an import is not to do."""

    failures: tuple[Event, ...]
    effects: tuple[Event, ...] = ()


def probe(found: Found, required: Iterable[Found], modules: Iterable[str], places: Places) -> Probed:
    """Import these modules of a plugin after what it requires; `core.testing.import_probe` does it."""
    order = {
        "name": found.name,
        "required": [item.name for item in required],
        "modules": list(modules),
        "root": str(places.root),
        "home": str(places.home),
        "packages": places.packages,
        "path": sys.path,
    }
    command = [sys.executable, "-m", "core.testing.import_probe"]
    try:
        ran = subprocess.run(  # noqa: S603  # our own module
            command,
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=LONGEST_IMPORT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Probed((Event(ENDLESS),))
    if ran.returncode:
        return Probed((Event(KILLED.format(said=ran.stderr[-400:])),))
    told = json.loads(ran.stdout.splitlines()[-1])
    return Probed(_events(told["failures"]), _events(told["effects"]))


def _events(told: Iterable[Mapping[str, str]]) -> tuple[Event, ...]:
    return tuple(Event(item["message"], item["where"]) for item in told)
