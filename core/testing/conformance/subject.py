"""The plugin that is looked at, from its files to an installation of its own that is thrown away."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

from core.builtin.plugin import CorePlugin
from core.host.discovery import Found, Places, find_all
from core.host.loading import load, unload
from core.host.manifest import Manifest
from core.host.plugins import Assembly, StateOfPlugin, assemble
from core.host.sources import Module, module_name, module_of
from core.testing.conformance.installation import Installation
from core.testing.conformance.probe import Probed, probe

FACADE = "core.plugin_api"
APART = ("migrations", "tests")
"""Folders of a plugin whose files are not part of the running program."""


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file; `tree` is None for one that cannot be read, and `problem` says why."""

    path: Path
    parts: tuple[str, ...]
    module: str
    tree: ast.Module | None
    problem: str = ""
    line: int = 1

    @property
    def runs(self) -> bool:
        """Whether it is part of the running program."""
        return self.parts[0] not in APART

    @property
    def package(self) -> str:
        """What its relative imports begin at."""
        return self.module if self.path.stem == "__init__" else self.module.rpartition(".")[0]


class Subject:
    """A plugin with everything that rules ask about it, each worked out when it is first asked for."""

    def __init__(self, found: Found, places: Places, target: str = "") -> None:
        self.found, self.places, self.target = found, places, target
        self._stack = ExitStack()
        self._imported_before = frozenset(sys.modules)

    def close(self) -> None:
        """Throw the installation away, and take out of this process what it has brought into it."""
        self._stack.close()
        for item in (self.found, *reversed(self.required)):
            if item.module not in self._imported_before:
                unload(item)

    @property
    def name(self) -> str:
        """Its name."""
        return self.found.name

    @property
    def is_folder(self) -> bool:
        """Whether it is more than one file: then it has a README, translations, migrations."""
        return not self.found.is_one_file

    @property
    def manifest(self) -> Manifest:
        """Its manifest, which a gate has found readable."""
        assert self.found.manifest is not None  # for the type checker
        return self.found.manifest

    @property
    def manifest_path(self) -> Path:
        """Where the manifest stands."""
        return self.found.location / "plugin.toml" if self.is_folder else self.found.location

    @cached_property
    def known(self) -> Mapping[str, Found]:
        """Every plugin of this installation."""
        return find_all(self.places)

    @cached_property
    def required(self) -> Sequence[Found]:
        """The plugins that it requires, near and far, those that are there; each after what it requires."""
        return tuple(self._below(self.found, {self.name}))

    def _below(self, item: Found, begun: set[str]) -> Iterator[Found]:
        for name in item.requires:
            if name in self.known and name not in begun:
                begun.add(name)
                yield from self._below(self.known[name], begun)
                yield self.known[name]

    @cached_property
    def sources(self) -> Sequence[Source]:
        """Its Python files."""
        location = self.found.location
        paths = [location] if self.found.is_one_file else sorted(location.rglob("*.py"))
        return [self._read(path) for path in paths if "__pycache__" not in path.parts]

    def _read(self, path: Path) -> Source:
        parts = (path.name,) if self.found.is_one_file else path.relative_to(self.found.location).parts
        inner = "" if self.found.is_one_file else "." + module_name(Path(*parts))
        module = f"{self.found.package}{inner}".removesuffix(".__init__")
        try:
            return Source(path, parts, module, ast.parse(path.read_text(encoding="utf-8"), str(path)))
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            return Source(path, parts, module, None, str(error), line)

    @cached_property
    def modules(self) -> Sequence[tuple[Source, Module]]:
        """What each file imports and uses; another plugin's `public` is known as a module."""
        publics = {f"{item.package}.public" for item in self.known.values()}
        known = {FACADE, *publics, *(source.module for source in self.sources)}
        return [
            (source, module_of(source.module, source.tree, known, source.package))
            for source in self.sources
            if source.tree
        ]

    def where(self, path: Path | None = None, line: int = 1) -> str:
        """A place in its files, as seen from the folder that it lies in."""
        path = path or self.manifest_path
        above = self.found.location.parent
        return f"{path.relative_to(above) if path.is_relative_to(above) else path}:{line}"

    def where_of(self, item: object) -> str:
        """Where a function or class stands; the hook implementations for anything else."""
        path, line = self._place_of(item) or (self.code_path, 1)
        return self.where(path, line)

    @cached_property
    def _place_of(self) -> Callable[[object], tuple[Path, int] | None]:
        """Remembers what it found: to find one place, a whole file is read."""
        return cache(_place)

    @property
    def code_path(self) -> Path:
        """The file of its hook implementations."""
        return self.found.location / "plugin.py" if self.is_folder else self.found.location

    @cached_property
    def probed(self) -> Probed:
        """What importing its modules does."""
        modules = [source.module for source in self.sources if source.runs]
        return probe(self.found, self.required, modules, self.places)

    @cached_property
    def module(self) -> ModuleType:
        """Its hook implementations, imported after what it requires; raises PluginFault."""
        for item in self.required:
            load(item)
        return load(self.found)

    def where_of_hook(self, name: str) -> str:
        """Where its implementation of a hook stands."""
        return self.where_of(vars(self.module).get(name))

    @cached_property
    def assembly(self) -> Assembly:
        """Core, what it requires, and it: put together as at every start."""
        states = [StateOfPlugin(name=item.name) for item in (*self.required, self.found)]
        return assemble(states, 0, self.places, core=CorePlugin())

    @cached_property
    def installation(self) -> Installation:
        """An installation with an empty database of core and of what it requires."""
        return self._stack.enter_context(Installation.new(self.required, self.assembly))


def _place(item: object) -> tuple[Path, int] | None:
    """The file of a function or class, and the line after its decorators."""
    try:
        lines, line = inspect.getsourcelines(item)  # type: ignore[arg-type]
        path = inspect.getsourcefile(item)  # type: ignore[arg-type]
    except (TypeError, OSError):
        return None
    decorators = next((n for n, text in enumerate(lines) if not text.lstrip().startswith("@")), 0)
    return (Path(path), line + decorators) if path else None
