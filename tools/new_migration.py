"""Write a migration for core or a plugin from its models: `python tools/new_migration.py OWNER "message"`."""

import argparse
import importlib
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from core.contracts.base import Base
from core.data.autogenerate import new_migration
from core.data.engine import Database
from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.errors import GuanxiError

ROOT = Path(__file__).parents[1]
PARTS = ("plugins", "industry_packs")


def folder(name: str) -> Path:
    """The folder of a bundled plugin or pack; exits if there is none."""
    found = [ROOT / part / name for part in PARTS if (ROOT / part / name / "plugin.toml").exists()]
    return found[0] if found else sys.exit(f"There is no plugin {name!r} in {' or '.join(PARTS)}.")


def owner_of(name: str) -> Owner:
    """Core or a plugin as an owner of migrations."""
    return CORE if name == CORE.name else Owner(name, folder(name) / "migrations")


def lineage(name: str) -> list[str]:
    """An owner after everything that its tables build on, core first."""
    if name == CORE.name:
        return [name]
    manifest = tomllib.loads((folder(name) / "plugin.toml").read_text(encoding="utf-8"))
    below = [owner for required in manifest.get("requires", []) for owner in lineage(required)]
    return list(dict.fromkeys([CORE.name, *below, name]))


def load_models(name: str) -> None:
    """Import an owner's models, which enters their tables into the metadata."""
    package = "core.data" if name == CORE.name else ".".join(folder(name).relative_to(ROOT).parts)
    importlib.import_module(f"{package}.models")


def main() -> None:
    """Make a database at the present revisions, compare, write the file and format it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("owner", help="core, or the name of a bundled plugin")
    parser.add_argument("message", help="what changes, in a few words")
    arguments = parser.parse_args()
    owners = lineage(arguments.owner)
    for name in owners:
        load_models(name)
    with tempfile.TemporaryDirectory() as scratch:
        database = Database(f"sqlite:///{scratch}/scratch.sqlite3")
        upgrade(database, [owner_of(name) for name in owners])
        path = new_migration(database, owner_of(arguments.owner), Base.metadata, arguments.message)
        database.dispose()
    for step in (["check", "--fix-only", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(path)], check=True)
    print(f"Wrote {path.relative_to(ROOT)}. Read it, then run the tests.")


if __name__ == "__main__":
    try:
        main()
    except GuanxiError as error:
        sys.exit(str(error))
