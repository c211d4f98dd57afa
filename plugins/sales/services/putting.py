"""Leads from elsewhere: one path for portals, files, mails and other plugins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, chunks, insert_missing, one_at_a_time, records
from plugins.sales.models import Lead, SeenKey
from plugins.sales.services.keys import key_of
from plugins.sales.services.names import CAUSE, LEADS, LOCK

CREATE = "sales.leads.create"


@dataclass(frozen=True, slots=True)
class Put:
    """What became of one row: the lead, and whether it is a new one.

    One that was seen before has the id of the lead that it made then, or None if that is there no more.
    """

    id: int | None
    is_new: bool


def put_leads(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[Put]:
    """Make leads of rows with the fields of `sales.leads`, but for those whose key was seen before.

    `source` and `source_key` together are a lead's key; rows without a `source_key` are always new. Leads get
    to people by the rules, unless a row names an `owner`, and their clock runs. All of the rows or none:
    raises Invalid with the errors of every wrong one, Forbidden without the right to create leads. Call it
    once in a transaction, for all that arrived: then two at once never wait for each other for ever.
    """
    work.require(CREATE)
    keys = [key_of(row.get("source"), row.get("source_key")) for row in rows]
    with work.unlimited(work.cause or CAUSE) as everything:
        one_at_a_time(everything.session, LOCK)
        fresh = _fresh(everything, keys)
        chosen = [n for n, key in enumerate(keys) if key is None or fresh.get(key) == n]
        made = records.create(everything, LEADS, [rows[n] for n in chosen])
        there = _there(everything, [key for key in keys if key])
    new = dict(zip(chosen, made, strict=True))
    return [Put(new.get(n) or there.get(key or ""), n in new) for n, key in enumerate(keys)]


def seen_keys(work: Work, source: str, source_keys: Sequence[str]) -> set[str]:
    """Those of a source's numbers that were seen before."""
    keys = {key_of(source, each): each for each in source_keys}
    found: set[str] = set()
    wanted = [key for key in keys if key]
    for part in chunks(wanted):
        known = select(SeenKey.key).where(SeenKey.key.in_(part))
        found |= {keys[key] for key in work.session.scalars(known)}
    return found


def _fresh(work: Work, keys: Sequence[str | None]) -> dict[str, int]:
    """The keys that nobody has seen, each with the first row that has it; they are seen from now on."""
    first: dict[str, int] = {}
    for n, key in enumerate(keys):
        if key is not None:
            first.setdefault(key, n)
    rows = [{"key": key} for key in first]
    new = insert_missing(work.session, SeenKey, rows, [SeenKey.key], SeenKey.key)
    return {row.key: first[row.key] for row in new}


def _there(work: Work, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in chunks(keys):
        known = select(Lead.key, Lead.id).where(Lead.key.in_(part))
        found |= {key: id for key, id in work.session.execute(known) if key}
    return found
