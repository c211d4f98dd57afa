"""What is done in one visit, and whether somebody is reminded of it: pure functions over plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.care.services.rule import Due

BUNDLE_DAYS = 30
ORDER = ("wechat", "sms", "email", "phone")
"""Channels, the first that is allowed is taken."""
TO_REMIND_OF = frozenset({"overdue", "due_soon"})
STANDING = frozenset({"requested", "confirmed"})
"""States of an appointment that is still to come."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """That somebody comes on a day for some tasks: requested, confirmed, done or cancelled."""

    day: date
    codes: frozenset[str]
    status: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to remind, by which channel, or why not.

    Reasons: `vehicle_inactive`, `do_not_contact`, `no_consent`, `not_due`, `already_booked`.
    """

    send: bool
    reason: str | None = None
    channel: str | None = None


def bundle_of(dues: Iterable[Due], as_of: date) -> list[Due]:
    """The tasks of the next visit: those within 30 days of the first, in order."""
    dated = [(max(as_of, due.due_date), due.code, due) for due in dues if due.due_date is not None]
    dated.sort(key=lambda item: item[:2])
    return [due for on, _code, due in dated if (on - dated[0][0]).days <= BUNDLE_DAYS]


def is_booked(bundle: Sequence[Due], appointments: Iterable[Appointment], as_of: date) -> bool:
    """Whether somebody comes anyway for one of these tasks."""
    codes = {due.code for due in bundle}
    return any(each.status in STANDING and each.day >= as_of and each.codes & codes for each in appointments)


def decision(
    bundle: Sequence[Due],
    as_of: date,
    *,
    active: bool,
    do_not_contact: bool,
    consented: Collection[str],
    appointments: Iterable[Appointment] = (),
) -> Decision:
    """Whether somebody is reminded of the tasks of a visit: the first reason against it, or the channel."""
    if not active:
        return Decision(False, "vehicle_inactive")
    if do_not_contact:
        return Decision(False, "do_not_contact")
    channel = next((name for name in ORDER if name in consented), None)
    if channel is None:
        return Decision(False, "no_consent")
    if not any(due.status(as_of) in TO_REMIND_OF for due in bundle):
        return Decision(False, "not_due")
    if is_booked(bundle, appointments, as_of):
        return Decision(False, "already_booked")
    return Decision(True, None, channel)
