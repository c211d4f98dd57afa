"""Small changes of a record: another status, its team, its tags; into the trash and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.pages import Redirect, Reply, Toast, Visit
from core.errors import Conflict, Invalid, NotFound, invalid
from core.host.record_types import ChildType, RecordType
from core.http.requests import record_id, whole_number
from core.labels import translations
from core.services import lists, records
from core.services.undo.noting import EDIT, noted
from core.web.origin import local_address
from core.web.records.subject import Subject, subject_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

MOVED, SAVED = _("{field}: {value}."), _("Saved.")
DELETED, RESTORED = _("{record} is in the trash."), _("{record} is back.")
NOT_FOUND = _("Nobody is called so.")


def move(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Give a field with a life another value; what the new one needs is asked for in the form."""
    subject = subject_of(work, visit, record_type)
    name, value = visit.form.get("field", ""), visit.form.get("value", "")
    if name not in record_type.resource.transitions:
        raise NotFound
    try:
        with noted(work, EDIT, record_type.name):
            records.update(work, record_type, [_update(visit, subject.id, {name: value})])
    except Conflict as conflict:
        return Redirect(to=subject.to(), toast=Toast(text=f"{conflict}", tone="error"))
    except Invalid as error:
        return _needs_more(subject, name, value, error)
    field = record_type.fields[name]
    shown = getattr(field.kind, "choices", {}).get(value, value)
    text = MOVED.fill(field=field.label, value=shown)
    toast = Toast(text=text, undo=work.noted.get((EDIT, record_type.name)))
    return Redirect(to=_back(visit, subject), toast=toast)


def _needs_more(subject: Subject, name: str, value: str, error: Invalid) -> Reply:
    """On to the form, if other fields must be filled first; else the error stands."""
    if set(error.errors) <= {name}:
        raise error
    first = next(items[0].message for items in error.errors.values())
    query = urlencode({name: value})
    toast = Toast(text=first, tone="error")
    return Redirect(to=f"{subject.address}/edit?{query}", toast=toast)


def _update(visit: Visit, id: int, values: Mapping[str, Any]) -> records.Update:
    """A change with the version that the page showed."""
    return records.Update(id, values, whole_number(visit.form.get("version", "")))


def _back(visit: Visit, subject: Subject) -> str:
    """To the page that the form stood on."""
    return local_address(visit.form.get("next", ""), subject.to())


def remove(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Put the record into the trash; the toast takes it out again."""
    subject = subject_of(work, visit, record_type)
    records.delete(work, record_type, [subject.id])
    toast = Toast(text=DELETED.fill(record=subject.title), undo=f"{subject.address}/restore")
    return Redirect(to=local_address(visit.form.get("next", ""), subject.list_address), toast=toast)


def bring_back(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Take the record out of the trash."""
    id = record_id(visit.path["id"])
    records.restore(work, record_type, [id])
    row = records.read(work, record_type, id, children=())
    subject = Subject(record_type=record_type, row=row)
    return Redirect(to=subject.address, toast=Toast(text=RESTORED.fill(record=subject.title)))


def set_tags(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The words on the record, with commas between them."""
    subject = subject_of(work, visit, record_type)
    words = visit.form.get("tags", "").replace("，", ",").replace("、", ",").split(",")
    values = {"tags": [word.strip() for word in words if word.strip()]}
    records.update(work, record_type, [records.Update(subject.id, values)])
    return Redirect(to=_back(visit, subject), toast=Toast(text=SAVED))


def team_of(record_type: RecordType) -> tuple[str, ChildType] | None:
    """The lines that are the team of a record: their name, and what they are."""
    model = record_type.resource.reach.team
    found = ((name, child) for name, child in record_type.children.items() if child.model is model)
    return next(found, None) if model else None


def add_member(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Add somebody to the team, with what his part is."""
    name = _team_name(record_type)
    subject = subject_of(work, visit, record_type, (name,))
    line: dict[str, Any] = {"user": _user_called(work, visit.form.get("user", "").strip())}
    role = visit.form.get("role", "").strip()
    if role and "role" in record_type.children[name].fields:
        line["role"] = role
    kept = [{"id": item["id"]} for item in subject.row[name]]
    records.update(work, record_type, [records.Update(subject.id, {name: [*kept, line]})])
    return Redirect(to=_back(visit, subject), toast=Toast(text=SAVED))


def remove_member(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Take somebody out of the team."""
    name = _team_name(record_type)
    subject = subject_of(work, visit, record_type, (name,))
    gone = visit.form.get("line", "")
    kept = [{"id": item["id"]} for item in subject.row[name] if str(item["id"]) != gone]
    records.update(work, record_type, [records.Update(subject.id, {name: kept})])
    return Redirect(to=_back(visit, subject), toast=Toast(text=SAVED))


def _team_name(record_type: RecordType) -> str:
    found = team_of(record_type)
    if found is None:
        raise NotFound
    return found[0]


def _user_called(work: Work, text: str) -> int | str:
    """The id that a form sent (`#7`), a login, or the only user of a name."""
    if not text:
        raise invalid("user", "required", NOT_FOUND)
    id = whole_number(text.removeprefix("#"))
    if id is not None:
        return id
    where = {"field": "name", "op": "eq", "value": text}
    query = lists.Query(fields=("id",), where=where, limit=2, count="none")
    found = lists.list_records(work, work.registry.type_of("users"), query).rows
    return found[0]["id"] if len(found) == 1 else text
