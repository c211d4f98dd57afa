"""The board of a record type: columns that load a part at a time, cards that are moved between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from core.contracts.choices import ChoiceKind, MoneyKind
from core.contracts.fields import Field
from core.contracts.pages import Page, Redirect, Reply, Shown, Toast, Visit
from core.errors import invalid
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.http.requests import record_id, whole_number
from core.labels import translations
from core.services import lists, records
from core.services.filters import referred
from core.web.lists.chips import chips_of
from core.web.lists.state import state_of
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

FIRST, MOST = 50, 200
NO_VALUE = ""
MOVED = _("Moved to {column}.")
SHOWN_FIELDS = 3


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One column as the page shows it; `code` is empty for records without a value."""

    code: str
    title: str
    tone: str
    column: lists.Column


def pages(registry: Registry) -> Iterator[Page]:
    """The boards of all record types that have one."""
    for record_type in registry.types.values():
        if record_type.resource.board:
            yield from _pages(record_type)


def _pages(record_type: RecordType) -> Iterator[Page]:
    here, permission = address(record_type), record_type.resource.permission
    yield Page(path=f"{here}/board", permission=permission("view"), run=partial(board, record_type))
    yield Page(
        path=f"{here}/board/move",
        permission=permission("edit"),
        run=partial(move, record_type),
        method="POST",
    )
    yield Page(path=f"{here}/{{id}}/move", permission=permission("edit"), run=partial(choose, record_type))


def board(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The page; `most` asks for more of each column, up to 200."""
    state = state_of(work, record_type, visit)
    query = lists.Query(
        fields=card_fields(work, record_type),
        where=state.now.where,
        q=state.now.q or None,
        limit=_limit(visit),
        include=_named(work, record_type),
    )
    field = record_type.fields[record_type.resource.board]
    stages = _stages(work, record_type, field, query, visit)
    values = {
        "record_type": record_type,
        "resource": record_type.resource,
        "path": state.here,
        "field": field,
        "stages": stages,
        "fields": [record_type.fields[name] for name in card_fields(work, record_type)],
        "label": label_of(work, record_type),
        "asked": state.now.q,
        "limit": query.limit,
        "most": MOST,
        "next": None if query.limit >= MOST else min(MOST, query.limit * 2),
        "may_move": _may_move(work, record_type, field),
        "scope": state.pairs(),
        "chips": chips_of(work, state, "/board"),
    }
    return Shown(template="board/board.html", values=values, block="content")


def _may_move(work: Work, record_type: RecordType, field: Field) -> bool:
    """Whether the actor may change the field at all; of each record it is asked when it is moved."""
    writable = work.access.field_rights(work.actor, record_type).writable
    return field.name in writable and work.actor.reach(record_type.resource.permission("edit")) is not None


def _limit(visit: Visit) -> int:
    wanted = whole_number(visit.query.get("most", ""))
    return FIRST if wanted is None else max(1, min(MOST, wanted))


def _stages(
    work: Work, record_type: RecordType, field: Field, query: lists.Query, visit: Visit
) -> list[Stage]:
    """The columns; the one of records without a value only where there can be any."""
    kind = kind_of(field)
    codes: list[str | None] = [*kind.choices] if field.required else [*kind.choices, None]
    amount = _amount(work, record_type)
    found = lists.columns(work, record_type, field.name, codes, query, amount)
    titles = {code: visit.translate(title) for code, title in kind.choices.items()}
    return [
        Stage(
            code=column.value or NO_VALUE,
            title=titles.get(column.value or NO_VALUE, visit.translate(_("None"))),
            tone=kind.tone(column.value or NO_VALUE),
            column=column,
        )
        for column in found
    ]


def kind_of(field: Field) -> ChoiceKind:
    """The kind of the field by which records stand in columns."""
    assert isinstance(field.kind, ChoiceKind)  # noqa: S101  # declarations.check_types
    return field.kind


def _amount(work: Work, record_type: RecordType) -> str:
    """The first amount among the columns of the list, which is added up; none if the actor may not see it."""
    rights = work.access.field_rights(work.actor, record_type)
    for name in record_type.resource.columns:
        if isinstance(record_type.fields[name].kind, MoneyKind) and name in rights.readable:
            return name
    return ""


def label_of(work: Work, record_type: RecordType) -> str:
    """The field by which a card is called; the id where its name may not be read."""
    name = record_type.resource.label
    return name if name in work.access.field_rights(work.actor, record_type).visible else "id"


def card_fields(work: Work, record_type: RecordType) -> Sequence[str]:
    """What stands on a card: its name and the first columns of the list, without that of the board."""
    rights = work.access.field_rights(work.actor, record_type)
    left_out = {record_type.resource.board, record_type.resource.label, "id"}
    columns = [name for name in record_type.resource.columns if name in rights.visible - left_out]
    return list(dict.fromkeys([label_of(work, record_type), "version", *columns[:SHOWN_FIELDS]]))


def _named(work: Work, record_type: RecordType) -> Sequence[str]:
    """The references on a card, which are shown by their names."""
    fields = (record_type.fields[name] for name in card_fields(work, record_type))
    return [field.name for field in fields if referred(work.registry, field)]


def move(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """Put a record into another column; its toast takes that back."""
    sent = visit.form if visit.form.get("id") else visit.query
    id, field = record_id(sent.get("id", "")), record_type.fields[record_type.resource.board]
    choices, value = kind_of(field).choices, sent.get("value", "")
    if value and value not in choices:
        raise invalid(field.name, "choice_unknown", _("There is no such column."))
    before = records.read(work, record_type, id)
    expected = whole_number(sent.get("version", ""))
    records.update(work, record_type, [records.Update(id, {field.name: value or None}, expected)])
    back = f"{address(record_type)}/board/move?id={id}&value={before[field.name] or ''}"
    title = visit.translate(choices.get(value, _("None")))
    toast = Toast(text=MOVED.fill(column=title), undo=back)
    if visit.partial:
        after = records.read(work, record_type, id)
        headers = {"x-version": str(after["version"])}
        return Shown(template="nothing.html", toast=toast, headers=headers)
    return Redirect(to=visit.form.get("next", "") or f"{address(record_type)}/board", toast=toast)


def choose(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The dialog in which a column is chosen: moving without dragging (WCAG 2.5.7)."""
    row: dict[str, Any] = records.read(work, record_type, record_id(visit.path["id"]))
    field = record_type.fields[record_type.resource.board]
    values = {
        "record_type": record_type,
        "row": row,
        "label": label_of(work, record_type),
        "field": field,
        "choices": [
            {"code": code, "title": visit.translate(title), "current": row[field.name] == code}
            for code, title in kind_of(field).choices.items()
        ],
        "next": visit.query.get("next", ""),
    }
    return Shown(template="board/move.html", values=values, block="dialog")
