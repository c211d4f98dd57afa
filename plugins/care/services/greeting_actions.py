"""What people do with a greeting on the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import Work, invalid, records, translations
from plugins.care.services import greeting
from plugins.care.services.greeting import GREETINGS

_ = translations("care")

Inputs = Mapping[str, Any]
DECIDED = _("This greeting is no longer on the list: it was sent or left out.")


def send(work: Work, id: int | None, _inputs: Inputs) -> int:
    """Send it on its day."""
    greeting.send(work, [_proposed(work, id)])
    return _proposed_id(id)


def skip(work: Work, id: int | None, _inputs: Inputs) -> int:
    """Leave it out this time."""
    records.update(work, GREETINGS, [records.Update(_proposed(work, id), {"state": "skipped"})])
    return _proposed_id(id)


def reword(work: Work, id: int | None, inputs: Inputs) -> int:
    """Write another text."""
    records.update(work, GREETINGS, [records.Update(_proposed(work, id), {"body": inputs["body"]})])
    return _proposed_id(id)


def _proposed_id(id: int | None) -> int:
    assert id is not None  # noqa: S101  # an action on a record
    return id


def _proposed(work: Work, id: int | None) -> int:
    """The greeting, which must still be on the list."""
    found = _proposed_id(id)
    if records.read(work, GREETINGS, found, ("state",))["state"] != "proposed":
        raise invalid("state", "decided_already", DECIDED)
    return found
