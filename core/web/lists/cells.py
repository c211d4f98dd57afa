"""One field of one record, edited where it stands: `/customers/7/field/city`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts.fields import Field
from core.contracts.pages import Redirect, Reply, Shown, Toast, Visit
from core.errors import Conflict, FieldError, FieldErrors, Forbidden, Invalid, NotFound
from core.host.record_types import RecordType
from core.http.requests import record_id, whole_number
from core.labels import translations
from core.services import lists, records
from core.services.filters import referred
from core.web.forms.controls import control
from core.web.forms.outline import encode, text_sent
from core.web.forms.values import value_of
from core.web.lists.filtering import setting_of
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

TEMPLATE = "list/cell.html"
SAVED = Toast(text=_("Saved."))
NOT_YOURS = _("You may not change {field}.")
CHANGED = _("{why} It is {value} now. Save again to have yours instead.")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A field of a record that is edited; `row` is the record as it is."""

    record_type: RecordType
    field: Field
    row: Mapping[str, Any]

    @property
    def id(self) -> int:
        """The record's id."""
        return int(self.row["id"])

    @property
    def here(self) -> str:
        """The record's address."""
        return f"{address(self.record_type)}/{self.id}"


def cell_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The form of one field."""
    cell = _cell(record_type, work, visit)
    return _form(work, visit, cell, encode(cell.field, cell.row.get(cell.field.name), _zone(work)), {})


def save_cell(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Save it: the value as it is shown from now on, or the form again with what is wrong."""
    cell = _cell(record_type, work, visit)
    text, expected = (
        text_sent(cell.field, visit.form, cell.field.name),
        whole_number(visit.form.get("version", "")),
    )
    change = records.Update(cell.id, {cell.field.name: value_of(cell.field, text)}, expected)
    try:
        records.update(work, record_type, [change])
    except Invalid as error:
        return _form(work, visit, cell, text, _on(cell, error.errors))
    except Conflict as error:
        return _form(work, visit, cell, text, _conflict(work, cell, error), status=409)
    if not visit.partial:
        return Redirect(to=cell.here, toast=SAVED)
    return Shown(template="list/cell_value.html", values={"field": cell.field, "row": _row(work, cell)})


def _cell(record_type: RecordType, work: Work, visit: Visit) -> Cell:
    """The field and the record; NotFound for what is not there, Forbidden for what is not to be changed."""
    field = record_type.fields.get(visit.path["field"])
    if field is None or field.hidden:
        raise NotFound
    id = record_id(visit.path["id"])
    rows = records.load(work, record_type, [id], children=("tags",), for_action="edit", lock=False)
    if field.name not in work.access.field_rights(work.actor, record_type).writable:
        raise Forbidden(NOT_YOURS.fill(field=field.label))
    if not rows:
        records.read(work, record_type, id)
        raise Forbidden(NOT_YOURS.fill(field=field.label))
    return Cell(record_type=record_type, field=field, row=rows[0])


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(work.actor.time_zone)


def _form(work: Work, visit: Visit, cell: Cell, text: str, errors: FieldErrors, status: int = 422) -> Reply:
    field, setting = (
        cell.field,
        setting_of(work, visit, cell.record_type, _meant(cell)),
    )
    texts = {
        item.name: encode(item, cell.row.get(item.name), _zone(work))
        for item in cell.record_type.own
        if item.name in cell.row
    }
    values = {
        "title": visit.translate(field.label),
        "input": control(replace(setting, errors=errors), field, text, field.name, texts),
        "cell": cell,
        "version": cell.row["version"],
    }
    return Shown(template=TEMPLATE, values=values, block="cell", status=status if errors else 200)


def _meant(cell: Cell) -> Any:
    """The record that the field names, as a condition, so that its name is looked up as those of filters."""
    value = cell.row.get(cell.field.name)
    is_id = isinstance(value, int) and not isinstance(value, bool)
    return {"field": cell.field.name, "op": "eq", "value": value} if is_id else None


def _on(cell: Cell, errors: FieldErrors) -> FieldErrors:
    """All that is wrong, at the one field that there is."""
    return {cell.field.name: tuple(item for found in errors.values() for item in found)}


def _conflict(work: Work, cell: Cell, error: Conflict) -> FieldErrors:
    now = encode(cell.field, cell.row.get(cell.field.name), _zone(work)) or "–"
    message = CHANGED.fill(why=error.why or error.message, value=now)
    return {cell.field.name: (FieldError("conflict", message),)}


def _row(work: Work, cell: Cell) -> Mapping[str, Any]:
    """The record with what it takes to show the field; empty where it may not be seen any longer."""
    name = cell.field.name
    query = lists.Query(
        fields=("id", name),
        where={"field": "id", "op": "eq", "value": cell.id},
        include=(name,) if referred(work.registry, cell.field) else (),
        count="none",
    )
    found = lists.list_records(work, cell.record_type, query).rows
    return found[0] if found else {}
