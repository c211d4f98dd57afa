"""What people do with reminders and with what is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.plugin_api import Work, invalid, records, translations
from plugins.care.services.coming import REMINDERS
from plugins.care.services.days import today
from plugins.care.services.subjects import BOOKINGS, SUBJECTS

_ = translations("care")

Inputs = Mapping[str, Any]
WHY = _("Say why.")
WHEN = _("Say for which day.")
NOTHING_DUE = _("Nothing is due, so there is nothing to book.")
WRITE_IT = _("Add a booking with the codes that you want.")


def book(work: Work, id: int | None, inputs: Inputs) -> dict[str, Any]:
    """Book the next visit of a subject for a day."""
    assert id is not None  # noqa: S101  # an action on a record
    return {"booking": _book(work, id, inputs["booked_on"], inputs.get("note"))}


def record_result(work: Work, id: int | None, inputs: Inputs) -> int:
    """What came of a reminder; a booking is made where there is one."""
    assert id is not None  # noqa: S101
    result = inputs["result"]
    if result == "booked":
        if not inputs.get("booked_on"):
            raise invalid("booked_on", "required", WHEN)
        reminder = records.read(work, REMINDERS, id, ("subject", "codes"))
        _book(work, reminder["subject"], inputs["booked_on"], inputs.get("note"), reminder["codes"])
    write_result(work, id, result, inputs.get("why"), inputs.get("note"))
    return id


def write_result(work: Work, id: int, result: str, why: str | None, note: str | None) -> None:
    """Note a result; who answered without deciding anything is still to be asked."""
    if result == "declined" and not why:
        raise invalid("why", "required", WHY)
    said = why if result == "declined" else None
    values = {"result": result, "why": said, "result_note": note, "result_on": today(work)}
    state = {} if result == "answered" else {"state": "closed"}
    records.update(work, REMINDERS, [records.Update(id, {**values, **state})])


def _book(work: Work, subject: int, on: date, note: str | None, codes: str = "") -> int:
    codes = codes or records.read(work, SUBJECTS, subject, ("care.visit",))["care.visit"]
    if not codes:
        raise invalid("codes", "nothing_due", NOTHING_DUE, fix=WRITE_IT)
    row = {"subject": subject, "booked_on": on, "codes": codes, "status": "confirmed", "note": note}
    return records.create(work, BOOKINGS, [row])[0]
