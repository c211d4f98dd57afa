"""Which plugins there are: in the program's folders, as installed packages, in the home folder.

Nothing of a plugin is imported, so a broken one can still be listed, explained and removed.
"""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.machinery import ModuleSpec
from importlib.metadata import EntryPoint, entry_points
from itertools import chain, count
from pathlib import Path
from typing import Literal

from core.data.owners import Owner
from core.errors import ManifestError
from core.host.manifest import FILE, Manifest, api_problem, name_problem, read_manifest
from core.labels import translations

_ = translations("core")

Source = Literal["bundled", "package", "home"]

GROUP = "guanxi.plugins"
HOME_PACKAGE = "guanxi_home"
BUNDLED = ("plugins", "industry_packs")
CODE = "plugin"

UNREADABLE = _("{path} cannot be read.")
NO_MANIFEST = _("The folder {path} has no plugin.toml.")
NO_CODE = _("The folder {path} has no plugin.py.")
NOT_THERE = _("The package names the module {module}, which is not there.")
ADD_FILE = _("Add the file, or remove the folder.")
INSTALL_AGAIN = _("Install the package again, or uninstall it.")
NAME_TAKEN = _("Another plugin of this name, in {path}, comes first.")
REMOVE_ONE = _("Remove one of the two.")
AMBIGUOUS = _("Its tables could not be told from those of the plugin {other}, whose name is its beginning.")
RENAME = _("Rename one of the two.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A plugin that lies somewhere: `location` is its folder, or its file if it is only one.

    `module` holds its hook implementations. `problem` says why it cannot be used at all, `fix` what to do.
    """

    name: str
    source: Source
    location: Path
    module: str
    manifest: Manifest | None = None
    problem: str | None = None
    fix: str = ""

    @property
    def is_one_file(self) -> bool:
        """Whether it is one file, without templates, translations and migrations."""
        return self.location.suffix == ".py"

    @property
    def folder(self) -> Path:
        """Where its files lie; for a plugin in one file a folder that does not exist."""
        return self.location / "none" if self.is_one_file else self.location

    @property
    def owner(self) -> Owner:
        """Whose migrations lie in its folder; tables of a plugin in one file follow its models instead."""
        return Owner(self.name, self.folder / "migrations", inline=self.is_one_file)

    @property
    def package(self) -> str:
        """What all its modules begin with."""
        return self.module if self.is_one_file else self.module.removesuffix(f".{CODE}")

    @property
    def requires(self) -> tuple[str, ...]:
        """The plugins that must run for it to run."""
        return self.manifest.requires if self.manifest else ()

    @property
    def after(self) -> tuple[str, ...]:
        """The plugins that come before it, if they run."""
        return self.manifest.after if self.manifest else ()


@dataclass(frozen=True, slots=True)
class Places:
    """Where plugins lie: `root` is the program's folder, `home` that of the installation's own plugins."""

    root: Path
    home: Path
    packages: bool = True


def find_all(places: Places) -> Mapping[str, Found]:
    """Every plugin there is, by name. Of two of one name the first place counts.

    The other is listed, with a problem, as `name@place`, which nobody can enable.
    """
    found: dict[str, Found] = {}
    for item in (*_bundled(places), *_packages(places), *_home(places)):
        entry = _second(found[item.name], item, found) if item.name in found else item
        found[entry.name] = entry
    return {name: _unambiguous(item, found) for name, item in sorted(found.items())}


def find(name: str, places: Places) -> Found | None:
    """The plugin of this name, found without looking at the others; None if there is none."""
    if name_problem(name):
        return None
    named = (_bundled(places, name), _packages(places, name), _home(places, name))
    return next((item for items in named for item in items), None)


def _second(first: Found, second: Found, found: Container[str]) -> Found:
    """A plugin whose name belongs to another, under a name of its own."""
    names = (f"{second.name}@{second.source}{number}" for number in chain([""], count(2)))
    name = next(name for name in names if name not in found)
    return replace(second, name=name, problem=NAME_TAKEN.fill(path=first.location), fix=REMOVE_ONE)


def _unambiguous(item: Found, others: Mapping[str, Found]) -> Found:
    if item.problem is None and (other := shorter_name(item.name, others)):
        return replace(item, problem=AMBIGUOUS.fill(other=other), fix=RENAME)
    return item


def shorter_name(name: str, others: Iterable[str]) -> str | None:
    """One of the other names that, followed by `_`, begins this one: their tables could not be told apart."""
    return next((other for other in others if name.startswith(f"{other}_")), None)


def _bundled(places: Places, name: str = "") -> Iterator[Found]:
    for part in BUNDLED:
        for path in _entries(places.root / part, name):
            if path.is_dir():
                yield from _in_folder(path, "bundled", f"{part}.{path.name}")


def _home(places: Places, name: str = "") -> Iterator[Found]:
    for path in _entries(places.home, name):
        module = f"{HOME_PACKAGE}.{path.stem}"
        yield from _in_folder(path, "home", module) if path.is_dir() else _in_file(path, "home", module)


def _packages(places: Places, name: str = "") -> Iterator[Found]:
    stamps = tuple((path, _changed_at(path)) for path in sys.path)
    for point in _points(stamps) if places.packages else ():
        if not name or point.name == name:
            yield _in_package(point)


@lru_cache(1)
def _points(_stamps: tuple[tuple[str, int], ...]) -> Sequence[EntryPoint]:
    """The plugins that packages name. All packages are read for that: again when one has come or gone."""
    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def _changed_at(path: str) -> int:
    """When something came into a folder or left it last, in nanoseconds; 0 where there is none."""
    try:
        return Path(path or ".").stat().st_mtime_ns
    except OSError:
        return 0


def _entries(folder: Path, name: str) -> Iterable[Path]:
    """What may be a plugin in a folder: folders and Python files; of one name, the folder first."""
    if name:
        return [path for path in (folder / name, folder / f"{name}.py") if path.exists()]
    if not folder.is_dir():
        return []
    found = sorted(folder.iterdir(), key=lambda path: (path.stem, path.suffix))
    return [path for path in found if path.name[0] not in "._" and (path.is_dir() or path.suffix == ".py")]


def _in_folder(path: Path, source: Source, package: str, name: str = "") -> Iterator[Found]:
    """The plugin in a folder; nothing for a folder that holds neither a manifest nor code."""
    found = Found(name=name or path.name, source=source, location=path, module=f"{package}.{CODE}")
    manifest, code = path / FILE, path / f"{CODE}.py"
    if manifest.is_file():
        found = _read(found, manifest)
        lacks_code = found.problem is None and not code.is_file()
        yield replace(found, problem=NO_CODE.fill(path=path), fix=ADD_FILE) if lacks_code else found
    elif code.is_file():
        yield replace(found, problem=NO_MANIFEST.fill(path=path), fix=ADD_FILE)


def _in_file(path: Path, source: Source, module: str, name: str = "") -> Iterator[Found]:
    yield _read(Found(name=name or path.stem, source=source, location=path, module=module), path)


def _in_package(point: EntryPoint) -> Found:
    """The plugin of an installed package: a folder, or a module of one file."""
    spec = _spec(point.value)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(folders[0] if folders else (spec and spec.origin) or point.value)
    problem = (NO_MANIFEST if folders else NOT_THERE).fill(path=path, module=point.value)
    nothing = Found(name=point.name, source="package", location=path, module=point.value)
    look = _in_folder if folders else _in_file
    found = look(path, "package", point.value, point.name) if spec and path.exists() else iter(())
    return next(found, replace(nothing, problem=problem, fix=INSTALL_AGAIN))


def _spec(module: str) -> ModuleSpec | None:
    """Where a module lies, without importing the packages around it as importlib.util.find_spec would."""
    path: Sequence[str] | None = None
    spec = None
    if not all(map(str.isidentifier, module.split("."))):
        return None
    for end in range(1, module.count(".") + 2):
        name = ".".join(module.split(".")[:end])
        finders = (getattr(finder, "find_spec", None) for finder in sys.meta_path)
        specs = (find_spec(name, path) for find_spec in finders if find_spec)
        spec = next((found for found in specs if found), None)
        if spec is None:
            return None
        path = spec.submodule_search_locations or ()
    return spec


def _read(found: Found, path: Path) -> Found:
    """With its manifest, or with what is wrong with it."""
    if problem := name_problem(found.name):
        return replace(found, problem=problem[0], fix=problem[1])
    try:
        manifest = read_manifest(path.read_text(encoding="utf-8"), path, found.name)
    except ManifestError as error:
        return replace(found, problem=error.why, fix=error.fix)
    except (OSError, UnicodeError) as error:
        return replace(found, problem=UNREADABLE.fill(path=path), fix=str(error))
    problem = api_problem(manifest)
    why, fix = problem or (None, "")
    return replace(found, manifest=manifest, problem=why, fix=fix)
