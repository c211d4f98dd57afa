"""Bring a database's schema up to the code, owner by owner, each in one transaction.

Alembic is imported when something is to be done: it is slow to load, and every process has this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, MetaData, Table

from core.data.engine import Database
from core.data.history import Owner, configuration, load_history
from core.data.owners import fingerprint
from core.data.owners import revisions as revisions_of
from core.data.schema import read_schema, require_own
from core.errors import GuanxiError, MigrationError
from core.labels import translations

_ = translations("core")


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done for one owner: from one revision to another (None: no tables), through `revisions`."""

    owner: str
    before: str | None
    after: str | None
    revisions: tuple[str, ...]


def head(owner: Owner) -> str | None:
    """The newest revision that the code knows; None without any."""
    return fingerprint(owner) if owner.inline else load_history(owner).head


def current_revision(connection: Connection, owner: Owner) -> str | None:
    """The revision that the database is at inside this transaction; None before the first."""
    return revisions_of(connection, [owner.name])[owner.name]


def current(database: Database, owner: Owner) -> str | None:
    """The revision that the database is at; None before the first."""
    with database.reading() as connection:
        return current_revision(connection, owner)


def pending(database: Database, owners: Sequence[Owner]) -> Mapping[str, tuple[str, ...]]:
    """The revisions that `upgrade` would apply, by owner; owners with nothing to do are left out.

    Raises MigrationError for a database that is newer than the code.
    """
    with database.reading() as connection:
        missing = {owner.name: _since(owner, current_revision(connection, owner)) for owner in owners}
    return {owner: revisions for owner, revisions in missing.items() if revisions}


def upgrade(database: Database, owners: Sequence[Owner]) -> list[Applied]:
    """Bring the owners, in this order, to their newest revisions: each in a transaction of its own.

    Nothing is changed if any of them cannot be upgraded to begin with; a migration that fails is undone and
    raises MigrationError, and the owners before it stay upgraded.
    """
    waiting = pending(database, owners)
    applied = []
    for owner in owners:
        if owner.name in waiting:
            with database.migrating() as connection:
                applied += upgrade_owner(connection, owner)
    return applied


def upgrade_owner(connection: Connection, owner: Owner, target: str | None = None) -> list[Applied]:
    """Upgrade one owner inside a transaction of `Database.migrating()`; empty if nothing was to do.

    `target` stops at an older revision than the newest. Raises MigrationError, after which all must be
    rolled back, for a migration that fails or changes what is not the owner's.
    """
    before = current_revision(connection, owner)
    revisions = _until(owner, target, _since(owner, before))
    if not revisions:
        return []
    schema = read_schema(connection)
    if owner.inline:
        from core.data import inline  # noqa: PLC0415 (it needs Alembic)

        inline.synchronise(connection, owner)
    else:
        _run(connection, owner, "upgrade", revisions[-1], revisions)
    require_own(owner, schema, read_schema(connection))
    return [Applied(owner.name, before, revisions[-1], revisions)]


def downgrade(database: Database, owner: Owner, revision: str | None) -> list[Applied]:
    """Take one owner back to `revision`, or to nothing at all with None; an empty list if it is there."""
    with database.migrating() as connection:
        return downgrade_owner(connection, owner, revision)


def downgrade_owner(connection: Connection, owner: Owner, revision: str | None) -> list[Applied]:
    """`downgrade` inside a transaction of `Database.migrating()`."""
    if owner.inline:
        return _drop_inline(connection, owner)
    history, before = load_history(owner), current_revision(connection, owner)
    not_applied = history.since(before) if before else history.revisions
    undone = tuple(name for name in history.since(revision) if name not in not_applied)[::-1]
    if undone:
        schema = read_schema(connection)
        _run(connection, owner, "downgrade", revision or "base", undone)
        require_own(owner, schema, read_schema(connection))
    if revision is None:
        Table(owner.version_table, MetaData()).drop(connection, checkfirst=True)
    return [Applied(owner.name, before, revision, undone)] if undone else []


def _since(owner: Owner, revision: str | None) -> tuple[str, ...]:
    """The revisions after `revision`; for an inline owner its models' fingerprint, if that is another."""
    if not owner.inline:
        return load_history(owner).since(revision)
    newest = fingerprint(owner)
    return () if newest in (None, revision) else (newest,)


def _until(owner: Owner, target: str | None, revisions: tuple[str, ...]) -> tuple[str, ...]:
    """Those up to `target`; an inline owner knows only its newest."""
    if target is None or owner.inline:
        return revisions
    later = load_history(owner).since(target)
    return tuple(name for name in revisions if name not in later)


def _drop_inline(connection: Connection, owner: Owner) -> list[Applied]:
    from core.data import inline  # noqa: PLC0415 (it needs Alembic)

    before = current_revision(connection, owner)
    inline.drop(connection, owner)
    Table(owner.version_table, MetaData()).drop(connection, checkfirst=True)
    return [Applied(owner.name, before, None, (before,))] if before else []


def _run(
    connection: Connection,
    owner: Owner,
    change: Literal["upgrade", "downgrade"],
    target: str,
    revisions: Sequence[str],
) -> None:
    from alembic import command  # noqa: PLC0415 (slow to load)

    done: list[Any] = []

    def note(*, step: Any, **_others: Any) -> None:
        done.append(step)

    try:
        run = command.upgrade if change == "upgrade" else command.downgrade
        run(configuration(owner, connection=connection, on_version_apply=note), target)
    except GuanxiError:
        raise
    except Exception as error:
        raise MigrationError(
            _("The migration {revision} failed and was undone.").fill(revision=revisions[len(done)]),
            why=str(error),
            fix=_("The database is as it was. Report this to the author of the migration."),
        ) from error
