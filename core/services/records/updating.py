"""Changes: one SELECT of what stands, the version compared, one UPDATE of what is different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, literal, tuple_
from sqlalchemy import update as sql_update

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.errors import FieldErrors, Invalid
from core.host.record_types import RecordType
from core.services import search
from core.services.chunks import chunks
from core.services.records import conflicts, extensions, lines, tags, trees
from core.services.records.drafts import Draft, Drafts, Update, refuse
from core.services.records.hooks import tell
from core.services.records.preparing import context_of, prepare_changes
from core.services.records.references import customer_of
from core.services.records.writing import execute, writing
from core.services.undo.noting import EDIT, noted

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]
MOST_VALUES = 20_000
"""In one statement; SQLite takes 32,766."""


def update(work: Work, resource: Any, changes: Sequence[Update]) -> list[int]:
    """Change records; all of them or none. Returns the ids of those that are different now.

    Raises NotFound for what cannot be seen, Forbidden without the right, Conflict for a stale version (it
    names the other change), Invalid with the errors of every wrong row.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("edit"))
    sent, wrong = _parse(work, record_type, changes)
    refuse(wrong)
    current = conflicts.current(work, record_type, changes, sent)
    prepared = prepare_changes(work, record_type, sent, current)
    refuse(prepared.errors)
    if len(changes) == 1:
        return update_drafts(work, record_type, prepared.drafts)
    with noted(work, EDIT, record_type.name):
        return update_drafts(work, record_type, prepared.drafts)


def update_sound(
    work: Work, resource: Any, changes: Sequence[Update]
) -> tuple[list[int], dict[int, FieldErrors]]:
    """Like `update`, but what is wrong is left out: its errors are answered too, by the records' ids."""
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("edit"))
    sent, errors = _parse(work, record_type, changes)
    sound = {index: changes[index] for index in sent}
    found = conflicts.current(work, record_type, list(sound.values()), dict(enumerate(sent.values())))
    current = dict(zip(sound, found.values(), strict=True))
    prepared = prepare_changes(work, record_type, sent, current)
    wrong = {changes[index].id: problems for index, problems in {**errors, **prepared.errors}.items()}
    return update_drafts(work, record_type, prepared.drafts), wrong


def update_drafts(work: Work, record_type: RecordType, drafts: Drafts) -> list[int]:
    """Write drafts of changes that have been judged; those that change nothing are left alone."""
    different = [draft for draft in drafts.values() if differs(draft)]
    if not different:
        return []
    with writing(record_type):
        _write(work, record_type, different)
        extensions.update(work, record_type, different)
        for name, child in record_type.children.items():
            lines.remove_missing(work, child, name, different)
            lines.write(work, child, [(d, d.children[name]) for d in different if name in d.children])
        tags.write(work, record_type, different if "tags" in record_type.fields else ())
    trees.verify(work, record_type, drafts)
    _log(work, record_type, different)
    told = [Change(record_type.name, d.record.id, d.before(), d.after()) for d in different]
    tell(work, hookspecs.record_updated, record_type, told)
    return [draft.record.id for draft in different]


def _parse(
    work: Work, record_type: RecordType, changes: Sequence[Update]
) -> tuple[dict[int, Row], dict[int, FieldErrors]]:
    """What was sent, as plain values, and what is wrong; a version in a body stands for the argument."""
    sent: dict[int, Row] = {}
    errors: dict[int, FieldErrors] = {}
    for index, change in enumerate(changes):
        try:
            sent[index] = record_type.parse("update", change.values, context_of(work))
        except Invalid as error:
            errors[index] = error.errors
    return sent, errors


def differs(draft: Draft) -> bool:
    """Whether anything will be different: a value, a line, or the order of lines."""
    rearranged = any(
        [line.id for line in draft.children[name]] != [line["id"] for line in before]
        for name, before in draft.children_before.items()
    )
    return rearranged or any(line.differs() for line in draft.lines())


def _write(work: Work, record_type: RecordType, drafts: Sequence[Draft]) -> None:
    """One UPDATE for all drafts that get other values in the same columns, guarded by the versions once more.

    A statement for each draft took ten times as long: making it costs more than running it.
    """
    groups: dict[tuple[str, ...], list[tuple[Draft, Row]]] = defaultdict(list)
    for draft in drafts:
        columns = _changed_columns(draft)
        groups[tuple(columns)].append((draft, columns))
    for names, group in groups.items():
        for part in chunks(group, min(500, MOST_VALUES // (2 * len(names) + 2))):
            _update_rows(work, record_type, part)
    for draft in drafts:
        draft.values.update(version=draft.values["version"] + 1, updated_at=work.now)


def _changed_columns(draft: Draft) -> Row:
    """The columns with another value; amounts always, for their currency may have changed."""
    before, stored = draft.record.before or {}, draft.record.stored(draft.values)
    return {
        field.attribute: stored[field.attribute]
        for field in draft.record.form.own
        if (field.kind.needs_record or before[field.name] != draft.values[field.name])
    }


def _update_rows(work: Work, record_type: RecordType, part: Sequence[tuple[Draft, Row]]) -> None:
    model = record_type.model
    read = [(draft.record.id, draft.values["version"]) for draft, _columns in part]
    columns = {name: _by_id(model, name, part) for name in part[0][1]}
    statement = (
        sql_update(model)
        .where(tuple_(model.id, model.version).in_(read))
        .values({**columns, "version": model.version + 1, "updated_at": work.now})
    )
    if execute(work, statement) != len(read):
        conflicts.explain(work, record_type, dict(read))


def _by_id(model: Any, name: str, part: Sequence[tuple[Draft, Row]]) -> Any:
    """What a column is set to: the value that all get, or a CASE by their ids."""
    values = {draft.record.id: columns[name] for draft, columns in part}
    first = part[0][1][name]
    if all(value == first for value in values.values()):
        return first
    kind = getattr(model, name).type
    return case({id: literal(value, kind) for id, value in values.items()}, value=model.id)


def _log(work: Work, record_type: RecordType, drafts: Sequence[Draft]) -> None:
    """The journal's row with the values before, and the search rows where words in them changed."""
    entries, found = [], []
    for draft in drafts:
        id, customer = draft.record.id, customer_of(record_type, draft.record.id, draft.values)
        before = _values_before(draft)
        entries.append(
            work.entry(
                "update",
                resource=record_type.name,
                record_id=id,
                customer_id=customer,
                version=draft.values["version"],
                before=before,
            )
        )
        if record_type.searched & before.keys():
            found.append(search.Subject(id, customer, draft.after()))
    work.log(entries)
    search.write_entries(work, record_type, found, new=False)


def _values_before(draft: Draft) -> Row:
    """The values before of every field that is different, children as whole lists."""
    before, after = draft.before() or {}, draft.after()
    passing = {"version", "updated_at"}
    return {
        name: value
        for name, value in before.items()
        if name not in passing and value != after[name] and not _hidden(draft, name)
    }


def _hidden(draft: Draft, name: str) -> bool:
    return name in draft.record.fields and draft.record.fields[name].hidden
