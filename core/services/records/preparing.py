"""From what a door sent to drafts that may be written: one path for one record and for a million."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.contracts.fields import Field
from core.contracts.kinds import ParseContext, PhoneKind
from core.errors import FieldError, FieldErrors, Invalid
from core.host.record_types import ChildType, RecordType
from core.host.schemas import REQUIRED
from core.labels import translations
from core.services.records import extensions, references, transitions, trees, uniqueness
from core.services.records.drafts import Draft, Drafts, Line, faulty, sound

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = dict[str, Any]
NOT_YOURS = _("You may not set this field.")
NOT_ITS_LINE = _("This record has no such line.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Drafts that can be written and the errors of those that cannot, both by the index of their row."""

    drafts: Drafts
    errors: dict[int, FieldErrors]


def context_of(work: Work) -> ParseContext:
    """How values are read for this actor: machines say the offset, people mean their own time zone."""
    return ParseContext(None if work.actor.door == "api" else ZoneInfo(work.actor.time_zone))


def prepare_new(work: Work, record_type: RecordType, rows: Sequence[Mapping[str, Any]]) -> Prepared:
    """Judge rows of new records; nothing is written, so this may run outside the write lock."""
    context, errors, drafts = context_of(work), {}, {}
    for index, row in enumerate(rows):
        try:
            drafts[index] = _new_draft(record_type, record_type.parse("create", row, context))
        except Invalid as error:
            errors[index] = error.errors
    return _judge(work, record_type, drafts, errors)


def prepare_parsed(work: Work, record_type: RecordType, sent: Mapping[int, Row]) -> Prepared:
    """Judge new records whose values were parsed as changes, where nothing is insisted on."""
    drafts = {index: _new_draft(record_type, values) for index, values in sent.items()}
    for draft in drafts.values():
        _require(draft, draft.record, record_type.writable)
        for name, lines in draft.children.items():
            for line in lines:
                _require(draft, line, record_type.children[name].public)
    return _judge(work, record_type, sound(drafts), faulty(drafts))


def prepare_changes(
    work: Work, record_type: RecordType, sent: Mapping[int, Row], current: Mapping[int, Row]
) -> Prepared:
    """Judge changes (parsed values by row index) of records that stand as `current` (by row index)."""
    drafts = {index: _changed_draft(record_type, values, current[index]) for index, values in sent.items()}
    return _judge(work, record_type, drafts, {})


def _judge(work: Work, record_type: RecordType, drafts: Drafts, errors: dict[int, FieldErrors]) -> Prepared:
    """All rules in their order; a draft that fails a step does not reach the next."""
    for step in (_check_rights, _resolve, _settle, uniqueness.check, _ask_plugins):
        step(work, record_type, drafts)
        errors |= faulty(drafts)
        drafts = sound(drafts)
    return Prepared(drafts, errors)


def _new_draft(record_type: RecordType, sent: Row) -> Draft:
    """A draft of a new record: defaults where nothing was sent."""
    lines = {name: sent.pop(name, None) or () for name in record_type.children}
    values = {**record_type.defaults, **sent}
    for name, life in record_type.resource.transitions.items():
        values[name] = values[name] or life.initial[0]
    if "tags" in record_type.fields:
        values["tags"] = sent.get("tags") or []
    draft = Draft(Line("", record_type, sent, None, values))
    for name, wanted in lines.items():
        child = record_type.children[name]
        draft.children[name] = [_new_line(name, n, child, line) for n, line in enumerate(wanted)]
    return draft


def _changed_draft(record_type: RecordType, sent: Row, current: Row) -> Draft:
    """A draft of a changed record; children that were not sent stay out of it."""
    before = {name: value for name, value in current.items() if name not in record_type.children}
    lines = {name: sent.pop(name) or [] for name in record_type.children if name in sent}
    draft = Draft(Line("", record_type, sent, before, {**before, **sent}))
    for name, wanted in lines.items():
        draft.children_before[name] = current[name]
        draft.children[name] = _changed_lines(draft, name, record_type.children[name], wanted, current[name])
    return draft


def _new_line(name: str, number: int, child: ChildType, sent: Row) -> Line:
    fields = [field for field in child.fields.values() if field.attribute != child.parent]
    values = {field.name: sent.get(field.name, field.default) for field in fields}
    values["id"] = None
    return Line(f"{name}.{number}.", child, sent, None, values)


def _changed_lines(
    draft: Draft, name: str, child: ChildType, wanted: list[Row], current: list[Row]
) -> list[Line]:
    """Lines with a known id are changed, without one they are new; a foreign id is refused."""
    known = {line["id"]: line for line in current}
    lines = []
    for number, sent in enumerate(wanted):
        id = sent.pop("id", None)
        if id is None:
            lines.append(_new_line(name, number, child, sent))
            _require(draft, lines[-1], child.public)
        elif id in known:
            before = known.pop(id)
            lines.append(Line(f"{name}.{number}.", child, sent, before, {**before, **sent}))
        else:
            draft.complain(f"{name}.{number}.id", "reference_unknown", NOT_ITS_LINE, id)
    return lines


def _require(draft: Draft, line: Line, fields: Iterable[Field]) -> None:
    """Note which required fields have no value."""
    for field in fields:
        if field.required and line.values.get(field.name) is None:
            draft.complain(line.path + field.name, "required", REQUIRED)


def _check_rights(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Refuse fields that the actor may not write, then give new records their owner and unit."""
    writable = work.access.field_rights(work.actor, record_type).writable
    for draft in drafts.values():
        lines = {name for name, sent in draft.children.items() if sent or name in draft.children_before}
        for name in (draft.record.sent.keys() | lines) - writable - {"version"}:
            draft.complain(name, "field_forbidden", NOT_YOURS)
        if draft.record.before is None:
            _give_owner(work, record_type, draft)


def _give_owner(work: Work, record_type: RecordType, draft: Draft) -> None:
    reach, actor = record_type.resource.reach, work.actor
    for attribute, value in ((reach.owner, actor.user_id), (reach.unit, actor.unit_id)):
        name = attribute.removesuffix("_id")
        if name in record_type.fields and name != "id" and name not in draft.record.sent:
            draft.values[name] = value


def _resolve(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    references.resolve(work, record_type, drafts)
    references.anchor(work, record_type, sound(drafts))
    trees.refuse_circles(work, record_type, sound(drafts))


def _settle(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Work out what follows from the record as a whole, then apply the rules over the whole record."""
    for draft in drafts.values():
        extensions.begin(record_type, draft)
        for line in draft.lines():
            _settle_line(work, draft, line)
        extensions.complete(record_type, draft)
        if not work.undoing:
            transitions.check(record_type, draft)
        after = draft.after()
        for rule in record_type.checks:
            for name, error in rule(after).items():
                draft.errors.setdefault(name, []).append(error)


def _settle_line(work: Work, draft: Draft, line: Line) -> None:
    """Phones, sort keys and computed values of one row; amounts must fit their currency."""
    whole = line.values if line is draft.record else {**draft.values, **line.values}
    for field in line.form.settled:
        line.values.update(field.settle(line.values, _region(work, draft, field.kind, whole)))
    for field in line.form.dependent:
        draft.try_kind(line, field.name, field.kind, whole)


def _region(work: Work, draft: Draft, kind: Any, whole: Row) -> str | None:
    """The country in which a phone number without prefix is read: its record's, the parent's, the actor's."""
    country = whole.get(kind.country) if isinstance(kind, PhoneKind) else None
    return country or draft.inherited_country or work.actor.country or None


def _ask_plugins(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Let plugins refuse or complete; what they propose is judged like what a user sends."""
    order = list(drafts)
    changes = [
        Change(record_type.name, drafts[i].record.id, drafts[i].before(), drafts[i].after()) for i in order
    ]
    if not changes:
        return
    answers = work.hooks.notify(
        hookspecs.record_validating, work=work, resource=record_type.name, changes=changes
    )
    for _owner, answer in answers:
        for position, verdict in (answer or {}).items():
            _apply_verdict(work, record_type, drafts[order[position]], verdict)


def _apply_verdict(work: Work, record_type: RecordType, draft: Draft, verdict: Mapping[str, Any]) -> None:
    proposals: Row = {}
    for name, value in verdict.items():
        if isinstance(value, list | tuple) and value and isinstance(value[0], FieldError):
            draft.errors.setdefault(name, []).extend(value)
        else:
            proposals[name] = value
    if proposals:
        draft.record.sent.update(proposals)
        draft.values.update(record_type.parse("update", proposals))
        extensions.begin(record_type, draft)
        _settle_line(work, draft, draft.record)
        extensions.complete(record_type, draft)
