"""Calls that are not needed any more: the vehicle is sold on, or the customer does not want to be called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_

from core.plugin_api import Activity, Change, Work, among, records
from industry_packs.auto_dealer.services.calls.words import LEFT
from industry_packs.auto_dealer.services.desk.models import FollowUp
from industry_packs.auto_dealer.services.names import ACTIVITIES, FOLLOW_UPS

CLOSED = "do_not_contact"


def holdings_ended(work: Work, changes: Sequence[Change]) -> None:
    """Who gave a vehicle away is not asked how he likes it."""
    gone = [
        (side["asset"], side["customer"])
        for c in changes
        if (side := c.after or c.before) and (c.after is None or side["until"])
    ]
    if gone:
        _cancel(work, tuple_(FollowUp.asset_id, FollowUp.customer_id).in_(gone))


def customers_said_no(work: Work, changes: Sequence[Change]) -> None:
    """Nobody is called who does not want it."""
    closed = [c.id for c in changes if c.after and c.after[CLOSED] and c.changed(CLOSED)]
    if closed:
        _cancel(work, FollowUp.customer_id.in_(closed))


def _cancel(work: Work, which: ColumnElement[bool]) -> None:
    """The follow-ups first: a call that is cancelled by hand cancels its follow-up."""
    left = select(FollowUp.id, FollowUp.activity_id).where(which, FollowUp.state.in_(LEFT))
    rows = work.session.execute(left).all()
    ended: dict[str, Any] = {"state": "cancelled", "next_on": None}
    records.update(work, FOLLOW_UPS, [records.Update(row.id, ended) for row in rows])
    cancel_calls(work, [row.activity_id for row in rows if row.activity_id])


def cancel_calls(work: Work, ids: Sequence[int]) -> None:
    """Activities that are still planned are not to be done."""
    calls = select(Activity.id).where(among(Activity.id, ids), Activity.status == "planned")
    updates = [records.Update(id, {"status": "cancelled"}) for id in work.session.scalars(calls)]
    records.update(work, ACTIVITIES, updates)
