"""The rules of the house as data, and what breaks them: who may import whom, which second paths are banned.

A new room is a name in LAYERS, a new banned path a line in ONE_PATH; test_architecture.py tries all lines.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.sources import Module, read_modules

# A room of core may import itself and the rooms to its left; rooms of one layer do not know each other.
LAYERS = (
    ("labels",),
    ("errors",),
    ("config", "formats"),
    ("contracts",),
    ("data",),
    ("host",),
    ("services",),
    ("plugin_api",),
    ("demo",),
    ("builtin",),
    ("jobs", "web", "api", "cli"),
    ("app",),
    ("asgi",),
    ("testing",),
)
RANKS = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}

# What the parts outside core may import of the program; plugins and packs: see importable().
IMPORTABLE: dict[str, tuple[str, ...]] = {
    "cli": ("core", "core.cli*", "core.app"),
    "migrations": ("migrations*", "core.contracts*", "core.data*"),
}
PLUGIN_PARTS = ("plugins", "industry_packs")
PROGRAM_PARTS = {"core", "tests", "benchmarks", "tools", *IMPORTABLE, *PLUGIN_PARTS}


@dataclass(frozen=True)
class OnePath:
    """A risk with one guarded path: `names` would be a second one, `allowed` modules are it."""

    risk: str
    names: tuple[str, ...]
    allowed: tuple[str, ...] = ()


ONE_PATH = (
    OnePath(
        "the spreadsheet writer neutralises formulas",
        ("csv.writer", "csv.DictWriter", "xlsxwriter"),
        ("core.services.files.writing",),
    ),
    OnePath("spreadsheets are read by python-calamine and written by xlsxwriter", ("openpyxl",)),
    OnePath(
        "SQL beside the rights criterion shows hidden rows",
        (
            *("sqlalchemy.text", "sqlalchemy.sql.text", "*.exec_driver_sql"),
            *("*.__table__", "*.local_table", "*.connection", "*.get_bind", "*.from_statement"),
        ),
        (
            *("core.contracts*", "core.data*", "core.services.access*", "core.services.records*"),
            "core.testing*",
            *("migrations*", "*.migrations.*"),
        ),
    ),
    OnePath(
        "rows are inserted past the rights by those who have asked for them",
        ("core.data.bulk.insert_rows",),
        ("core.services.records*", "core.services.search.entries", "core.services.work"),
    ),
    OnePath(
        "requests that leave the house must refuse private addresses",
        ("httpx", "httpx2", "http.client", "urllib.request", "urllib3", "requests"),
    ),
    OnePath(
        "time goes through work.now, so that it can be moved",
        (
            *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"),
            *("datetime.date.today", "time.time", "time.time_ns"),
            *("sqlalchemy.func.now", "sqlalchemy.func.current_timestamp"),
        ),
        ("core.services.clock", "core.testing*"),
    ),
    OnePath("output keeps to --json, width and colour in one module", ("print",), ("core.cli.output",)),
)


def problems(root: Path) -> list[str]:
    """Everything under `root` that breaks a rule, one readable line each."""
    modules = read_modules(root)
    return [*forbidden_imports(modules, root), *import_cycles(modules), *second_paths(modules)]


def forbidden_imports(modules: Mapping[str, Module], root: Path) -> Iterator[str]:
    """Imports of a part of the program that the importing part must not know."""
    for module in modules.values():
        for target in module.imports:
            if reason := import_problem(module.name, target.name, root):
                yield f"{module.name}:{target.line} imports {target.name}: {reason}"


def import_problem(importer: str, target: str, root: Path) -> str | None:
    """Say why `importer` may not import `target`; None if it may, as it may what other makers wrote."""
    if first(target) not in PROGRAM_PARTS:
        return None
    if first(importer) == "core":
        return core_import_problem(importer, target)
    allowed = importable(importer, root)
    if any(fnmatchcase(target, pattern) for pattern in allowed):
        return None
    return f"it may import only {', '.join(allowed)}"


def first(name: str) -> str:
    """The part of the program that a dotted name belongs to."""
    return name.partition(".")[0]


def core_import_problem(importer: str, target: str) -> str | None:
    """Inside core, imports go from right to left in LAYERS, never to plugins and packs."""
    if not within(target, "core"):
        return "core knows nothing outside core"
    room, other = (*importer.split("."), "")[1], (*target.split("."), "")[1]
    if unknown := {room, other} - {"", *RANKS}:
        return f"the room {unknown.pop()!r} is not in LAYERS of tests/architecture.py"
    if room == other or not other or (room and RANKS[other] < RANKS[room]):
        return None
    return f"core.{other} is not to the left of core.{room}"


def importable(importer: str, root: Path) -> tuple[str, ...]:
    """What a module outside core may import; for a plugin: itself, the facade, public parts it declares."""
    part, folder, room = (*importer.split("."), "", "")[:3]
    if part not in PLUGIN_PARTS:
        return IMPORTABLE[part]
    own = f"{part}.{folder}"
    public = [f"plugins.{name}.public" for name in declared(root / part / folder / "plugin.toml")]
    kit = ["core.testing", "core.testing.*"] if room == "tests" else []
    return (own, f"{own}.*", "core.plugin_api", *public, *kit)


def declared(manifest: Path) -> list[str]:
    """The plugins that a manifest names in `requires` and `after`."""
    if not manifest.exists():
        return []
    content = tomllib.loads(manifest.read_text(encoding="utf-8"))
    return [*content.get("requires", []), *content.get("after", [])]


def within(name: str, room: str) -> bool:
    """Whether a dotted name is `room` or lies inside it."""
    return name == room or name.startswith(f"{room}.")


def import_cycles(modules: Mapping[str, Module]) -> Iterator[str]:
    """The first circle of imports, imports inside functions and under TYPE_CHECKING included."""
    graph = {name: {target.name for target in module.imports} - {name} for name, module in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "circle of imports: " + " <- ".join(error.args[1])


def second_paths(modules: Mapping[str, Module]) -> Iterator[str]:
    """Uses of names in ONE_PATH outside the modules that are the path."""
    for rule in ONE_PATH:
        for module in modules.values():
            if any(fnmatchcase(module.name, pattern) for pattern in rule.allowed):
                continue
            for use in module.uses:
                if any(names(use.name, banned) for banned in rule.names):
                    yield f"{module.name}:{use.line} uses {use.name}: {rule.risk}"


def names(used: str, banned: str) -> bool:
    """Whether a used name is the banned one or a part of it; `*.x` bans the attribute x of anything."""
    return used.endswith(banned[1:]) if banned.startswith("*") else within(used, banned)
