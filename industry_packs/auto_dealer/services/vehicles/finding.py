"""Finding vehicles as people ask: by number or its tail, plate, model, and by their owner's name or phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.plugin_api import Customer, Work, among, lists
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.names import PLATES
from industry_packs.auto_dealer.services.vehicles.meters import meters_of
from plugins.assets.public import ASSETS
from plugins.care.public import Subject, SubjectState

FIELDS = (
    "name",
    "assets.owner",
    *(f"auto_dealer.{n}" for n in ("plate", "vin", "make", "series", "model_year")),
)
LIMIT, MOST = 50, 200
TAIL = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A vehicle in a list; `estimate` is what its meter is likely to have counted by today."""

    id: int
    name: str
    plate: str
    tail: str
    model: str
    owner: int | None
    owner_name: str
    due_on: date | None
    estimate: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some vehicles, how many there are in all, and where the next ones are."""

    rows: Sequence[Found]
    count: int | None
    next: str | None


def find(work: Work, words: str, after: str | None = None) -> Page:
    """Vehicles by any of their words; where none has them, those of owners, or with former plates."""
    page = lists.list_records(work, ASSETS, _query(words, None, after))
    otherwise = _otherwise(work, words) if words and not page.rows else []
    if otherwise:
        page = lists.list_records(work, ASSETS, _query("", {"or": otherwise}, after))
    return Page(_found(work, page.rows), page.count, page.next)


def _query(words: str, where: Any, after: str | None) -> lists.Query:
    return lists.Query(
        fields=("id", *FIELDS), q=words or None, where=where, sort="name", limit=LIMIT, after=after
    )


def _otherwise(work: Work, words: str) -> list[Mapping[str, Any]]:
    """Conditions for vehicles whose owners, or former plates, have these words."""
    query = lists.Query(fields=("id",), q=words, limit=MOST, count="none")
    owners = [row["id"] for row in lists.list_records(work, "customers", query).rows]
    query = lists.Query(fields=("asset",), q=words, limit=MOST, count="none")
    former = [row["asset"] for row in lists.list_records(work, PLATES, query).rows]
    ways = (("assets.owner", owners), ("id", former))
    return [{"field": name, "op": "in", "value": ids} for name, ids in ways if ids]


def _found(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[Found]:
    ids = [row["id"] for row in rows]
    meters, due = meters_of(work, ids, today(work)), _due(work, ids)
    owners = _names(work, {row["assets.owner"] for row in rows if row["assets.owner"]})
    found = []
    for row in rows:
        meter, owner = meters.get(row["id"]), row["assets.owner"]
        model = " ".join(str(row[name]) for name in FIELDS[4:] if row[name])
        numbers = row["auto_dealer.plate"] or "", (row["auto_dealer.vin"] or "")[-TAIL:], model
        counted = (meter.likely, meter.unit) if meter else (None, "")
        whose = owner, owners.get(owner or 0, "")
        found.append(Found(row["id"], row["name"], *numbers, *whose, due.get(row["id"]), *counted))
    return found


def _due(work: Work, ids: Sequence[int]) -> Mapping[int, date]:
    first = select(Subject.asset_id, func.min(SubjectState.due_on)).join(
        SubjectState, SubjectState.id == Subject.id
    )
    mine = first.where(among(Subject.asset_id, ids), Subject.status == "active")
    rows = work.session.execute(mine.group_by(Subject.asset_id))
    return {asset: day for asset, day in rows if asset is not None and day is not None}


def _names(work: Work, ids: set[int]) -> Mapping[int, str]:
    rows = select(Customer.id, Customer.name).where(among(Customer.id, sorted(ids)))
    return {row.id: row.name or "" for row in work.session.execute(rows)}
