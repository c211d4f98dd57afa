"""Many records at once: fields are set, or the records deleted, by a job that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.fields import Field
from core.contracts.labelled import LabelledKind
from core.contracts.pages import Parameters, Redirect, Reply, Shown, Visit
from core.errors import Invalid, invalid
from core.host.record_types import RecordType
from core.http.requests import whole_number
from core.labels import translations
from core.services import lists
from core.services.bulk import requesting
from core.web.forms.controls import control
from core.web.forms.outline import text_sent
from core.web.forms.values import value_of
from core.web.lists.filtering import DIALOG, held, setting_of
from core.web.lists.state import ListState, state_of
from core.web.presenting import number_text

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

MOST_CHOSEN = 500
PRESET: Mapping[str, str] = MappingProxyType({"assign": "owner", "tags": "tags"})
NOTHING_CHOSEN = _("Nothing is selected.")
TICK = _("Select records in the list first, or all of them.")
NO_FIELD = _("Choose what is to be changed.")


def bulk_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """What is to be done with the selected records: which fields get which values, or whether they go."""
    sent = visit.query
    state = state_of(work, record_type, visit, held(sent))
    return _form(work, visit, state, sent, None)


def _form(work: Work, visit: Visit, state: ListState, sent: Parameters, error: Invalid | None) -> Reply:
    command, count = sent.get("do", "edit"), _count(work, state, sent)
    fields = bulk_fields(work, state.record_type)
    chosen = [name for name in dict.fromkeys((PRESET.get(command, ""), *sent.all("set"))) if name in fields]
    if sent.get("add") in fields:
        chosen.append(sent["add"])
    setting = replace(setting_of(work, visit, state.record_type), errors=error.errors if error else {})
    texts = {name: text_sent(fields[name], sent, name) for name in fields}
    many = number_text(str(count), work.actor.locale)
    deletes = command == "delete"
    values = {
        "title": visit.translate(
            (_("Delete {n} of {records}") if deletes else _("Change {n} of {records}")).fill(
                n=many, records=state.record_type.resource.title
            )
        ),
        "body": "list/bulk.html",
        "state": state,
        "deletes": deletes,
        "n": many,
        "held": [(name, value) for name, value in sent.pairs if name in ("id", "all", "list")],
        "chosen": [
            control(setting, replace(fields[name], required=False), texts[name], name, texts)
            for name in dict.fromkeys(chosen)
        ],
        "others": [
            {"value": name, "text": visit.translate(item.label)}
            for name, item in fields.items()
            if name not in chosen
        ],
        "problems": _problems(visit, error, chosen),
    }
    return Shown(template=DIALOG, values=values, block="dialog", status=422 if error else 200)


def _problems(visit: Visit, error: Invalid | None, chosen: Sequence[str]) -> list[str]:
    """What is wrong beside the fields that are shown."""
    if error is None:
        return []
    found = [item for name, items in error.errors.items() if name not in chosen for item in items]
    return [visit.translate(item.message) for item in found] or (
        [] if error.errors else [visit.translate(error.message)]
    )


def bulk_fields(work: Work, record_type: RecordType) -> dict[str, Field]:
    """The fields that can be set for many records at once."""
    writable = work.access.field_rights(work.actor, record_type).writable
    return {
        item.name: item
        for item in record_type.writable
        if item.name in writable and not item.unique and not isinstance(item.kind, LabelledKind)
    }


def start_bulk(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Have it done by a job; on to its progress."""
    form = visit.form
    state = state_of(work, record_type, visit, held(form))
    try:
        where, q = _wanted(state, form)
        values = None if form.get("do") == "delete" else _values(work, record_type, form)
        done = requesting.request(work, record_type, where, q, values)
    except Invalid as error:
        return _form(work, visit, state, form, error)
    return Redirect(to=f"/jobs/{done['job']}?{_back(state)}")


def _back(state: ListState) -> str:
    """The list, to which the page of the job leads back."""
    return urlencode({"back": state.to()})


def _values(work: Work, record_type: RecordType, form: Parameters) -> dict[str, Any]:
    fields = bulk_fields(work, record_type)
    names = [name for name in form.all("set") if name in fields]
    if not names:
        raise invalid("", "required", NO_FIELD)
    return {name: value_of(fields[name], text_sent(fields[name], form, name)) for name in names}


def _wanted(state: ListState, sent: Parameters) -> tuple[Any, str | None]:
    """Which records are meant: those that are ticked, or all of the list."""
    if sent.get("all"):
        return state.now.where, state.now.q or None
    ids = [id for id in map(whole_number, sent.all("id")) if id is not None]
    if not ids:
        raise invalid("", "nothing_chosen", NOTHING_CHOSEN, fix=TICK)
    return {"field": "id", "op": "in", "value": ids[:MOST_CHOSEN]}, None


def _count(work: Work, state: ListState, sent: Parameters) -> int:
    """How many are meant, of those that the actor sees: all are counted, for all are to be changed."""
    try:
        where, q = _wanted(state, sent)
    except Invalid:
        return 0
    return lists.count_all(work, state.record_type, lists.Query(fields=("id",), where=where, q=q))
