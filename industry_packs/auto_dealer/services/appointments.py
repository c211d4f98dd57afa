"""Appointments: who comes anyway is not reminded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.plugin_api import Change, Work
from industry_packs.auto_dealer.models import Appointment
from plugins.care.public import Appointment as Known
from plugins.care.public import Subject, codes_of, recompute

STANDING = ("requested", "confirmed", "arrived")
HERE = "arrived"


def known(work: Work, subjects: Sequence[int]) -> Mapping[int, Sequence[Known]]:
    """By subject of care, the appointments of its vehicle that are still to come."""
    found: dict[int, list[Known]] = defaultdict(list)
    columns = Subject.id, Appointment.booked_on, Appointment.codes, Appointment.status
    about = select(*columns).join(Appointment, Appointment.asset_id == Subject.asset_id)
    standing = about.where(Subject.id.in_(subjects), Appointment.status.in_(STANDING))
    for subject, day, codes, status in work.session.execute(standing.order_by(Appointment.id)):
        state = "confirmed" if status == HERE else status
        found[subject].append(Known(day, frozenset(codes_of(codes)), state))
    return found


def follow(work: Work, changes: Sequence[Change]) -> None:
    """Whoever does not come after all is to be looked at again."""
    assets = {side["asset"] for c in changes for side in (c.before, c.after) if side}
    about = select(Subject.id).where(Subject.asset_id.in_(sorted(assets)))
    recompute(work, list(work.session.scalars(about)))
