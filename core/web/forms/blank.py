"""What a form of a new record begins with: defaults, whose it will be, and what the address says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.contracts.pages import Parameters
from core.host.record_types import RecordType
from core.http.requests import whole_number
from core.web.forms.outline import MARK, Outline, Raw, Sheet, encode, new_line, sheet_of, text_sent

if TYPE_CHECKING:
    from core.services.work import Work


def zone_of(work: Work) -> ZoneInfo:
    """The time zone in which the actor reads and writes moments."""
    return ZoneInfo(work.actor.time_zone)


def blank_sheet(work: Work, record_type: RecordType, outline: Outline) -> Sheet:
    """A form into which nobody wrote anything: what a record is that says nothing."""
    values: dict[str, Any] = {name: item.default for name, item in outline.fields.items()}
    for name, life in record_type.resource.transitions.items():
        values[name] = values.get(name) or life.initial[0]
    reach, actor = record_type.resource.reach, work.actor
    for attribute, value in ((reach.owner, actor.user_id), (reach.unit, actor.unit_id)):
        values[attribute.removesuffix("_id")] = value
    return sheet_of(outline, values, zone_of(work))


def prefilled(outline: Outline, base: Sheet, query: Parameters) -> Sheet:
    """The blank form with what the address says: `?customer=7`, `?kind=person`."""
    values = {
        name: _from_address(item, query, name) if name in query else base.values[name]
        for name, item in outline.fields.items()
    }
    return replace(base, values=values)


def _from_address(item: Field, query: Parameters, name: str) -> str:
    text = text_sent(item, query, name)
    is_id = isinstance(item.kind, ReferenceKind) and whole_number(text) is not None
    return f"{MARK}{text}" if is_id else text


def blank_lines(work: Work, outline: Outline) -> dict[str, Raw]:
    """An empty line of each kind."""
    return {name: new_line(outline, name, zone_of(work)) for name in outline.children}


def blank_of(work: Work, item: Field) -> str:
    """What a field of an action begins with."""
    return encode(item, item.default, zone_of(work))
