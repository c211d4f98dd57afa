"""What a form shows: its parts, each with controls or lines, for a sheet and its errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.contracts.fields import Field
from core.host.record_types import RecordType
from core.host.schemas import is_needed
from core.labels import translations
from core.web.forms.controls import Control, Setting, control
from core.web.forms.outline import Outline, Raw, Sheet

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

OTHERS = _("Further details")
MOST_FIRST = 8
"""A form of no more fields than this folds none of them away."""


@dataclass(kw_only=True)
class Part:
    """Fields under a title, or the lines of a kind (`lines` is None where there are none)."""

    title: str = ""
    controls: list[Control] = field(default_factory=list)
    name: str = ""
    lines: list[Line] | None = None
    seen: list[tuple[Field, Any]] = field(default_factory=list)
    folded: bool = False


@dataclass(kw_only=True)
class Line:
    """One line with its controls; `id` is empty for a new one."""

    number: int
    id: str
    controls: list[Control]
    errors: list[str]
    new: bool = False


def parts_of(
    record_type: RecordType, outline: Outline, form: Setting, sheet: Sheet, *, new: bool
) -> list[Part]:
    """The parts of a form; of a new record the first fields stand open, the others are folded away."""
    first = _first(record_type, outline) if new else []
    parts = [Part(controls=_controls(form, record_type, outline, sheet, first))] if first else []
    for title, names in _sections(record_type, outline, set(first)):
        found = _controls(form, record_type, outline, sheet, names)
        if found:
            folded = bool(first) and not any(item["errors"] for item in found)
            parts.append(Part(title=form.translate(title), controls=found, folded=folded))
    for name in outline.children:
        part = lines_part(outline, form, sheet, name)
        part.folded = bool(first) and not part.lines
        parts.append(part)
    return parts


def _first(record_type: RecordType, outline: Outline) -> list[str]:
    """The fields that a new record begins with; none where all of them are few."""
    shown = [name for name in outline.fields if name not in outline.hidden]
    if len(shown) <= MOST_FIRST and not record_type.resource.first:
        return []
    needed = [name for name in shown if is_needed(outline.fields[name])]
    wanted = record_type.resource.first or (*needed, record_type.resource.label, record_type.resource.board)
    return [name for name in dict.fromkeys((*wanted, *needed)) if name in shown]


def _sections(
    record_type: RecordType, outline: Outline, without: set[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    """Titles and fields: those of the declaration, one for each extension, and what is left."""
    left = {name: item for name, item in outline.fields.items() if name not in {*without, *outline.hidden}}
    for section in record_type.resource.sections:
        yield section.title, [name for name in section.fields if left.pop(name, None)]
    own = [name for name, item in left.items() if not item.extension]
    yield (OTHERS if record_type.resource.sections or without else ""), own
    for owner, beside in record_type.extensions.items():
        yield beside.extension.title, [name for name, item in left.items() if item.extension == owner]


def _controls(
    form: Setting, record_type: RecordType, outline: Outline, sheet: Sheet, names: Iterable[str]
) -> list[Control]:
    found = []
    for name in names:
        made = control(form, outline.fields[name], sheet.values[name], name, sheet.values)
        found.append(_of_variant(record_type, made))
    return found


def _of_variant(record_type: RecordType, made: Control) -> Control:
    """Mark a control that only some records have, by the value of the choice that decides."""
    for variant in record_type.resource.variants:
        if made["name"] in variant.only:
            made["attrs"] = {**made["attrs"], "data-only": f"{variant.field}={variant.value}"}
        if made["name"] in variant.needs:
            made["required"] = True
    return made


def lines_part(outline: Outline, form: Setting, sheet: Sheet, name: str, added: int | None = None) -> Part:
    """The lines of a kind; `added` is the number of the one that was just added."""
    child, fields = outline.children[name], outline.line_fields(name)
    lines = [
        _line(form, fields, f"{name}.{number}", number, row, sheet.values, new=number == added)
        for number, row in enumerate(sheet.lines[name])
    ]
    return Part(title=form.translate(child.children.title), name=name, lines=lines)


def _line(
    form: Setting,
    fields: Sequence[Field],
    path: str,
    number: int,
    row: Raw,
    whole: Mapping[str, str],
    *,
    new: bool,
) -> Line:
    texts = {**whole, **row}
    controls = [control(form, item, row.get(item.name, ""), f"{path}.{item.name}", texts) for item in fields]
    general = [
        form.translate(error.message)
        for place in (path, f"{path}.id")
        for error in form.errors.get(place, ())
    ]
    if new and controls:
        controls[0]["autofocus"] = True
    return Line(number=number, id=row["id"], controls=controls, errors=general, new=new)


def seen_part(form: Setting, outline: Outline, row: Mapping[str, Any]) -> Part | None:
    """The fields that the actor sees but may not write, as they are."""
    seen = [(item, row[item.name]) for item in outline.seen if item.name in row]
    return Part(title=form.translate(_("Only to be read")), seen=seen) if seen else None


def setting_of(work: Work, **more: Any) -> Setting:
    """What the controls of a form of the actor share."""
    addresses = {
        item.model.__tablename__: f"/{item.resource.path}"
        for item in work.registry.types.values()
        if "list" in item.resource.verbs and work.actor.reach(item.resource.permission("view"))
    }
    return Setting(translate=work.translate, locale=work.actor.locale, addresses=addresses, **more)
