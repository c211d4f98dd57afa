"""Every morning: calls that nobody made go to whoever is in charge."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from core.plugin_api import JobRun, records
from industry_packs.auto_dealer.services.calls.ending import cancel_calls
from industry_packs.auto_dealer.services.calls.results import hand_over
from industry_packs.auto_dealer.services.calls.settings_of import rules_of
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.desk.models import FollowUp
from industry_packs.auto_dealer.services.names import FOLLOW_UPS

AT_ONCE = 200


def hand_late_ones_over(run: JobRun) -> dict[str, int]:
    """The job, in parts; a follow-up that was handed over is not late again."""
    handed = 0
    while True:
        with run.work("late") as work:
            late = today(work) - timedelta(rules_of(work).late)
            found = select(FollowUp.id).where(FollowUp.state == "open", FollowUp.next_on <= late)
            ids = list(work.session.scalars(found.order_by(FollowUp.id).limit(AT_ONCE)))
            rows = records.read_many(work, FOLLOW_UPS, ids)
            hand_over(work, rows)
            cancel_calls(work, [row["activity"] for row in rows if row["activity"]])
        if not ids:
            return {"handed over": handed}
        handed += len(ids)
