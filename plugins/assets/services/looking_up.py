"""What rules need to know of other records, whoever may see these: a statement for each few thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Executable, bindparam, select

from core.plugin_api import Contact, Work, among, chunks, get_setting
from plugins.assets.models import Asset, Definition, Meter

AT_ONCE = 5_000
"""Ids in one statement: SQLite takes 32,766 values, PostgreSQL 65,535."""
WHY = "what is true of a thing does not depend on who writes it down"
METERS_WITH_TERMS = (
    select(
        Meter.id,
        Meter.asset_id,
        Meter.unit,
        Meter.max_per_day,
        Definition.max_per_day,
        Definition.meter_unit,
        Asset.in_service_date,
    )
    .join(Asset, Asset.id == Meter.asset_id)
    .outerjoin(Definition, Definition.id == Asset.definition_id)
)
"""Meters, what they count, the most in a day of their own and of their definition, and since when."""
WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)


def all_rows(work: Work, statement: Executable, wanted: Collection[Any], **values: Any) -> Iterator[Any]:
    """The rows of a SELECT of columns with the parameter `wanted`, beyond the rights of the actor."""
    ordered = sorted(set(wanted))
    with work.access.unrestricted(work, WHY) as session:
        for part in chunks(ordered, AT_ONCE):
            yield from session.execute(statement, {"wanted": part, **values}).all()


def today(work: Work) -> date:
    """The date of the company, or of whoever acts where his day has already begun."""
    zones = {get_setting(work, "core.time_zone") or "UTC", work.actor.time_zone}
    return max(work.now.astimezone(ZoneInfo(zone)).date() for zone in zones)


def units_of(work: Work, definitions: Collection[int]) -> dict[int, str | None]:
    """What the meters of definitions count."""
    return dict(all_rows(work, _DEFINITIONS, definitions))


def meters_of(work: Work, assets: Collection[int]) -> Mapping[int, Mapping[int, str]]:
    """By asset, its meters with their units, the main one first."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for asset, meter, unit in all_rows(work, _METERS, assets):
        found[asset][meter] = unit
    return found


def customers_of(work: Work, contacts: Collection[int]) -> dict[int, int]:
    """Whose contacts these are."""
    return dict(all_rows(work, _CONTACTS, contacts))


def lock(work: Work, assets: Collection[int]) -> None:
    """Whoever else writes something of these assets waits until this work is done (PostgreSQL)."""
    for _row in all_rows(work, _LOCK, assets):
        pass


_DEFINITIONS = select(Definition.id, Definition.meter_unit).where(among(Definition.id, "wanted"))
_METERS = select(Meter.asset_id, Meter.id, Meter.unit).where(
    among(Meter.asset_id, "wanted"), Meter.deleted_at.is_(None)
).order_by(Meter.id)  # fmt: skip
_CONTACTS = select(Contact.id, Contact.customer_id).where(among(Contact.id, "wanted"))
_LOCK = select(Asset.id).where(among(Asset.id, "wanted")).order_by(Asset.id).with_for_update(key_share=True)
