"""What the doctor looks for: leads that nobody gets, or that have no next step."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select

from core.plugin_api import Check, Finding, Work, translations
from plugins.sales.models import Lead, LeadState
from plugins.sales.services.words import OPEN

_ = translations("sales")
FIX_QUEUE = _("Add a rule or somebody to one (guanxi sales routes list), or give the leads an owner.")
FIX_STEPS = _("Run guanxi sales clock: it plans one for each.")


def queue(work: Work) -> Finding | None:
    """Open leads that nobody has."""
    count = _count(work, Lead.owner_id.is_(None))
    text = _("Nobody has {count} open leads.").fill(count=count)
    return Finding(text=text, fix=FIX_QUEUE) if count else None


def steps(work: Work) -> Finding | None:
    """Open leads without a next step."""
    count = _count(work, LeadState.planned.is_not(True))
    text = _("{count} open leads have no next step.").fill(count=count)
    return Finding(text=text, fix=FIX_STEPS) if count else None


def _count(work: Work, about: ColumnElement[bool]) -> int:
    found = select(func.count(Lead.id)).outerjoin(LeadState, LeadState.id == Lead.id)
    return work.session.scalar(found.where(Lead.stage.in_(OPEN), about)) or 0


CHECKS: Iterable[Check] = (
    Check(name="sales.queue", title=_("Every open lead has somebody"), look=queue),
    Check(name="sales.steps", title=_("Every open lead has a next step"), look=steps),
)
