"""Telling owners of a recall: a message of safety, which needs no consent, and goes to each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from core.plugin_api import JobRun, Work, records
from industry_packs.auto_dealer.models import Recall, RecallNotice, RecallVehicle, Vehicle
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.names import CAUSE, RECALL, RECALL_VEHICLES, SAFETY
from industry_packs.auto_dealer.services.words import NOTICES
from plugins.assets.public import Asset, Holder, holders
from plugins.messaging.public import Message, Outcome, queue

PART = 500
TO_REMEDY = ("open", "parts_awaited")
TOLD = ("waiting", "sent")
GIVEN_UP = frozenset({"refused", "failed", "bounced", "cancelled"})


def tell(run: JobRun) -> dict[str, int]:
    """Tell the owners of all vehicles of a campaign that are not remedied, in parts."""
    last = told = 0
    while True:
        with run.work("tell") as work:
            rows = _waiting(work, run.payload["recall"], bool(run.payload.get("unconfirmed")), last)
            told += _tell(work, rows)
        if not rows:
            return {"told": told}
        last = rows[-1].id
        run.progress(told, None, "tell")


def _waiting(work: Work, recall: int, unconfirmed: bool, after: int) -> Sequence[Any]:
    """Vehicles of ours whose owners do not know yet; those that a model names only if that is wanted."""
    columns = RecallVehicle.id, RecallVehicle.asset_id, Asset.name, Vehicle.plate, Recall.number, Recall.title
    found = (
        select(*columns)
        .join(Recall, Recall.id == RecallVehicle.recall_id)
        .join(Asset, Asset.id == RecallVehicle.asset_id)
        .outerjoin(Vehicle, Vehicle.id == Asset.id)
        .outerjoin(RecallNotice, RecallNotice.id == RecallVehicle.id)
        .where(RecallVehicle.recall_id == recall, RecallVehicle.state.in_(TO_REMEDY))
        .where(or_(RecallNotice.told.is_(None), RecallNotice.told.not_in(TOLD)))
    )
    if not unconfirmed:
        found = found.where(RecallVehicle.vin.is_not(None))
    later = found.where(RecallVehicle.id > after).order_by(RecallVehicle.id).limit(PART)
    return work.session.execute(later).all()


def _tell(work: Work, rows: Sequence[Any]) -> int:
    owners = holders(work, sorted({row.asset_id for row in rows}), "owner", today(work))
    messages = [_message(work, row, owners[row.asset_id][0]) for row in rows if row.asset_id in owners]
    queue(work, messages)
    states = [(row.id, "waiting" if row.asset_id in owners else "no_owner") for row in rows]
    notices = [{"id": id, "told": told, "told_on": today(work)} for id, told in states]
    records.derive(work, RecallNotice, notices)
    return len(messages)


def _message(work: Work, row: Any, owner: Holder) -> Message:
    """Once a day at most for one vehicle: whoever could not be reached may be tried again."""
    return Message(
        key=f"{RECALL}:{row.id}:{today(work).isoformat()}",
        template=RECALL,
        purpose=SAFETY,
        customer=owner.customer,
        contact=owner.contact,
        values={"vehicle": row.plate or row.name, "number": row.number, "title": row.title},
        record=(RECALL_VEHICLES, row.id),
    )


def note(work: Work, outcomes: Sequence[Outcome]) -> None:
    """Write beside each vehicle what became of the notice."""
    with work.unlimited(CAUSE) as everything:
        records.derive(everything, RecallNotice, list(_told(everything, outcomes)))


def _told(work: Work, outcomes: Sequence[Outcome]) -> Iterator[dict[str, Any]]:
    for each in outcomes:
        if each.template != RECALL or each.record is None:
            continue
        if each.state == "sent":
            yield {"id": each.record[1], "told": "sent", "told_on": today(work)}
        elif each.state in GIVEN_UP:
            told = each.reason if each.reason in NOTICES else "failed"
            yield {"id": each.record[1], "told": told, "told_on": today(work)}
