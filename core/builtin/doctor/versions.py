"""Versions of what Guanxi stands on that have faults which matter to it."""

from __future__ import annotations

from core.contracts.doctor import Finding
from core.labels import Label, translations

_ = translations("core")

Version = tuple[int, ...]

OVERLAP = _("archives whose members overlap are unpacked (CVE-2024-0450)")
WAL_RESET = _("a database with a write-ahead log can, very rarely, be damaged (WAL-reset bug)")
INDEXES = _("CREATE INDEX CONCURRENTLY can leave rows out of an index")

KNOWN_BAD = _("{what} {version}: {fault}.")
UPDATE = _("Update it to {version}.")

PYTHON: tuple[tuple[Version, Version, Label], ...] = (
    ((3, 11), (3, 11, 8), OVERLAP),
    ((3, 12), (3, 12, 2), OVERLAP),
)
"""From a version, up to the one that mends it, what is wrong."""

SQLITE: tuple[tuple[Version, Version, Label], ...] = (
    ((3, 7), (3, 44, 6), WAL_RESET),
    ((3, 45), (3, 50, 7), WAL_RESET),
    ((3, 51), (3, 51, 3), WAL_RESET),
)
POSTGRESQL: tuple[tuple[Version, Version, Label], ...] = (((14, 0), (14, 4), INDEXES),)


def python_faults(version: Version) -> Finding | None:
    """What is wrong with a version of Python."""
    return _fault("Python", version, PYTHON)


def sqlite_faults(version: Version) -> Finding | None:
    """What is wrong with a version of SQLite."""
    return _fault("SQLite", version, SQLITE)


def postgresql_faults(version: Version) -> Finding | None:
    """What is wrong with a version of PostgreSQL."""
    return _fault("PostgreSQL", version, POSTGRESQL)


def _fault(what: str, version: Version, known: tuple[tuple[Version, Version, Label], ...]) -> Finding | None:
    for first, mended, fault in known:
        if first <= version < mended:
            text = KNOWN_BAD.fill(what=what, version=written(version), fault=fault)
            return Finding(text=text, fix=UPDATE.fill(version=written(mended)), severity="advice")
    return None


def written(version: Version) -> str:
    """`3.51.3`."""
    return ".".join(map(str, version))
