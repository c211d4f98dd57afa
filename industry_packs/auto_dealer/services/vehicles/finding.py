"""Finding vehicles as people ask: by number or its tail, plate, model, and by their owner's name or phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from core.plugin_api import Customer, Work, among, lists
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.names import PLATES
from industry_packs.auto_dealer.services.vehicles.meters import meters_of
from plugins.assets.public import ASSETS, AssetState
from plugins.care.public import Subject, SubjectState

MODEL = ("auto_dealer.make", "auto_dealer.series", "auto_dealer.model_year")
FIELDS = ("id", "name", "auto_dealer.plate", "auto_dealer.vin", *MODEL)
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
    owner: str
    due_on: date | None
    estimate: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some vehicles, and where the next ones are."""

    rows: Sequence[Found]
    next: str | None


def find(work: Work, words: str, after: str | None = None) -> Page:
    """Vehicles by any of their words; where none has them, those of owners, else those with former plates."""
    page = lists.list_records(work, ASSETS, _query(words, None, after))
    where = _otherwise(work, words) if words and not page.rows else None
    if where:
        page = lists.list_records(work, ASSETS, _query("", where, after))
    return Page(_found(work, page.rows), page.next)


def _query(words: str, where: Any, after: str | None) -> lists.Query:
    return lists.Query(
        fields=("id", *FIELDS),
        q=words or None,
        where=where,
        sort="name",
        limit=LIMIT,
        after=after,
        count="none",
    )


def _otherwise(work: Work, words: str) -> Mapping[str, Any] | None:
    """The vehicles of owners who have these words, or that had such a plate."""
    for resource, name, asked in (("customers", "id", "assets.owner"), (PLATES, "asset", "id")):
        query = lists.Query(fields=(name,), q=words, sort="id", limit=MOST, count="none")
        ids = [row[name] for row in lists.list_records(work, resource, query).rows]
        if ids:
            return {"field": asked, "op": "in", "value": ids}
    return None


def _found(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[Found]:
    ids = [row["id"] for row in rows]
    meters, told = meters_of(work, ids, today(work)), _told(work, ids)
    found = []
    for row in rows:
        owner, due_on = told.get(row["id"], (None, None))
        meter, model = meters.get(row["id"]), " ".join(str(row[name]) for name in MODEL if row[name])
        numbers = row["auto_dealer.plate"] or "", (row["auto_dealer.vin"] or "")[-TAIL:]
        counted = (meter.likely, meter.unit) if meter else (None, "")
        found.append(Found(row["id"], row["name"], *numbers, model, owner or "", due_on, *counted))
    return found


def _told(work: Work, ids: Sequence[int]) -> Mapping[int, tuple[str | None, date | None]]:
    """By vehicle, its owner's name as far as the actor may see it, and when its next visit is due."""
    found = (
        select(AssetState.id, Customer.name, func.min(SubjectState.due_on))
        .outerjoin(Customer, Customer.id == AssetState.owner_id)
        .outerjoin(Subject, and_(Subject.asset_id == AssetState.id, Subject.status == "active"))
        .outerjoin(SubjectState, SubjectState.id == Subject.id)
        .where(among(AssetState.id, ids))
        .group_by(AssetState.id, Customer.name)
    )
    return {row[0]: (row[1], row[2]) for row in work.session.execute(found)}
