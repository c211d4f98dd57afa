"""The activities about a record: what was done, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_

from core.contracts.contributions import ActivityType
from core.contracts.pages import Before
from core.data.models import Activity
from core.host.record_types import RecordType

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]
ACTIVITIES = "activities"
CUSTOMER, CONTACT = "core_customer", "core_contact"
SHOWN = (
    *("id", "version", "type", "subject", "description", "channel", "direction", "status", "starts_at"),
    *("ends_at", "due_at", "done_at", "happens_at", "outcome", "next_step", "owner", "contact", "created_by"),
)
"""The fields of an activity that a timeline shows; not the customer, for it is mostly his page."""


def has_activities(record_type: RecordType) -> bool:
    """Whether people do things about records of this kind: about all that stand in the daily menu."""
    return record_type.resource.place == "main" and not record_type.anchored


def types_of(work: Work, record_type: RecordType) -> list[ActivityType]:
    """The types of activities by which the actor may sort out the timelines of records of a type."""
    activities = work.registry.type_of(ACTIVITIES)
    if not has_activities(record_type) or work.actor.reach(activities.resource.permission("view")) is None:
        return []
    rights = work.access.field_rights(work.actor, activities)
    return list(work.registry.activity_types.values()) if "type" in rights.readable else []


def happened(
    work: Work, record_type: RecordType, id: int, before: Before, limit: int, type: str
) -> list[Row]:
    """The newest activities about a record that are older than `before`, if they have a moment at all."""
    statement = _about(work, record_type, id).where(Activity.happens_at.is_not(None))
    if type:
        statement = statement.where(Activity.type == type)
    if before is not None:
        statement = statement.where(tuple_(Activity.happens_at, Activity.id) < tuple_(*before))
    return _rows(work, statement.order_by(Activity.happens_at.desc(), Activity.id.desc()).limit(limit))


def planned(work: Work, record_type: RecordType, id: int, limit: int) -> list[Row]:
    """What is to be done about a record, the first first; what is not due at any time comes last."""
    statement = _about(work, record_type, id).where(Activity.status == "planned")
    when = (Activity.due_at.is_(None), Activity.due_at, Activity.id)
    return _rows(work, statement.order_by(*when).limit(limit))


def _about(work: Work, record_type: RecordType, id: int) -> Select[Any]:
    fields = work.registry.type_of(ACTIVITIES).fields
    columns = [getattr(Activity, fields[name].attribute).label(name) for name in SHOWN]
    return select(*columns).where(_criterion(record_type, id))


def _criterion(record_type: RecordType, id: int) -> ColumnElement[bool]:
    """All that belongs to a customer; of other records what names them."""
    table = record_type.model.__tablename__
    if table == CUSTOMER:
        return Activity.customer_id == id
    itself = and_(Activity.resource == record_type.name, Activity.record_id == id)
    return or_(itself, Activity.contact_id == id) if table == CONTACT else itself


def _rows(work: Work, statement: Select[Any]) -> list[Row]:
    activities = work.registry.type_of(ACTIVITIES)
    rows: Sequence[Row] = [dict(row) for row in work.session.execute(statement).mappings()]
    for row in rows:
        work.access.conceal(work.actor, activities, row)
    return list(rows)
