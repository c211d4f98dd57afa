"""Import a plugin, and take away all that a plugin has left in this process that cannot run."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from core.contracts.base import Base
from core.errors import GuanxiError, PluginFault
from core.host.discovery import HOME_PACKAGE, Found
from core.host.sources import within
from core.labels import translations

_ = translations("core")

IMPORT = "import"
OTHER_TABLE = _("It declares the table {table}; the names of its tables begin with {owner}_.")
RENAME_TABLE = _("Name the table {owner}_{table}.")


def load(found: Found) -> ModuleType:
    """Import what holds a plugin's hook implementations; a plugin that fails leaves nothing and is named.

    Raises PluginFault.
    """
    tables, classes = set(Base.metadata.tables), set(mapped_classes())
    try:
        if found.source == "home":
            _provide_home(found.location.parent)
        module = importlib.import_module(found.module)
        _check_tables(found, set(Base.metadata.tables) - tables)
        Base.registry.configure()
    except (Exception, SystemExit) as error:
        forget(found.package, set(mapped_classes()) - classes, set(Base.metadata.tables) - tables)
        if isinstance(error, PluginFault) and error.plugin == found.name:
            raise
        raise _fault(found, error) from error
    return module


def unload(found: Found) -> None:
    """Take a plugin's modules, classes and tables out of this process."""
    own = {model for model in mapped_classes() if within(model.__module__, found.package)}
    tables = {name for name in Base.metadata.tables if name.startswith(f"{found.name}_")}
    forget(found.package, own, tables)


def _provide_home(folder: Path) -> None:
    """Make the home's plugins importable as `guanxi_home.<name>`; nothing is put on sys.path."""
    present = sys.modules.get(HOME_PACKAGE)
    if present and list(present.__path__) == [str(folder)]:
        return
    if present:  # another installation in this process: a test
        own = {model for model in mapped_classes() if within(model.__module__, HOME_PACKAGE)}
        forget(HOME_PACKAGE, own, set())
    spec = ModuleSpec(HOME_PACKAGE, None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    sys.modules[HOME_PACKAGE] = importlib.util.module_from_spec(spec)
    importlib.invalidate_caches()


def _check_tables(found: Found, tables: set[str]) -> None:
    for table in sorted(tables):
        if not table.startswith(f"{found.name}_"):
            raise PluginFault(
                found.name,
                IMPORT,
                why=OTHER_TABLE.fill(table=table, owner=found.name),
                fix=RENAME_TABLE.fill(table=table, owner=found.name),
            )


def _fault(found: Found, error: BaseException) -> PluginFault:
    said = str(error) if isinstance(error, GuanxiError) else f"{type(error).__name__}: {error}"
    return PluginFault(found.name, IMPORT, why=f"{said}{_place(found, error)}")


def _place(found: Found, error: BaseException) -> str:
    """The last line of the plugin's own that led to an error: ` (plugin.py, line 3)`."""
    own, trace = "", error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if path.startswith(str(found.location)):
            own = f" ({path}, line {trace.tb_lineno})"
        trace = trace.tb_next
    return own


def mapped_classes() -> Iterator[type[Any]]:
    """Every class that this process has mapped to a table."""
    # Not `registry.mappers`, which fails once a class could not be mapped.
    return (manager.class_ for manager in list(Base.registry._managers))


def forget(package: str, classes: set[type[Any]], tables: set[str]) -> None:
    """Take a package's modules and these classes and tables out of this process."""
    # SQLAlchemy can let go of all classes of a registry only, or with these inner names of one.
    for manager in [item for item in Base.registry._managers if item.class_ in classes]:
        table = getattr(manager.class_, "__table__", None)
        Base.registry._dispose_manager_and_mapper(manager)
        Base.registry._managers.pop(manager, None)
        if table is not None:
            Base.metadata.remove(table)
    for name in tables & set(Base.metadata.tables):
        Base.metadata.remove(Base.metadata.tables[name])
    for name in [name for name in sys.modules if within(name, package)]:
        del sys.modules[name]
