"""Rules about what happens while the code is imported, tried in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

LONGEST_IMPORT = 60.0
"""Seconds that the process may take, its own start included."""

Probed = tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]


def modules_can_be_imported(subject: Subject) -> Iterator[Finding]:
    """Every module can be imported, and ends doing so."""
    failures, _effects = probe(subject)
    for found in failures:
        yield Finding(found["message"], "Mend what fails there.", found["where"])


def import_does_nothing_else(subject: Subject) -> Iterator[Finding]:
    """Importing it opens no connection and no database, writes no file, starts no thread or process."""
    _failures, effects = probe(subject)
    for found in effects:
        yield Finding(
            f"Importing it {found['message']}.", "Do it when a hook or a command is called.", found["where"]
        )


@lru_cache(maxsize=1)
def probe(subject: Subject) -> Probed:
    """What failed and what else happened, as the process of `probing` tells it."""
    order = {
        "name": subject.name,
        "required": [item.name for item in subject.required],
        "modules": [source.module for source in subject.sources if source.runs],
        "root": str(subject.places.root),
        "home": str(subject.places.home),
        "packages": subject.places.packages,
        "path": sys.path,
    }
    command = [sys.executable, "-m", "core.testing.conformance.probing"]
    try:
        ran = subprocess.run(  # noqa: S603  # our own module
            command,
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=LONGEST_IMPORT,
            check=False,
            cwd=str(subject.places.root) if (subject.places.root / "core").is_dir() else None,
        )
    except subprocess.TimeoutExpired:
        return ({"message": "Importing it does not end.", "where": subject.where()},), ()
    if ran.returncode:
        return ({"message": f"Importing it ends the process: {ran.stderr[-400:]}", "where": ""},), ()
    told = json.loads(ran.stdout.splitlines()[-1])
    return tuple(told["failures"]), tuple(told["effects"])
