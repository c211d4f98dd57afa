"""The form in which columns are chosen: which, in which order, how wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.contracts.pages import Parameters, Redirect, Reply, Shown, Visit
from core.host.record_types import RecordType
from core.labels import translations
from core.services.preferences import set_preference
from core.web.lists.filtering import DIALOG, HELD, held
from core.web.lists.state import Column, ListState, columns_in, readable, state_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")


def columns_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The form: the columns that are shown, in their order, then those that are not."""
    state = state_of(work, record_type, visit, held(visit.query) if HELD in visit.query else None)
    shown = list(state.now.columns)
    if HELD in visit.query:
        shown = _moved(_chosen(visit.query), visit.query.get("do", ""))
    return _form(work, visit, state, shown)


def _form(work: Work, visit: Visit, state: ListState, shown: Sequence[Column]) -> Reply:
    fields = readable(work, state.record_type)
    widths = {column.name: column.width for column in shown if column.name in fields}
    others = [name for name in fields if name not in widths]
    rows = [
        {
            "name": name,
            "title": visit.translate(fields[name].label),
            "shown": name in widths,
            "width": widths.get(name) or "",
        }
        for name in (*widths, *others)
    ]
    values = {
        "title": visit.translate(_("Columns")),
        "body": "list/columns.html",
        "state": state,
        "rows": rows,
    }
    return Shown(template=DIALOG, values=values, block="dialog")


def _chosen(sent: Parameters) -> list[Column]:
    """The columns that are ticked, in the order of the form."""
    widths: Mapping[str, str] = {name[6:]: value for name, value in sent.pairs if name.startswith("width.")}
    return [column for name in sent.all("column") for column in columns_in(f"{name}:{widths.get(name, '')}")]


def _moved(columns: list[Column], command: str) -> list[Column]:
    """The same with one a place further up or down."""
    step, _dot, name = command.partition(".")
    place = next((place for place, column in enumerate(columns) if column.name == name), None)
    if place is None or step not in ("up", "down"):
        return columns
    moved = columns.pop(place)
    columns.insert(max(0, place + (1 if step == "down" else -1)), moved)
    return columns


def set_columns(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Show these columns: with a view in its address, which can be saved; without one from now on."""
    state = state_of(work, record_type, visit, held(visit.form))
    wanted = () if visit.form.get("do") == "reset" else tuple(_chosen(visit.form))
    text = ",".join(map(str, wanted))
    if state.view:
        columns: Any = wanted or state.base.columns
        return Redirect(to=state.to(columns=columns))
    set_preference(work, f"columns:{record_type.name}", text or None)
    return Redirect(to=state.to(columns=state.base.columns))
