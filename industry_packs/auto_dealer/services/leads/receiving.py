"""Documents arrive: their leads are put to sales once, and what cannot be read is kept for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.plugin_api import Document, Unit, Work, get_setting, records
from industry_packs.auto_dealer.services.adf.leads import Lead
from industry_packs.auto_dealer.services.leads import rows
from industry_packs.auto_dealer.services.leads.arriving import Arrived, read_all
from industry_packs.auto_dealer.services.leads.keeping import keep, note
from industry_packs.auto_dealer.services.leads.names import ACCOUNT, RECEIVE, VEHICLES
from plugins.sales.public import LEADS, Put, put_leads, seen_keys


def receive(work: Work, documents: Sequence[Document]) -> list[Arrived]:
    """Take documents in: once in a transaction. Answers what was read, known leads as duplicates.

    Raises Forbidden without the right to receive documents.
    """
    work.require(RECEIVE)
    arrived = [(document.account or ACCOUNT, each) for document in documents for each in read_all(document)]
    # The right to receive documents is enough: what follows is nobody's wish but the sender's.
    with work.unlimited(work.cause or RECEIVE) as everything:
        known = list(with_duplicates(everything, arrived))
        ids = keep(everything, known, work.unit)
        put = put_all(everything, known, ids)
        note(everything, ids, [put[id] for id in ids])
    return [_as_put(each, put[id]) for (_account, each), id in zip(known, ids, strict=True)]


def with_duplicates(work: Work, arrived: Sequence[tuple[str, Arrived]]) -> Iterator[tuple[str, Arrived]]:
    """The same, with leads that came before, or before in what arrives now, as duplicates."""
    keys: dict[str, list[str]] = {}
    for account, each in arrived:
        keys.setdefault(account, []).extend(rows.source_key(lead.key) for lead in each.reading.leads)
    seen = {account: seen_keys(work, account, found) for account, found in keys.items()}
    for account, each in arrived:
        leads = []
        for lead in each.reading.leads:
            key = rows.source_key(lead.key)
            leads.append(as_duplicate(lead) if key in seen[account] else lead)
            seen[account].add(key)
        yield account, replace(each, reading=replace(each.reading, leads=tuple(leads)))


def as_duplicate(lead: Lead) -> Lead:
    """The lead as one that came before."""
    return replace(lead, state="duplicate")


def put_all(
    work: Work, arrived: Sequence[tuple[str, Arrived]], ids: Sequence[int]
) -> Mapping[int, Sequence[Put]]:
    """Put the leads of all documents to sales; answers what became of them, by document."""
    zone, units = ZoneInfo(get_setting(work, "core.time_zone")), _Units(work)
    found: list[tuple[int, Lead]] = []
    wanted: list[rows.Row] = []
    for (account, each), id in zip(arrived, ids, strict=True):
        for lead in each.reading.leads:
            found.append((id, lead))
            wanted.append(rows.lead_row(lead, account, zone, units.named(lead.vendor), id))
    put = put_leads(work, _fitting(work, wanted))
    answer: dict[int, list[Put]] = {id: [] for id in ids}
    vehicles: list[rows.Row] = []
    for (id, lead), became in zip(found, put, strict=True):
        answer[id].append(became)
        if became.is_new and became.id:
            vehicles += rows.vehicle_rows(lead, became.id)
    records.create(work, VEHICLES, vehicles)
    return answer


def _fitting(work: Work, wanted: Sequence[rows.Row]) -> list[rows.Row]:
    """Rows that can be written: what is no telephone number, address or date goes to the comments."""
    errors = records.prepare_new(work, work.registry.type_of(LEADS), wanted).errors
    return [rows.without(row, errors[n]) if n in errors else dict(row) for n, row in enumerate(wanted)]


def _as_put(arrived: Arrived, put: Sequence[Put]) -> Arrived:
    """What was read, where another process was faster: its leads are duplicates."""
    pairs = zip(arrived.reading.leads, put, strict=True)
    leads = tuple(lead if each.is_new else as_duplicate(lead) for lead, each in pairs)
    return replace(arrived, reading=replace(arrived.reading, leads=leads))


class _Units:
    """Units by name and code, in small letters; one that several have is nobody's."""

    def __init__(self, work: Work) -> None:
        self.ids: dict[str, set[int]] = {}
        for id, name, code in work.session.execute(select(Unit.id, Unit.name, Unit.code)):
            for text in (name, code):
                self.ids.setdefault(text.strip().casefold(), set()).add(id)

    def named(self, vendor: str | None) -> int | None:
        """The unit that a document calls so."""
        found: Any = self.ids.get((vendor or "").strip().casefold(), set())
        return next(iter(found)) if len(found) == 1 else None
