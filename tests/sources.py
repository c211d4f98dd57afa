"""The program's own Python files, as `core.host.sources` reads them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from core.host.sources import Module, module_name, module_of

PROGRAM = ("core", "plugins", "industry_packs", "migrations", "cli.py")


def read_modules(root: Path) -> dict[str, Module]:
    """Read every Python file of the program under `root`, by module name."""
    files = {module_name(path.relative_to(root)): path for path in python_files(root)}
    trees = {name: ast.parse(path.read_text(encoding="utf-8"), str(path)) for name, path in files.items()}
    return {name: module_of(name, tree, trees) for name, tree in trees.items()}


def python_files(root: Path) -> Iterator[Path]:
    """Every Python file of the program, generated ones apart."""
    for part in PROGRAM:
        yield from [root / part] if part.endswith(".py") else sorted((root / part).rglob("*.py"))
