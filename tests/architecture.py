"""The rules of the house as data, and what breaks them: who may import whom, which second paths are banned.

A new room is a name in LAYERS, a new banned path a line in ONE_PATH of core/testing/one_path.py;
test_architecture.py tries all lines.
"""

import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from core.host.sources import Module, within
from core.testing.one_path import second_paths
from tests.sources import read_modules

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
    ("server", "http"),
    ("jobs", "web", "api", "cli"),
    ("app",),
    ("asgi", "working"),
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


def problems(root: Path) -> list[str]:
    """Everything under `root` that breaks a rule, one readable line each."""
    modules = read_modules(root)
    second = (
        f"{module.name}:{use.line} uses {use.name}: {rule.risk}"
        for module, use, rule in second_paths(modules.values())
    )
    return [*forbidden_imports(modules, root), *import_cycles(modules), *second]


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


def import_cycles(modules: Mapping[str, Module]) -> Iterator[str]:
    """The first circle of imports, imports inside functions and under TYPE_CHECKING included."""
    graph = {name: {target.name for target in module.imports} - {name} for name, module in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "circle of imports: " + " <- ".join(error.args[1])
