"""Documents are kept as they arrived, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.plugin_api import Work, records
from industry_packs.auto_dealer.services.leads.mails import LARGEST
from industry_packs.auto_dealer.services.leads.models import LeadDocumentBody
from industry_packs.auto_dealer.services.leads.names import DOCUMENTS

if TYPE_CHECKING:
    from industry_packs.auto_dealer.services.leads.arriving import Arrived
    from plugins.sales.public import Put

LONGEST_NAME = 200


def keep(work: Work, arrived: Sequence[tuple[str, Arrived]], unit: int | None) -> list[int]:
    """Keep documents with what was read from them, of very long ones the beginning; answers their ids.

    They belong to the `unit` of whoever brought them.
    """
    rows = [{**_row(work, account, each), "unit": unit} for account, each in arrived]
    ids = records.create(work, DOCUMENTS, rows)
    bodies = [
        {"document_id": id, "content": each.content[:LARGEST]}
        for id, (_account, each) in zip(ids, arrived, strict=True)
    ]
    records.add_facts(work, LeadDocumentBody, bodies)
    return ids


def _row(work: Work, account: str, arrived: Arrived) -> dict[str, Any]:
    reading = arrived.reading
    return {
        "name": _printable(arrived.name),
        "account": account,
        "received_at": work.now,
        "size": len(arrived.content),
        **outcome_of(arrived),
        "state": "waiting" if reading.outcome == "quarantined" else "read",
    }


def outcome_of(arrived: Arrived) -> dict[str, Any]:
    """What was read, as fields of a document."""
    reading = arrived.reading
    return {"outcome": reading.outcome, "reason": reading.reason, "repairs": list(reading.repairs)}


def _printable(name: str) -> str:
    """A name that strangers gave, without what is no text."""
    kept = "".join(each for each in name if each.isprintable() and not "\ud800" <= each <= "\udfff")
    return kept.strip()[-LONGEST_NAME:].strip() or "-"


def note(work: Work, ids: Sequence[int], put: Sequence[Sequence[Put]]) -> None:
    """Note how many leads each document brought."""
    changes = []
    for id, found in zip(ids, put, strict=True):
        if found:
            new = sum(each.is_new for each in found)
            changes.append(records.Update(id, {"leads": new, "duplicates": len(found) - new}))
    records.update(work, DOCUMENTS, changes)


def body_of(work: Work, id: int) -> bytes:
    """The bytes of a document that the actor may see; NotFound for others."""
    records.read(work, DOCUMENTS, id, ("id",))
    found = select(LeadDocumentBody.content).where(LeadDocumentBody.document_id == id)
    return work.session.scalars(found.order_by(LeadDocumentBody.id.desc())).first() or b""
