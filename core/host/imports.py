"""What a plugin imports of core: only what core promises to keep."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from core.host.discovery import Found
from core.host.sources import Use, imports, within
from core.labels import Label, translations

_ = translations("core")

CORE = Path(__file__).parents[1]
FACADE = "core.plugin_api"
KIT = "core.testing"
TESTS = "tests"
INTERNAL = _("{path}:{line} imports {name}, which may change with every version.")
USE_FACADE = _("Import it from core.plugin_api, or ask for it to be offered there.")


def internals(found: Found) -> Iterator[tuple[Label, Label]]:
    """Each import of core's internals with its place, and what to do; nothing of the plugin is imported."""
    top = found.location.parent if found.is_one_file else found.folder
    files = [found.location] if found.is_one_file else sorted(top.rglob("*.py"))
    for path in files:
        package = ".".join((found.name, *path.relative_to(top).parent.parts))
        for used in _imports(path, package):
            if _is_internal(used.name, path):
                yield INTERNAL.fill(path=path, line=used.line, name=used.name), USE_FACADE


def _imports(path: Path, package: str) -> Iterator[Use]:
    """What it imports; a file that is no Python is found out when it is imported."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return
    rooms = {f"core.{room.stem}" for room in CORE.iterdir()}
    yield from imports(tree, rooms, package)


def _is_internal(name: str, path: Path) -> bool:
    allowed = (FACADE, KIT) if TESTS in path.parts else (FACADE,)
    return within(name, "core") and not any(within(name, room) for room in allowed)
