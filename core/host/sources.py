"""What Python files import and use, read from their syntax trees (nothing is executed)."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Use:
    """A name that a module imports, reads or calls, in full (`datetime.datetime.now`), and its line."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: what it imports of what is known, and every dotted name it uses.

    A use whose start is unknown, as in `session.connection()`, is `*.connection`.
    """

    name: str
    imports: tuple[Use, ...]
    uses: tuple[Use, ...]


def module_of(name: str, tree: ast.AST, known: Container[str], package: str = "") -> Module:
    """What the file `name` imports and uses; `package` is what its relative imports begin at."""
    return Module(name, tuple(imports(tree, known, package)), tuple(uses(tree)))


def module_name(path: Path) -> str:
    """The dotted name of a file: `core/web/__init__.py` is `core.web`."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.AST, known: Container[str], package: str = "") -> Iterator[Use]:
    """Each imported module, wherever the import stands; `from core import web` is `core.web` if `known`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Use(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = absolute(node, package)
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield Use(inner if inner in known else module, node.lineno)


def absolute(node: ast.ImportFrom, package: str) -> str:
    """The module that `from ... import` names; a relative one begins at `package`."""
    if not node.level:
        return str(node.module)
    above = package.split(".")[: package.count(".") + 2 - node.level]
    return ".".join([*above, *([node.module] if node.module else [])])


def uses(tree: ast.AST) -> Iterator[Use]:
    """Each imported name and each name or attribute chain, spelt out through the file's imports."""
    names = dict(imported_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (Use(name, node.lineno) for name in full_names(node))
        elif isinstance(node, ast.Name | ast.Attribute):
            yield Use(dotted(node, names), node.lineno)


def imported_names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What each name bound by an import stands for: `from csv import writer as w` gives (w, csv.writer)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias, full in zip(node.names, full_names(node), strict=True):
                plain_import = isinstance(node, ast.Import) and not alias.asname
                yield (alias.asname or alias.name).split(".")[0], full.split(".")[0] if plain_import else full


def full_names(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The full name of everything that one import statement imports; a relative one begins with its dots."""
    prefix = ""
    if isinstance(node, ast.ImportFrom):
        prefix = "." * node.level + (f"{node.module}." if node.module else "")
    return [prefix + alias.name for alias in node.names]


def dotted(node: ast.expr, names: Mapping[str, str]) -> str:
    """The full name of an expression such as `sa.func.now`; `*` stands for a start of the file's own."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, names)}.{node.attr}"
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id if hasattr(builtins, node.id) else "*")
    return "*"


def within(name: str, room: str) -> bool:
    """Whether a dotted name is `room` or lies inside it."""
    return name == room or name.startswith(f"{room}.")
