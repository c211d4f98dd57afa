"""Risks that have one guarded path, and the names that would be a second one; for core and for plugins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from core.host.sources import Module, Use, within


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
            *("core.services.work", "core.testing*"),
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
        ("core.services.outbound*",),
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


def second_paths(modules: Iterable[Module]) -> Iterator[tuple[Module, Use, OnePath]]:
    """Uses of names in ONE_PATH outside the modules that are the path."""
    modules = tuple(modules)
    for rule in ONE_PATH:
        for module in modules:
            if any(fnmatchcase(module.name, pattern) for pattern in rule.allowed):
                continue
            for use in module.uses:
                if any(names(use.name, banned) for banned in rule.names):
                    yield module, use, rule


def names(used: str, banned: str) -> bool:
    """Whether a used name is the banned one or a part of it; `*.x` bans the attribute x of anything."""
    return used.endswith(banned[1:]) if banned.startswith("*") else within(used, banned)
