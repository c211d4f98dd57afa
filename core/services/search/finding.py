"""Searching everything at once: the box at the top of each page, and `guanxi search`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CompoundSelect, String, bindparam, or_, select, union_all

from core.data.full_text import words_first
from core.data.models.search import SearchEntry
from core.formats.tokens import query_tokens
from core.host.record_types import RecordType
from core.services.search.matching import (
    Way,
    holds,
    kind_of_entry,
    of_kind,
    patterns,
    readable_groups,
    way_of,
)

if TYPE_CHECKING:
    from core.services.work import Work


Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""Names of record types, each with the groups of words that the actor may read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; `customer` is the one it belongs to (a customer belongs to itself)."""

    resource: str
    id: int
    label: str
    customer: int | None


def search(
    work: Work,
    text: str,
    resources: Iterable[str] | None = None,
    limit: int = 20,
    most: int | None = None,
) -> list[Hit]:
    """The records of all kinds (or of `resources`) that hold all words of a text, at most `limit` of each.

    Kinds stand in the order in which they are declared, customers among the first. Only what the actor may
    see is found, and only by words that the actor may read. `most` is how many entries are looked at, for
    whoever is still typing: of words that very many have, some kinds may then be missing. Raises NotFound for
    an unknown kind.
    """
    types = _searched(work, resources)
    found = _entries(work, types, text, limit, most)
    return [hit for record_type in types for hit in _hits(work, record_type, found.get(record_type.name, {}))]


def _searched(work: Work, resources: Iterable[str] | None) -> list[RecordType]:
    """The record types to search: those that have words and of which the actor may see any."""
    named = None if resources is None else [work.registry.type_of(name) for name in resources]
    return [
        item
        for item in (work.registry.types.values() if named is None else named)
        if work.actor.reach(item.resource.permission("view")) and readable_groups(work, item)
    ]


def _entries(
    work: Work, types: Sequence[RecordType], text: str, limit: int, most: int | None
) -> dict[str, dict[int, int | None]]:
    """For each kind the ids that were found, with their customers: one statement for all kinds."""
    found: dict[str, dict[int, int | None]] = defaultdict(dict)
    for resource, id, customer in _found(work, types, text, limit, most):
        if len(found[resource]) < limit:
            found[resource][id] = customer
    return found


def _found(work: Work, types: Sequence[RecordType], text: str, limit: int, most: int | None) -> Iterable[Any]:
    tokens, way = query_tokens(text), way_of(work)
    if not (types and tokens):
        return ()
    wanted = {f"pattern_{n}": text for n, text in enumerate(patterns(way, tokens))}
    groups = tuple((item.name, tuple(readable_groups(work, item))) for item in types)
    # With each key somebody types, all but the patterns is as before.
    statement = work.registry.prepared.get(_statement, way, tuple(wanted), groups, limit, most)
    return work.session.execute(statement, wanted)


def _statement(
    way: Way, wanted: tuple[str, ...], groups: Groups, limit: int, most: int | None
) -> CompoundSelect[Any]:
    """What is found among each kind; a record may be found by several of its groups of words."""
    about = or_(*(of_kind(name, found) for name, found in groups))
    columns = (kind_of_entry().label("resource"), SearchEntry.record_id, SearchEntry.customer_id)
    like = holds(way, [bindparam(name, type_=String) for name in wanted])
    entries = words_first(select(*columns).where(about, like).limit(most))
    parts = (
        select(entries).where(entries.c.resource == name).limit(limit * len(found)).subquery()
        for name, found in groups
    )
    return union_all(*map(select, parts))


def _hits(work: Work, record_type: RecordType, found: dict[int, int | None]) -> list[Hit]:
    """What was found, as far as it can be seen, with the label by which people know it."""
    if not found:
        return []
    name, model = record_type.resource.label, record_type.model
    rights = work.access.field_rights(work.actor, record_type)
    label = record_type.attribute(name if name in rights.readable else "id")
    rows = work.session.execute(select(model.id, label).where(model.id.in_(list(found))).order_by(model.id))
    return [Hit(record_type.name, id, str(text if text is not None else id), found[id]) for id, text in rows]
