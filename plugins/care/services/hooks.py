"""The hook that care calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.plugin_api import Work, hookspec
from plugins.care.services.visits import Appointment


@hookspec
def bookings(work: Work, subjects: Sequence[int]) -> Mapping[int, Sequence[Appointment]]:
    """Say who comes anyway, so that nobody is reminded who has an appointment.

    When: before reminders are made, once for many subjects (ids of `care.subjects`).
    Transaction: that of the reminders; read only.
    Returns: by subject its appointments. Since: 1.0.
    """
    return {}
