"""What people do with recalls: tell the owners, record what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import Work, records
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.names import RECALL_VEHICLES, TELL

Inputs = Mapping[str, Any]
REMEDIED_BY = {"elsewhere": {"state": "remedied"}}
"""What a response says of the vehicle itself."""


def notify(work: Work, id: int | None, inputs: Inputs) -> dict[str, Any]:
    """Have the owners told by a job: there may be thousands. Who was told already is not told again."""
    payload = {"recall": id, "unconfirmed": bool(inputs.get("unconfirmed"))}
    return {"job": work.enqueue(TELL, payload, key=f"{TELL}:{id}:{payload['unconfirmed']}")}


def respond(work: Work, id: int | None, inputs: Inputs) -> int:
    """Note what somebody said to the notice."""
    assert id is not None  # noqa: S101  # an action on a record
    values = {"response": inputs["response"], "responded_on": inputs.get("on") or today(work)}
    if inputs.get("note"):
        values["note"] = inputs["note"]
    state = REMEDIED_BY.get(inputs["response"], {})
    records.update(work, RECALL_VEHICLES, [records.Update(id, {**values, **state})])
    return id
