"""The table of a list: headings, and rows that are made by functions prepared once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from core.contracts.choices import ChoiceKind, ChoicesKind, MoneyKind
from core.contracts.fields import Field
from core.contracts.kinds import DayKind, DecimalKind, IntegerKind, MomentKind, ReferenceKind
from core.contracts.pages import Visit
from core.host.record_types import RecordType
from core.labels import Translator, translations
from core.web.lists.state import Column, ListState, label_of, readable
from core.web.presenting import Presenter

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = Mapping[str, Any]
Cell = Callable[[Row], str]

AVATAR_TONES = ("blue", "purple", "green", "red", "orange", "teal")
SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
AVATARS_KEPT = 10_000
UNEDITED = frozenset({"id", "version", "created_at", "updated_at", "created_by"})
NOT_IN_CELLS = (ChoicesKind,)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A column of the table.

    `sort` is the address of the list sorted by it ("" if that is not offered), `order` how it is sorted now.
    `card` says where the cell stands on a telephone's card: title, badge, text, end, or nowhere.
    """

    field: Field
    title: str
    width: int
    sort: str
    order: str
    align: str
    card: str
    editable: bool

    @property
    def css(self) -> str:
        """The classes of its cells; one with a width of its own is no wider because of what stands in it."""
        return f"{self.align} sized".strip() if self.width else self.align


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of one page with all that is needed to show them."""

    state: ListState
    headings: Sequence[Heading]
    rows: Sequence[Row]
    title: str
    masked: frozenset[str]
    translate: Translator
    may_choose: bool

    def html(self, show: Presenter) -> Markup:
        """The rows, as HTML."""
        make = self._maker(show)
        return Markup("".join(map(make, self.rows)))  # noqa: S704  # every cell is escaped

    def _maker(self, show: Presenter) -> Cell:
        here, select = self.state.here, escape(self.translate(_("Select {name}").fill(name="\x00")))
        query = self.state.query_string()
        behind = escape(f"?list={quote(query)}") if query else "?list="
        first, last = select.split("\x00")
        cells = list(self._cells(show))
        name_of = self._name

        def row(values: Row) -> str:
            id, name = values["id"], name_of(values)
            link = f"{here}/{id}{behind}"
            box = (
                f'<td class="check-cell"><label><input type="checkbox" name="id" value="{id}" form="bulk" '
                f'aria-label="{first}{escape(name)}{last}"></label></td>'
                if self.may_choose
                else ""
            )
            inside = "".join([cell(values, link, name) for cell in cells])
            return f'<tr data-id="{id}">{box}{inside}</tr>'

        return row

    def _name(self, row: Row) -> str:
        name = row.get(self.state.record_type.resource.label)
        return str(name) if name not in (None, "") else f"#{row['id']}"

    def _cells(self, show: Presenter) -> Iterator[Callable[[Row, str, str], str]]:
        for heading in self.headings:
            field = heading.field
            card = f' data-card="{heading.card}"' if heading.card else ""
            css = f' class="{heading.css}"' if heading.css else ""
            if field.name == self.title:
                yield _title_cell(f"<td{card}{css}>")
            else:
                plain = field.name in self.masked
                yield _cell(f"<td{card}{css}>", field.name, _escaped if plain else show.html_of(field))


def _escaped(value: Any, _row: Row) -> str:
    return escape(str(value))


def _cell(start: str, name: str, html: Callable[[Any, Row], str]) -> Callable[[Row, str, str], str]:
    """What makes the cells of a column; empty ones hold nothing, but 0 and False are not empty."""
    empty = f"{start}</td>"

    def cell(row: Row, _link: str, _name: str) -> str:
        value = row.get(name)
        return f"{start}{html(value, row)}</td>" if value or value not in (None, "", []) else empty

    return cell


def _title_cell(start: str) -> Callable[[Row, str, str], str]:
    """What makes the cells by which records are opened."""

    def cell(_row: Row, link: str, name: str) -> str:
        inside = f'{avatar(name)}<span class="name">{escape(name)}</span>'
        return f'{start}<a class="named" href="{link}">{inside}</a></td>'

    return cell


@lru_cache(AVATARS_KEPT)
def avatar(name: str) -> str:
    """The first letter of a name in its colour, the same as `ui.avatar` gives it."""
    code = quote(name.strip() or "?", safe="/")
    tone = AVATAR_TONES[(SIGNS.find(code[-1:].lower()) + len(code)) % len(AVATAR_TONES)]
    letter = escape((name.strip() or "?")[0].upper())
    return f'<span class="avatar tone-{tone}" aria-hidden="true">{letter}</span>'


def table_of(work: Work, state: ListState, visit: Visit, rows: Sequence[Row]) -> Table:
    """The table of some rows."""
    record_type, rights = state.record_type, work.access.field_rights(work.actor, state.record_type)
    shown = _shown(work, state)
    title = _title(work, record_type, shown)
    may_edit = "update" in record_type.resource.verbs and work.actor.reach(
        record_type.resource.permission("edit")
    )
    writable = rights.writable - UNEDITED if may_edit else frozenset()
    cards = _cards(record_type, shown, title)
    headings = [
        Heading(
            field=field,
            title=visit.translate(field.label),
            width=column.width,
            sort=_sorted_by(state, field, rights.readable),
            order=_order(state, field),
            align="end" if _is_amount(field) else "",
            card=cards.get(field.name, ""),
            editable=field.name in writable and not isinstance(field.kind, NOT_IN_CELLS),
        )
        for column, field in shown
    ]
    return Table(
        state=state,
        headings=headings,
        rows=rows,
        title=title,
        masked=rights.masked,
        translate=visit.translate,
        may_choose=bool(may_edit or work.actor.reach(record_type.resource.permission("delete"))),
    )


def _shown(work: Work, state: ListState) -> list[tuple[Column, Field]]:
    fields = readable(work, state.record_type)
    return [(column, fields[column.name]) for column in state.now.columns]


def _title(work: Work, record_type: RecordType, shown: Sequence[tuple[Column, Field]]) -> str:
    """The column by which a record is opened: its name, or else the first."""
    names, label = [field.name for _column, field in shown], label_of(work, record_type)
    return label if label in names else names[0]


def _cards(record_type: RecordType, shown: Sequence[tuple[Column, Field]], title: str) -> dict[str, str]:
    """Where each column stands on a telephone's card: as title, badge, line of text, amount or day."""
    found = {title: "title"}
    wanted = (("badge", ChoiceKind), ("end", (MoneyKind, DayKind, MomentKind)), ("text", object))
    for place, kinds in wanted:
        free = (field for _column, field in shown if field.name not in {*found, record_type.resource.key})
        chosen = next((field for field in free if isinstance(field.kind, kinds)), None)
        if chosen:
            found[chosen.name] = place
    return found


def _is_amount(field: Field) -> bool:
    return isinstance(field.kind, MoneyKind | DecimalKind | IntegerKind) and not isinstance(
        field.kind, ReferenceKind
    )


def _sorted_by(state: ListState, field: Field, readable: frozenset[str]) -> str:
    """The list sorted by a field, the other way if it is already; "" if that is not offered."""
    if field.name not in state.record_type.sorts or field.name not in readable | {"id"}:
        return ""
    down = _order(state, field) == "ascending"
    return state.sorted_by(f"-{field.name}" if down else field.name)


def _order(state: ListState, field: Field) -> str:
    sort = state.order
    if sort.removeprefix("-") != field.name:
        return ""
    return "descending" if sort.startswith("-") else "ascending"
