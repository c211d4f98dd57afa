"""The sheet of a day: who comes, whom to call; it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from core.plugin_api import Customer, Unit, User, Work, records
from industry_packs.auto_dealer.models import Appointment, Vehicle
from industry_packs.auto_dealer.services.calls.words import LEFT
from industry_packs.auto_dealer.services.desk.models import FollowUp
from plugins.assets.public import Asset

MOST = 200
CANCELLED = "cancelled"


def units(work: Work) -> Sequence[Any]:
    """Stores and workshops that sheets are printed for."""
    found = select(Unit.id, Unit.code, Unit.name).where(Unit.kind.in_(("store", "workshop")))
    return work.session.execute(found.order_by(Unit.name)).all()


def appointments(work: Work, day: date, unit: int | None) -> Sequence[Any]:
    """Who comes on a day, in order."""
    columns = (
        *(Appointment.id, Appointment.starts_at, Appointment.codes, Appointment.status, Appointment.note),
        *(Appointment.customer_id, Asset.name, Vehicle.plate, Customer.name.label("customer")),
        *(User.name.label("adviser"), Unit.name.label("unit")),
    )
    found = (
        select(*columns)
        .join(Asset, Asset.id == Appointment.asset_id)
        .outerjoin(Vehicle, Vehicle.id == Asset.id)
        .outerjoin(Customer, Customer.id == Appointment.customer_id)
        .outerjoin(User, User.id == Appointment.adviser_id)
        .outerjoin(Unit, Unit.id == Appointment.unit_id)
        .where(Appointment.booked_on == day, Appointment.status != CANCELLED, _at(Appointment, unit))
    )
    ordered = found.order_by(Appointment.starts_at.is_(None), Appointment.starts_at, Appointment.id)
    return work.session.execute(ordered.limit(MOST)).all()


def calls(work: Work, day: date, unit: int | None) -> Sequence[Any]:
    """Whom to call by then, those who wait longest first."""
    columns = (
        *(FollowUp.id, FollowUp.kind, FollowUp.next_on, FollowUp.attempts, FollowUp.note),
        *(FollowUp.customer_id, Asset.name, Vehicle.plate, Customer.name.label("customer")),
        User.name.label("owner"),
    )
    found = (
        select(*columns)
        .join(Asset, Asset.id == FollowUp.asset_id)
        .outerjoin(Vehicle, Vehicle.id == Asset.id)
        .join(Customer, Customer.id == FollowUp.customer_id)
        .outerjoin(User, User.id == FollowUp.owner_id)
        .where(FollowUp.state.in_(LEFT), FollowUp.next_on <= day, _at(FollowUp, unit))
    )
    return work.session.execute(found.order_by(FollowUp.next_on, FollowUp.id).limit(MOST)).all()


def _at(model: Any, unit: int | None) -> ColumnElement[bool]:
    """What is of one store; of all if none is named."""
    wanted: ColumnElement[bool] = model.unit_id == unit if unit else model.id > 0
    return wanted


def phones(work: Work, rows: Sequence[Any]) -> Mapping[int, str]:
    """The telephone numbers of customers, as far as the actor may see them."""
    ids = sorted({row.customer_id for row in rows if row.customer_id})
    found = records.read_many(work, "customers", ids, ("id", "phone"), children=()) if ids else []
    return {row["id"]: row["phone"] for row in found if row.get("phone")}
