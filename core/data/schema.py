"""Everything that a database's schema holds, as items that can be compared and told apart by owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from core.data.owners import CORE, Owner
from core.errors import MigrationError
from core.labels import translations

_ = translations("core")

SQLITE = """
SELECT type, tbl_name, name, replace(coalesce(sql, ''), '"', '')
FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'
"""

POSTGRESQL = """
SELECT CASE relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' ELSE 'table' END,
    coalesce(owner.refobjid::regclass::text, relname), relname, relkind::text
FROM pg_class LEFT JOIN pg_depend AS owner
    ON owner.objid = pg_class.oid AND relkind = 'S' AND owner.deptype IN ('a', 'i')
    AND owner.classid = 'pg_class'::regclass AND owner.refclassid = 'pg_class'::regclass
WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('i', 'I', 'c', 't')
UNION ALL
SELECT 'column', table_name, column_name, concat_ws(
    ' ', data_type, character_maximum_length, collation_name, is_nullable, is_identity, column_default
)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(pg_trigger.oid)
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'function', proname, proname, pg_get_function_identity_arguments(oid) || ' ' || md5(prosrc)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'type', typname, typname, '' FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typrelid = 0 AND typelem = 0
"""

NAMED = 5
"""How many items an error names."""


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A table, column, index, constraint, trigger, function or type; `table` is where it belongs."""

    kind: str
    table: str
    name: str
    definition: str

    def __str__(self) -> str:
        """What it is and what it is called."""
        return (
            f"{self.kind} {self.name}" if self.name == self.table else f"{self.kind} {self.table}.{self.name}"
        )


def read_schema(connection: Connection) -> frozenset[Item]:
    """The whole schema as it is inside this transaction."""
    statement = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
    return frozenset(
        Item(*(str(part).replace('"', "") for part in row)) for row in connection.execute(text(statement))
    )


def require_own(owner: Owner, before: frozenset[Item], after: frozenset[Item]) -> None:
    """Raise MigrationError if migrations of a plugin changed what is not its own."""
    touched = [item for item in before ^ after if owner != CORE and not owner.owns(item.table)]
    if touched:
        raise MigrationError(
            _("The migrations of {owner} were undone.").fill(owner=owner.name),
            why=_("They change what is not theirs: {names}.").fill(names=_listed(touched)),
            fix=_("Nothing was changed. Report this to the author of {owner}.").fill(owner=owner.name),
        )


def require_nothing_left(owner: Owner, after: frozenset[Item]) -> None:
    """Raise MigrationError if anything of an owner is left after its history was run down."""
    left = [item for item in after if owner.owns(item.table)]
    if left:
        raise MigrationError(
            _("The tables of {owner} could not be dropped; nothing was changed.").fill(owner=owner.name),
            why=_("Its migrations leave something behind: {names}.").fill(names=_listed(left)),
            fix=_("Nothing was changed. Report this to the author of {owner}.").fill(owner=owner.name),
        )


def _listed(items: Iterable[Item]) -> str:
    tables_first = sorted(items, key=lambda item: (item.name != item.table, item))
    return first_names(list(dict.fromkeys(map(str, tables_first))))


def first_names(names: Sequence[str]) -> str:
    """The first few of them, for an error."""
    return ", ".join([*names[:NAMED], *(["..."] if len(names) > NAMED else [])])
