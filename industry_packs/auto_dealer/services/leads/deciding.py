"""What people do with documents that were not read: have them read again, or discard them."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any

from core.plugin_api import Document, Work, invalid, records, translations
from industry_packs.auto_dealer.services.leads.arriving import Arrived, read_all
from industry_packs.auto_dealer.services.leads.keeping import body_of, note, outcome_of
from industry_packs.auto_dealer.services.leads.names import DOCUMENTS
from industry_packs.auto_dealer.services.leads.receiving import put_all, with_duplicates
from industry_packs.auto_dealer.services.leads.words import REASONS

_ = translations("auto_dealer")

Values = Mapping[str, Any]
DECIDED = _("This document does not wait for anybody: it was read, or somebody has decided.")
STILL_NOT = _("It still cannot be read.")


def retry(work: Work, id: int | None, inputs: Values) -> int:
    """Read it once more, or what somebody has corrected; the original stays. Invalid if that fails too."""
    row = _waiting(work, id)
    corrected = inputs.get("corrected")
    # The mark counts more than an encoding that the text declares: it was typed, and has none.
    content = BOM_UTF8 + corrected.encode() if corrected else body_of(work, row["id"])
    with work.unlimited(work.cause or DOCUMENTS) as everything:
        arrived = [(row["account"], each) for each in read_all(Document(content))]
        for _account, each in arrived:
            _refuse(each)
        known = list(with_duplicates(everything, arrived))
        found = put_all(everything, known, [row["id"]] * len(known))
        note(everything, [row["id"]], [found[row["id"]]])
        values = {**outcome_of(known[0][1]), "state": "settled"}
        records.update(everything, DOCUMENTS, [records.Update(row["id"], values)])
    return int(row["id"])


def _refuse(arrived: Arrived) -> None:
    reason = arrived.reading.reason
    if reason:
        raise invalid("corrected", f"adf_{reason}", STILL_NOT, fix=REASONS[reason])


def discard(work: Work, id: int | None, inputs: Values) -> int:
    """Nothing is to become of it; it stays where it is, with the note why."""
    row = _waiting(work, id)
    values = {"state": "discarded", "note": inputs.get("note")}
    records.update(work, DOCUMENTS, [records.Update(row["id"], values)])
    return int(row["id"])


def _waiting(work: Work, id: int | None) -> Values:
    assert id is not None  # noqa: S101  # an action on a record
    row = records.read(work, DOCUMENTS, id)
    if row["state"] != "waiting":
        raise invalid("state", "decided_already", DECIDED)
    return row
