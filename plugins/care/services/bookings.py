"""Who comes anyway: care's own bookings, and those that other plugins know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, records
from plugins.care.models import Booking
from plugins.care.services.codes import codes_of
from plugins.care.services.days import company_zone
from plugins.care.services.hooks import bookings as of_others
from plugins.care.services.subjects import BOOKINGS
from plugins.care.services.visits import STANDING, Appointment

Done = Sequence[tuple[date, frozenset[str]]]
"""Services of a subject: their days and codes."""


def appointments(work: Work, ids: Sequence[int]) -> Mapping[int, Sequence[Appointment]]:
    """By subject, all appointments that anybody knows of."""
    found: dict[int, list[Appointment]] = defaultdict(list)
    for row in _standing(work, ids):
        found[row.subject_id].append(Appointment(row.booked_on, frozenset(codes_of(row.codes)), row.status))
    for _owner, known in work.hooks.notify(of_others, work=work, subjects=ids):
        for id, more in known.items():
            found[id] += more
    return found


def _standing(work: Work, ids: Sequence[int]) -> Iterable[Any]:
    columns = (
        *(Booking.id, Booking.subject_id, Booking.booked_on, Booking.codes, Booking.status),
        Booking.created_at,
    )
    still = Booking.subject_id.in_(ids), Booking.status.in_(sorted(STANDING))
    return work.session.execute(select(*columns).where(*still).order_by(Booking.id))


def fulfil(work: Work, done: Mapping[int, Done]) -> None:
    """What was booked is done. What is booked for other codes, or after that service, is still to come."""
    zone = company_zone(work)
    rows = [
        row
        for row in _standing(work, sorted(done))
        if _is_fulfilled(row, row.created_at.astimezone(zone).date(), done[row.subject_id])
    ]
    records.update(work, BOOKINGS, [records.Update(row.id, {"status": "done"}) for row in rows])


def _is_fulfilled(booking: Any, made_on: date, done: Done) -> bool:
    since, codes = min(made_on, booking.booked_on), set(codes_of(booking.codes))
    return any(on >= since and codes & those for on, those in done)
