"""Write a new migration by comparing an owner's models with the tables that its migrations make."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import _repr_type
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator

from core.data.engine import Database
from core.data.history import LONGEST_REVISION_ID, Owner, configuration, load_history
from core.errors import MigrationError
from core.labels import translations

_ = translations("core")

# Tables and indexes for full-text search are written by hand: SQLAlchemy cannot describe them.
FULL_TEXT = "_fts"


def new_migration(database: Database, owner: Owner, metadata: MetaData, message: str) -> Path:
    """Write the migration from the tables in `database` (at the owner's head) to those of `metadata`.

    Raises MigrationError if there is no difference.
    """
    # Before its first migration an owner has no table of revisions, and Alembic makes it.
    with database.migrating() as connection:
        if not differences(connection, owner, metadata):
            raise MigrationError(
                _("There is nothing to migrate: the tables of {owner} are as its models say.").fill(
                    owner=owner.name
                )
            )
        config = configuration(owner, connection=connection, comparison=comparison(owner, metadata))
        revision = _revision_id(owner, message)
        config.cmd_opts = Namespace(quiet=True)  # otherwise Alembic writes to stdout
        command.revision(config, message, autogenerate=True, rev_id=revision)
    return owner.script_directory / f"{revision}.py"


def differences(connection: Connection, owner: Owner, metadata: MetaData) -> list[Any]:
    """How an owner's tables differ from its models: Alembic's list of operations, empty if they agree."""
    options = {"version_table": owner.version_table, **comparison(owner, metadata)}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def comparison(owner: Owner, metadata: MetaData) -> dict[str, Any]:
    """Options of Alembic's comparison: only the owner's tables, types as they are in the database."""

    def owns(item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        if FULL_TEXT in str(name):
            return False
        return kind != "table" or owner.owns(str(name))

    return {"target_metadata": metadata, "include_object": owns, "render_item": _render}


def _render(kind: str, item: object, context: AutogenContext) -> str | bool:
    # A migration must not change when a type's code does: write down the plain type below it.
    if kind == "type" and isinstance(item, TypeDecorator):
        return _repr_type(item.impl_instance, context)
    return False


def _revision_id(owner: Owner, message: str) -> str:
    number = len(load_history(owner).revisions) + 1
    slug = re.sub(r"\W+", "_", message.lower())
    return f"{owner.name}_{number:04}_{slug}"[:LONGEST_REVISION_ID].rstrip("_")
