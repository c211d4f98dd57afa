"""Rules about the history of a plugin's tables, tried on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

from core.contracts.base import Base
from core.data import inline
from core.data.autogenerate import differences
from core.data.history import load_history
from core.data.migrations import downgrade, head, upgrade, upgrade_owner
from core.data.schema import Item, read_schema
from core.errors import MigrationError
from core.testing.conformance.findings import Finding
from core.testing.conformance.rows import contents, fill_as_they_are
from core.testing.conformance.subject import Subject
from core.testing.conformance.tables import own_tables

MEND = "Mend the migration."


def history_is_one_line(subject: Subject) -> Iterator[Finding]:
    """Migrations form one line with one end; revisions are called `<plugin>_0001_...`, like their files,
    in at most 32 characters.
    """
    if subject.found.owner.inline:
        return
    try:
        history = load_history(subject.found.owner)
    except MigrationError as error:
        yield Finding(error.why, error.fix, subject.where(subject.found.owner.script_directory))
        return
    if own_tables(subject) and not history.revisions:
        yield Finding(
            "It has tables but no migrations.",
            f"Write one: guanxi plugin migration {subject.name} initial.",
            subject.where(subject.found.owner.script_directory),
        )
    for number, revision in enumerate(history.revisions, 1):
        if not revision.startswith(f"{subject.name}_{number:04}"):
            fix = (
                f"Call it {subject.name}_{number:04}_..., so that files stand in the order of their history."
            )
            yield Finding(f"The revision {revision} is number {number}.", fix, _where(subject, revision))


def tables_can_be_made(subject: Subject) -> Iterator[Finding]:
    """Its migrations run on today's core, and change neither tables nor rows of others."""
    database, owner = subject.installation.database, subject.found.owner
    with database.reading() as connection:
        before = contents(connection, subject.name, others=True)
    try:
        upgrade(database, [owner])
    except MigrationError as error:
        yield Finding(f"{error.message} {error.why}".strip(), MEND, subject.where(owner.script_directory))
        return
    with database.reading() as connection:
        after = contents(connection, subject.name, others=True)
    for table in sorted(name for name in after if after[name] != before[name]):
        yield Finding(
            f"Its migrations change rows of {table}.",
            "Leave the data of others alone; set up what is needed in the hook plugin_enabled.",
            subject.where(owner.script_directory),
        )


def tables_are_those_of_the_models(subject: Subject) -> Iterator[Finding]:
    """After all migrations the tables are exactly what the models declare."""
    with subject.installation.database.migrating() as connection:
        found = differences(connection, subject.found.owner, Base.metadata)
    for difference in found:
        yield Finding(
            f"Migrations and models differ: {difference!r:.200}.",
            f"Write what is missing: guanxi plugin migration {subject.name} MESSAGE",
            subject.where(subject.found.owner.script_directory),
        )


def going_down_leaves_nothing(subject: Subject) -> Iterator[Finding]:
    """Migrations run down leave nothing of the plugin behind, and run up again make the same tables."""
    database, owner = subject.installation.database, subject.found.owner
    full = _schema(subject)
    try:
        downgrade(database, owner, None)
        left = [item for item in _schema(subject) if owner.owns(item.table)]
        with database.migrating() as connection:
            inline.drop(connection, owner)  # else nothing more could be tried
        upgrade(database, [owner])
    except MigrationError as error:
        yield Finding(f"{error.message} {error.why}".strip(), MEND, subject.where(owner.script_directory))
        return
    for item in sorted(left):
        yield Finding(
            f"Its migrations leave {item} behind when they are run down.",
            "Drop in downgrade what upgrade makes.",
            subject.where(owner.script_directory),
        )
    if not left and _schema(subject) != full:
        yield Finding(
            "Run down and up again, its migrations make other tables.",
            MEND,
            subject.where(owner.script_directory),
        )


def each_step_leads_to_the_end(subject: Subject) -> Iterator[Finding]:
    """From each of its older revisions, with rows in its tables, an upgrade leads to the same tables."""
    database, owner = subject.installation.database, subject.found.owner
    full = _schema(subject)
    older = () if owner.inline else load_history(owner).revisions[:-1]
    for revision in older:
        try:
            downgrade(database, owner, None)
            with database.migrating() as connection:
                upgrade_owner(connection, owner, revision)
                fill_as_they_are(connection, owner.name)
            upgrade(database, [owner])
        except MigrationError as error:
            why = f"{error.message} {error.why}".strip()
            yield Finding(f"From {revision} on: {why}", MEND, _where(subject, revision))
            break
        if _schema(subject) != full:
            yield Finding(
                f"An upgrade from {revision} ends with other tables than one from nothing to {head(owner)}.",
                MEND,
                _where(subject, revision),
            )
    if older:  # without the rows that were made up
        downgrade(database, owner, None)
        upgrade(database, [owner])


def _schema(subject: Subject) -> frozenset[Item]:
    with subject.installation.database.reading() as connection:
        return read_schema(connection)


def _where(subject: Subject, revision: str) -> str:
    return subject.where(subject.found.owner.script_directory / f"{revision}.py")


RULES = (tables_are_those_of_the_models, going_down_leaves_nothing, each_step_leads_to_the_end)
