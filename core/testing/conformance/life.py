"""Rules about the life of a plugin: what becomes of its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.data.schema import Item, read_schema
from core.errors import GuanxiError
from core.services.plugins import enabling, planning, removing, restoring
from core.services.plugins.unpacking import Archive
from core.testing.conformance.findings import Finding
from core.testing.conformance.installation import Installation
from core.testing.conformance.rows import contents
from core.testing.conformance.subject import Subject
from core.testing.conformance.tables import own_tables

Rows = Mapping[str, Sequence[Any]]


def no_row_is_lost_and_nothing_is_left(subject: Subject) -> Iterator[Finding]:
    """It can be enabled; disabled it keeps its rows, removed it leaves nothing, restored it has them."""
    with Installation.new() as installation:
        before = _schema(installation)
        try:
            yield from _live(subject, installation, before)
        except GuanxiError as error:
            why = " ".join(part for part in (error.message, error.why) if part)
            yield _finding(subject, f"It cannot be enabled, disabled, removed and restored: {why}")


def _live(subject: Subject, installation: Installation, before: frozenset[Item]) -> Iterator[Finding]:
    """A whole life, step by step; each step in an application that has just started."""
    name = subject.name
    _enable(subject, installation)
    installation.fill(own_tables(subject))
    rows = _rows(subject, installation)
    with installation.started(subject.places) as app:
        enabling.disable(app, app.system(), planning.plan_disabling(app, name))
    yield from _compared(subject, "Disabling it", rows, _rows(subject, installation))
    with installation.started(subject.places) as app:
        removed = removing.remove(app, app.system(), planning.plan_removing(app, name))
    for item in sorted(_schema(installation) - before):
        if subject.found.owner.owns(item.table):
            yield _finding(subject, f"Removing it leaves {item}.")
    with installation.started(subject.places) as app, Archive.open(removed.archive) as archive:
        restoring.restore(app, app.system(), restoring.plan_restoring(app, archive))
    yield from _compared(subject, "Restoring it", rows, _rows(subject, installation))
    _enable(subject, installation)


def _enable(subject: Subject, installation: Installation) -> None:
    with installation.started(subject.places) as app:
        enabling.enable(app, app.system(), planning.plan_enabling(app, subject.name))


def _compared(subject: Subject, what: str, before: Rows, after: Rows) -> Iterator[Finding]:
    """The tables whose rows are not what they were."""
    for table in sorted(name for name in before if before[name] != after.get(name)):
        yield _finding(subject, f"{what} changes rows of {table}.")


def _rows(subject: Subject, installation: Installation) -> Rows:
    with installation.database.reading() as connection:
        return contents(connection, subject.name)


def _schema(installation: Installation) -> frozenset[Item]:
    with installation.database.reading() as connection:
        return read_schema(connection)


def _finding(subject: Subject, message: str) -> Finding:
    fix = "Mend the hooks plugin_enabled and plugin_disabled, or the migrations."
    return Finding(message, fix, subject.where(subject.code_path))


RULES = (no_row_is_lost_and_nothing_is_left,)
