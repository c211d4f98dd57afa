"""Merging two records: side by side, field by field, with a preview of what moves, and undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.contracts.fields import Field
from core.contracts.pages import Redirect, Reply, Shown, Toast, Visit
from core.errors import Invalid
from core.host.record_types import RecordType
from core.http.requests import record_id
from core.labels import Label, translations
from core.services import records
from core.services.lists.including import name_references
from core.services.undo.noting import MERGE
from core.web.records.subject import Subject, subject_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

WITH, SIDE = "with", "side."
MERGED = _("{lost} was merged into {kept}.")
SIDES = ("keep", "lose")


@dataclass(frozen=True, slots=True)
class Moved:
    """How many records of a kind will name the kept one."""

    title: Label | str
    count: int


def merge_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The page: first who the other one is, then both side by side."""
    subject = subject_of(work, visit, record_type)
    other = _other(visit.query.get(WITH, ""))
    if other is None:
        return Shown(
            template="record/merge.html",
            values={"subject": subject, "other": None, "error": None},
            block="content",
        )
    return _compared(work, subject, other, {})


def _other(text: str) -> int | None:
    """The id of the other one, as a form or an address has it."""
    plain = text.strip().removeprefix("#")
    return record_id(plain) if plain else None


def _compared(
    work: Work, subject: Subject, other: int, chosen: Mapping[str, str], error: Invalid | None = None
) -> Reply:
    record_type = subject.record_type
    row = records.read(work, record_type, other, children=())
    try:
        preview = records.preview_merge(work, record_type, subject.id, other, chosen)
    except Invalid as refused:
        error, preview = error or refused, {"fields": {}, "moves": [], "lines": {}, "tags": []}
    sides = [_side(preview, subject.row, "keep"), _side(preview, row, "lose")]
    name_references(work, [(record_type, sides)])
    values = {
        "subject": subject,
        "other": Subject(record_type=record_type, row=row),
        "sides": sides,
        "fields": _fields(record_type, preview["fields"]),
        "lines": _lines(record_type, preview["lines"]),
        "tags": preview["tags"],
        "moves": _moves(work, preview["moves"]),
        "error": error,
    }
    return Shown(template="record/merge.html", values=values, status=422 if error else 200, block="content")


def _side(preview: Mapping[str, Any], row: Mapping[str, Any], side: str) -> dict[str, Any]:
    """One of both with the values that differ."""
    return {**row, **{name: values[side] for name, values in preview["fields"].items()}}


def _fields(record_type: RecordType, found: Mapping[str, Any]) -> Sequence[tuple[Field, str]]:
    """The fields that differ, each with the side whose value stands."""
    known = ((record_type.fields.get(name), values["takes"]) for name, values in found.items())
    return [(field, takes) for field, takes in known if field is not None]


def _lines(record_type: RecordType, found: Mapping[str, int]) -> Sequence[Moved]:
    return [Moved(record_type.children[name].children.title, count) for name, count in found.items() if count]


def _moves(work: Work, found: Sequence[Mapping[str, Any]]) -> Sequence[Moved]:
    """What names the lost record, by kind."""
    counts: dict[str, int] = {}
    for item in found:
        counts[item["resource"]] = counts.get(item["resource"], 0) + item["count"]
    types = work.registry.types
    return [
        Moved(types[name].resource.title if name in types else name, count)
        for name, count in counts.items()
        if count
    ]


def merge(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Make them one; what is refused is said above the same choice."""
    subject, other = subject_of(work, visit, record_type), _other(visit.form.get(WITH, "")) or 0
    chosen = {
        name.removeprefix(SIDE): side
        for name, side in visit.form.items()
        if name.startswith(SIDE) and side in SIDES
    }
    lost = Subject(record_type=record_type, row=records.read(work, record_type, other, children=()))
    try:
        records.merge(work, record_type, subject.id, other, chosen)
    except Invalid as error:
        return _compared(work, subject, other, chosen, error)
    text = MERGED.fill(lost=lost.title, kept=subject.title)
    toast = Toast(text=text, undo=work.noted.get((MERGE, record_type.name)))
    return Redirect(to=subject.to(), toast=toast)
