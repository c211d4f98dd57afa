"""The plans that the pack brings are written down once; what was made of them since stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core.plugin_api import Work, records
from industry_packs.auto_dealer.services.plan_templates import BY_DATE, SERVICE_PLANS
from plugins.care.public import PLANS, PlanRecord, PlanTask


def put_templates(work: Work) -> list[int]:
    """Write down the plans for services that are not there by their names; answers the new ones."""
    return _put(work, SERVICE_PLANS)


def _put(work: Work, plans: Sequence[Mapping[str, Any]]) -> list[int]:
    names = [plan["name"] for plan in plans]
    there = set(work.session.scalars(select(PlanRecord.name).where(PlanRecord.name.in_(names))))
    return records.create(work, PLANS, [plan for plan in plans if plan["name"] not in there])


def plan_by_date(work: Work, kind: str) -> int:
    """The plan by time only that reminds of the end of such policies: the first with its task."""
    plan = BY_DATE[kind]
    (task,) = plan["tasks"]
    found = select(func.min(PlanTask.plan_id)).join(PlanRecord, PlanRecord.id == PlanTask.plan_id)
    mine = found.where(PlanTask.code == task["code"], PlanRecord.meter_unit.is_(None))
    known = work.session.scalar(mine)
    return known if known is not None else records.create(work, PLANS, [plan])[0]
