"""What a plugin imports of core: only what core promises to keep."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from core.host.discovery import Found
from core.labels import Label, translations

_ = translations("core")

FACADE = "core.plugin_api"
KIT = "core.testing"
TESTS = "tests"
INTERNAL = _("{path}:{line} imports {name}, which may change with every version.")
USE_FACADE = _("Import it from core.plugin_api, or ask for it to be offered there.")


def internals(found: Found) -> Iterator[tuple[Label, Label]]:
    """Each import of core's internals with its place, and what to do; nothing of the plugin is imported."""
    files = [found.location] if found.is_one_file else sorted(found.folder.rglob("*.py"))
    for path in files:
        for line, name in _imports(path):
            if _is_internal(name, path):
                yield INTERNAL.fill(path=path, line=line, name=name), USE_FACADE


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Absolute imports; a file that is no Python is found out when it is imported."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, item.name) for item in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            parts = [node.module] if node.module != "core" else [f"core.{item.name}" for item in node.names]
            yield from ((node.lineno, part) for part in parts)


def _is_internal(name: str, path: Path) -> bool:
    allowed = (FACADE, KIT) if TESTS in path.parts else (FACADE,)
    return name.partition(".")[0] == "core" and not name.startswith(allowed)
