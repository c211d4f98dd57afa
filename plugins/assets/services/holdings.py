"""Who has what since when: no two owners at a time, nobody twice in the same role, nothing in the future."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Change, FieldError, FieldErrors, Label, Work, among, invalid, translations
from plugins.assets.models import Holding
from plugins.assets.services.looking_up import all_rows, customers_of, lock, today

_ = translations("assets")

OF_ANOTHER = _("This contact belongs to another customer.")
BACKWARDS = _("It ends on {until}, which is not after {since}, when it begins.")
FUTURE = _("{day} lies in the future: write it down when it has happened.")
OVERLAPS = _("From {since} until {until} the asset has another owner: end that first, or transfer the asset.")
TWICE = _("From {since} until {until} the same one has it in the same role already.")
ALWAYS, STILL = _("the beginning"), _("now")
JUDGED = frozenset({"asset", "role", "customer", "contact", "since", "until"})


@dataclass(frozen=True, slots=True)
class Span:
    """One holding as it is compared: `until` is the first day on which it is over."""

    id: int
    asset: int
    role: str
    who: tuple[int | None, int | None]
    since: date | None
    until: date | None

    def overlaps(self, other: Span) -> bool:
        """Whether both cannot be: the same days, and both the owner or the same one in the same role."""
        same = self.role == other.role and (self.role == "owner" or self.who == other.who)
        return same and self._begins_before_end_of(other) and other._begins_before_end_of(self)

    def _begins_before_end_of(self, other: Span) -> bool:
        return (self.since or date.min) < (other.until or date.max)


def judge(work: Work, changes: Sequence[Change]) -> dict[int, FieldErrors | Mapping[str, Any]]:
    """What is wrong with holdings, by their index."""
    told = {i: change.after for i, change in enumerate(changes) if change.changed(*JUDGED) and change.after}
    customers = customers_of(work, {row["contact"] for row in told.values() if row["contact"]})
    as_of = today(work)
    wrong = {index: _wrong(row, customers, as_of) for index, row in told.items()}
    sound = {index: row for index, row in told.items() if not wrong[index]}
    return {**{index: errors for index, errors in wrong.items() if errors}, **_clashes(work, sound)}


def _wrong(row: Mapping[str, Any], customers: Mapping[int, int], today: date) -> FieldErrors:
    """What is wrong with one holding, whatever others there are."""
    since, until = row["since"], row["until"]
    if row["contact"] and customers.get(row["contact"]) != row["customer"]:
        return {"contact": [FieldError("not_its_contact", OF_ANOTHER, row["contact"])]}
    for name, day in (("since", since), ("until", until)):
        if day and day > today:
            return {name: [FieldError("future_date", FUTURE.fill(day=day.isoformat()), day)]}
    if since and until and until <= since:
        return {"until": [FieldError("ends_before_begin", BACKWARDS.fill(since=since, until=until), until)]}
    return {}


def _clashes(work: Work, rows: Mapping[int, Mapping[str, Any]]) -> dict[int, FieldErrors]:
    """Those that overlap with what is there, or with an earlier one of the same request."""
    there = _spans(work, {row["asset"] for row in rows.values()}, {row["id"] for row in rows.values()})
    found: dict[int, FieldErrors] = {}
    for index, row in rows.items():
        span = _span(row)
        others = there[span.asset]
        clash = next((other for other in others if other.overlaps(span)), None)
        if clash:
            found[index] = {"since": [FieldError("overlaps", _told(clash), row["since"])]}
        else:
            others.append(span)
    return found


def verify(work: Work, assets: Iterable[int]) -> None:
    """Raise Invalid if an asset has two owners at a time, now that others wait: somebody was faster.

    That one has it twice in a role, since two customers became one, is no harm.
    """
    lock(work, set(assets))
    for all_spans in _spans(work, assets, set()).values():
        spans = [span for span in all_spans if span.role == "owner"]
        for number, span in enumerate(spans):
            clash = next((other for other in spans[:number] if other.overlaps(span)), None)
            if clash:
                raise invalid("since", "overlaps", _told(clash), span.since)


def _told(clash: Span) -> Label:
    message = OVERLAPS if clash.role == "owner" else TWICE
    return message.fill(since=clash.since or ALWAYS, until=clash.until or STILL)


def _span(row: Mapping[str, Any]) -> Span:
    who = (row["customer"], row["contact"])
    return Span(row["id"] or 0, row["asset"], row["role"], who, row["since"], row["until"])


def _spans(work: Work, assets: Iterable[int], without: set[int]) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for span in _read(work, assets):
        if span.id not in without:
            found[span.asset].append(span)
    return found


def _read(work: Work, assets: Iterable[int]) -> Iterator[Span]:
    for id, asset, role, customer, contact, since, until in all_rows(work, _HOLDINGS, set(assets)):
        yield Span(id, asset, role, (customer, contact), since, until)


_HOLDINGS = (
    select(
        Holding.id,
        Holding.asset_id,
        Holding.role,
        Holding.customer_id,
        Holding.contact_id,
        Holding.since,
        Holding.until,
    )
    .where(among(Holding.asset_id, "wanted"), Holding.deleted_at.is_(None))
    .order_by(Holding.asset_id, Holding.id)
)
