"""`Outline`: which fields and lines a form has for a reader; `Sheet`: what stands in it, as texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts.choices import ChoicesKind, TagsKind
from core.contracts.fields import Field
from core.contracts.kinds import FlagKind, JsonKind, Kind, MomentKind, ReferenceKind
from core.contracts.labelled import LabelledKind
from core.contracts.pages import Parameters
from core.host.record_types import ChildType, RecordType
from core.host.schemas import MAX_CHILDREN
from core.http.requests import whole_number

if TYPE_CHECKING:
    from core.services.work import Work

Raw = dict[str, str]
"""Fields as texts: what a browser would send of them."""

YES, NO = "true", "false"
MARK = "#"
"""Stands before an id, so that nobody's number or name is taken for one."""
ANCHOR = ("resource", "record_id")


@dataclass(frozen=True, eq=False)
class Outline:
    """The fields that somebody may write, those that he may only see, and the lines that he may write."""

    fields: Mapping[str, Field]
    seen: Sequence[Field] = ()
    children: Mapping[str, ChildType] = field(default_factory=dict)
    hidden: Sequence[str] = ()
    """Fields that are passed on, but not shown."""

    def line_fields(self, name: str) -> list[Field]:
        """The fields of a kind of lines that a form asks for."""
        return [item for item in self.children[name].writable if item.name != "id"]


@dataclass(eq=False)
class Sheet:
    """What stands in a form: fields, and lines with their ids (empty for new ones)."""

    values: Raw
    lines: dict[str, list[Raw]] = field(default_factory=dict)

    def digests(self) -> dict[str, str]:
        """A short mark of each field and kind of lines, by which to see later whether it is another."""
        lines = {name: _digest(json.dumps(rows)) for name, rows in self.lines.items()}
        return {name: _digest(text) for name, text in self.values.items()} | lines


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def outline_of(work: Work, record_type: RecordType, *, new: bool) -> Outline:
    """What a form of records of a kind has for the actor; a new record shows only what is asked for."""
    rights = work.access.field_rights(work.actor, record_type)
    asked = {item.name: item for item in record_type.writable if not isinstance(item.kind, LabelledKind)}
    mine = {name: item for name, item in asked.items() if name in rights.writable}
    seen = [item for name, item in asked.items() if name not in mine and name in rights.visible]
    children = {name: child for name, child in record_type.children.items() if name in rights.writable}
    hidden = [name for name in ANCHOR if record_type.anchored and name in mine]
    return Outline(mine, () if new else seen, children, hidden)


def encode(item: Field, value: Any, zone: ZoneInfo) -> str:
    """A value as a form has it."""
    if value is None:
        return NO if isinstance(item.kind, FlagKind) else ""
    for kind, write in ENCODERS.items():
        if isinstance(item.kind, kind):
            return write(value, zone)
    return item.kind.text(value)


def _moment(value: datetime, zone: ZoneInfo) -> str:
    return value.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


ENCODERS: Mapping[type[Kind], Callable[[Any, ZoneInfo], str]] = {
    ReferenceKind: lambda value, _zone: f"{MARK}{value}",
    MomentKind: _moment,
    ChoicesKind: lambda value, _zone: ";".join(value),
    TagsKind: lambda value, _zone: ", ".join(value),
    FlagKind: lambda value, _zone: YES if value else NO,
    JsonKind: lambda value, _zone: json.dumps(value, ensure_ascii=False, indent=2, default=str),
}


def sheet_of(outline: Outline, row: Mapping[str, Any], zone: ZoneInfo) -> Sheet:
    """A record as its form has it."""
    values = {name: encode(item, row.get(name), zone) for name, item in outline.fields.items()}
    lines = {
        name: [_line_of(outline.line_fields(name), line, zone) for line in row.get(name) or ()]
        for name in outline.children
    }
    return Sheet(values, lines)


def _line_of(fields: Sequence[Field], line: Mapping[str, Any], zone: ZoneInfo) -> Raw:
    texts = {item.name: encode(item, line.get(item.name), zone) for item in fields}
    return {"id": str(line.get("id") or ""), **texts}


def new_line(outline: Outline, name: str, zone: ZoneInfo) -> Raw:
    """A line with nothing but its defaults."""
    fields = outline.line_fields(name)
    return _line_of(fields, {item.name: item.default for item in fields}, zone)


def sheet_sent(outline: Outline, form: Parameters, base: Sheet) -> Sheet:
    """What was sent; fields that were not (such as those that the page hides) are as in `base`."""
    values = {
        name: text_sent(item, form, name) if name in form else base.values[name]
        for name, item in outline.fields.items()
    }
    lines = {
        name: _lines_sent(outline, name, form) if f"{name}.sent" in form else base.lines[name]
        for name in outline.children
    }
    return Sheet(values, lines)


def text_sent(item: Field, form: Parameters, name: str) -> str:
    """One field as it was sent, lines ended by line feeds."""
    if isinstance(item.kind, ChoicesKind):
        return ";".join(text for text in form.all(name) if text)
    text = form.get(name, "").replace("\r\n", "\n")
    return (text or NO) if isinstance(item.kind, FlagKind) else text


def _lines_sent(outline: Outline, name: str, form: Parameters) -> list[Raw]:
    fields = outline.line_fields(name)
    found = []
    for number in _numbers(name, form):
        path = f"{name}.{number}."
        texts = {item.name: text_sent(item, form, path + item.name) for item in fields}
        found.append({"id": form.get(f"{path}id", ""), **texts})
    return found


def _numbers(name: str, form: Parameters) -> Iterator[int]:
    """The lines that a form sent, in the order of its page."""
    known: dict[int, None] = {}
    for key in form:
        parent, _dot, rest = key.partition(".")
        number = whole_number(rest.partition(".")[0])
        if parent == name and number is not None:
            known.setdefault(number)
    return iter(list(known)[: MAX_CHILDREN + 1])


def changed(sheet: Sheet, base: Sheet) -> list[str]:
    """The fields and kinds of lines that are other than in `base`."""
    fields = [name for name, text in sheet.values.items() if text != base.values.get(name, "")]
    return [*fields, *(name for name, rows in sheet.lines.items() if rows != base.lines.get(name))]
