"""What happened to assets, on timelines: who got one or gave it away, and that a meter was replaced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all

from core.plugin_api import Customer, Label, TimelineEntry, Values, Work, translations
from plugins.assets.models import ROLES, Asset, Holding, MeterEvent

_ = translations("assets")

GOT, GAVE = _("{role}: {name}"), _("No longer {role}: {name}")
REPLACED = _("Meter replaced: {old} → {new}")
Before = tuple[datetime, int] | None
GETS, LEAVES, REPLACES = range(3)
KINDS = 3


def of_customer(work: Work, customer: Values, before: Before, limit: int) -> Iterator[TimelineEntry]:
    """What a customer got and gave away."""
    whose = Holding.customer_id == customer["id"]
    got = _held(GETS, Holding.since, Asset.name).join(Asset, Asset.id == Holding.asset_id).where(whose)
    left = _held(LEAVES, Holding.until, Asset.name).join(Asset, Asset.id == Holding.asset_id).where(whose)
    yield from _entries(work, [got, left], before, limit)


def of_asset(work: Work, asset: Values, before: Before, limit: int) -> Iterator[TimelineEntry]:
    """Who got an asset and gave it away, and its replaced meters."""
    whose, named = Holding.asset_id == asset["id"], Customer.id == Holding.customer_id
    got = _held(GETS, Holding.since, Customer.name).join(Customer, named).where(whose)
    left = _held(LEAVES, Holding.until, Customer.name).join(Customer, named).where(whose)
    replaced: Any = select(
        MeterEvent.replaced_on.label("day"),
        (MeterEvent.id * KINDS + REPLACES).label("id"),
        literal("").label("role"),
        MeterEvent.note.label("name"),
        MeterEvent.asset_id.label("asset"),
        MeterEvent.old_value.label("old"),
        MeterEvent.new_value.label("new"),
    ).where(MeterEvent.asset_id == asset["id"])
    yield from _entries(work, [got, left, replaced], before, limit)


def _held(kind: int, day: Any, name: Any) -> Select[Any]:
    return select(
        day.label("day"),
        (Holding.id * KINDS + kind).label("id"),
        Holding.role.label("role"),
        name.label("name"),
        Holding.asset_id.label("asset"),
        literal(0).label("old"),
        literal(0).label("new"),
    ).where(day.is_not(None))


def _entries(work: Work, parts: list[Select[Any]], before: Before, limit: int) -> Iterator[TimelineEntry]:
    """The newest of all parts that are older than `before`: one statement."""
    found = union_all(*parts).subquery()
    statement = select(found).order_by(found.c.day.desc(), found.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(_older(found.c.day, found.c.id, *before))
    for day, id, role, name, asset, old, new in work.session.execute(statement):
        title = _title(id % KINDS, role, name, old, new)
        at = datetime.combine(day, time(), UTC)
        icon = "refresh-cw" if id % KINDS == REPLACES else "box"
        yield TimelineEntry(at=at, id=id, title=title, icon=icon, link=f"/assets/assets/{asset}")


def _older(
    day: ColumnElement[date], id: ColumnElement[int], moment: datetime, last: int
) -> ColumnElement[bool]:
    """Events stand at the beginning of their day."""
    limit = moment.astimezone(UTC)
    same = day == limit.date()
    return or_(day < limit.date(), same if limit.time() > time() else and_(same, id < last))


def _title(kind: int, role: str, name: str | None, old: int, new: int) -> Label:
    if kind == REPLACES:
        return REPLACED.fill(old=old, new=new)
    return (GOT if kind == GETS else GAVE).fill(role=ROLES[role], name=name or "")
