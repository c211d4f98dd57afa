"""`ListState`: what the address of a list says, on top of the view that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.pages import Parameters, Visit
from core.errors import NotFound
from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.http.requests import whole_number
from core.services import lists
from core.services.filters import referred
from core.services.filters.tree import check_shape
from core.services.views import OfferedView, view_of_role, views_of
from core.web.asked import FILTER, tree_of
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

PAGE_SIZE = 50
NARROWEST, WIDEST = 40, 900
LONGEST_SHORT = 200
PARTS = ("view", "where", "q", "sort", "group", "columns")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is shown; its width is in pixels, 0 leaves it to the browser."""

    name: str
    width: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.width}" if self.width else self.name


@dataclass(frozen=True, kw_only=True)
class Definition:
    """The parts of a list that a view holds too."""

    where: Any = None
    q: str = ""
    sort: str = ""
    group: str = ""
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListState:
    """A list as it was asked for: `base` is what it is without the address, `now` what it is with it."""

    record_type: RecordType
    views: Sequence[OfferedView] = ()
    view: OfferedView | None = None
    base: Definition = field(default_factory=Definition)
    now: Definition = field(default_factory=Definition)
    has_default: bool = False

    @property
    def here(self) -> str:
        """Where the list is, without a query."""
        return address(self.record_type)

    @property
    def is_changed(self) -> bool:
        """Whether it is not as its view says."""
        return self.now != self.base

    def pairs(self, **changes: Any) -> Pairs:
        """The query of the same list with other parts."""
        now = replace(self.now, **changes) if changes else self.now
        found = list(self._pairs(now))
        if self.view:
            return [("view", self.view.name), *found]
        return found or ([("view", "")] if self.has_default else [])

    def _pairs(self, now: Definition) -> Iterator[tuple[str, str]]:
        if now.where != self.base.where:
            yield from pairs_of(now.where)
        if now.q != self.base.q:
            yield "q", now.q
        if now.sort != self.base.sort:
            yield "sort", now.sort
        if now.group != self.base.group:
            yield "group", now.group
        if now.columns != self.base.columns:
            yield "columns", ",".join(map(str, now.columns))

    def query_string(self, **changes: Any) -> str:
        """The same as text."""
        return urlencode(self.pairs(**changes))

    def to(self, path: str = "", more: Iterable[tuple[str, str]] = (), **changes: Any) -> str:
        """The address of the list, or of a page below it, with this state."""
        query = urlencode([*self.pairs(**changes), *more])
        return f"{self.here}{path}?{query}" if query else f"{self.here}{path}"

    def _grouped(self, work: Work) -> Iterator[str]:
        """The field by which the rows are grouped, if there is one that the actor may see."""
        if self.now.group in readable(work, self.record_type):
            yield self.now.group

    @property
    def order(self) -> str:
        """The sort in which the rows stand; "" where the field by which they are grouped says it all."""
        sort = self.now.sort or self.record_type.resource.default_sort
        return sort if self._keeps_group(sort) else ""

    def _keeps_group(self, sort: str) -> bool:
        """Whether groups stand together in a sort."""
        fields = self.record_type.sorts.get(sort.removeprefix("-"), ("",))
        return self.now.group in ("", fields[0].removeprefix("-"))

    def sorted_by(self, sort: str) -> str:
        """The address of the list in another order; groups that would be torn apart are none any longer."""
        return self.to(sort=sort) if self._keeps_group(sort) else self.to(sort=sort, group="")

    def scope(self, path: str) -> str:
        """The address of another form of the same records, such as a board."""
        found = pairs_of(self.now.where) if self.now.where is not None else []
        query = urlencode([*found, *([("q", self.now.q)] if self.now.q else [])])
        return f"{self.here}{path}?{query}" if query else f"{self.here}{path}"

    def query(self, work: Work, **more: Any) -> lists.Query:
        """What the list shows: the columns and the name of each record, with the names of references."""
        columns = (column.name for column in self.now.columns)
        names = dict.fromkeys(("id", label_of(work, self.record_type), *columns, *self._grouped(work)))
        fields = [name for name in names if name]
        return lists.Query(
            fields=fields,
            where=self.now.where,
            q=self.now.q or None,
            sort=self.now.sort or None,
            group=self.now.group or None,
            include=[name for name in fields if _names(work, self.record_type, name)],
            **{"limit": PAGE_SIZE, **more},
        )


def state_of(work: Work, record_type: RecordType, visit: Visit, query: Parameters | None = None) -> ListState:
    """The state that an address asks for; NotFound for a view that the actor may not use."""
    given = visit.query if query is None else query
    views = views_of(work, record_type)
    default = visit.preferences.get(f"view:{record_type.name}")
    opened = next((view for view in views if view.name == default), None) or view_of_role(work, views)
    view = _view(views, given, opened)
    base = _definition(work, record_type, view, visit.preferences)
    return ListState(
        record_type=record_type,
        views=views,
        view=view,
        base=base,
        now=_asked(work, record_type, given, base),
        has_default=opened is not None,
    )


def _view(views: Sequence[OfferedView], given: Parameters, opened: OfferedView | None) -> OfferedView | None:
    """The view that the address names; the one that the list opens with if it says nothing at all."""
    name = given.get("view")
    if name is None and not any(part in PARTS or part.startswith(FILTER) for part in given):
        return opened
    if not name:
        return None
    found = next((view for view in views if view.name == name), None)
    if found is None:
        raise NotFound
    return found


def _definition(
    work: Work, record_type: RecordType, view: OfferedView | None, preferences: Mapping[str, Any]
) -> Definition:
    """A list as its view says, or as the actor likes it without a view."""
    told: Mapping[str, Any] = view.definition if view else {}
    widths = told.get("widths") or {}
    columns = [Column(name, _width(widths.get(name))) for name in told.get("columns") or ()]
    if not columns:
        columns = list(columns_in(preferences.get(f"columns:{record_type.name}")))
    return Definition(
        where=all_of(parts_of(told.get("where"))),
        q=told.get("q") or "",
        sort=told.get("sort") or "",
        group=told.get("group") or "",
        columns=_known(work, record_type, columns),
    )


def _asked(work: Work, record_type: RecordType, given: Parameters, base: Definition) -> Definition:
    filtered = any(name == "where" or name.startswith(FILTER) for name in given)
    return Definition(
        where=_filter(given) if filtered else base.where,
        q=given.get("q", base.q).strip(),
        sort=given.get("sort", base.sort),
        group=given.get("group", base.group),
        columns=_known(work, record_type, columns_in(given["columns"]), base.columns)
        if "columns" in given
        else base.columns,
    )


def _filter(given: Parameters) -> Any:
    """The filter of an address; Invalid for what is no filter at all, before anybody walks through it."""
    tree = tree_of(given)
    if tree is not None:
        check_shape(tree)
    return all_of(parts_of(tree))


def columns_in(text: Any) -> Iterator[Column]:
    """The columns that a text such as "name:240,city" names."""
    for item in text.split(",") if isinstance(text, str) else ():
        name, _colon, width = item.strip().partition(":")
        yield Column(name, _width(width))


def _width(written: Any) -> int:
    width = whole_number(str(written or ""))
    return min(WIDEST, max(NARROWEST, width)) if width else 0


def _known(
    work: Work, record_type: RecordType, columns: Iterable[Column], otherwise: tuple[Column, ...] = ()
) -> tuple[Column, ...]:
    """Those that there are and that the actor may see, each once; the declared ones if none is left."""
    offered = readable(work, record_type)
    found = tuple({column.name: column for column in columns if column.name in offered}.values())
    declared = tuple(Column(name) for name in record_type.resource.columns if name in offered)
    return found or otherwise or declared or (Column("id"),)


def readable(work: Work, record_type: RecordType) -> dict[str, Any]:
    """The fields that the actor may see, masked ones too, by name."""
    visible = work.access.field_rights(work.actor, record_type).visible
    return {item.name: item for item in record_type.public if item.name in visible}


def label_of(work: Work, record_type: RecordType) -> str:
    """The field by which records are called; "" where the actor may not see it."""
    name = record_type.resource.label
    return name if name in work.access.field_rights(work.actor, record_type).visible else ""


def _names(work: Work, record_type: RecordType, name: str) -> bool:
    """Whether the field is a reference to records with names."""
    return referred(work.registry, record_type.fields[name]) is not None


def pairs_of(tree: Any) -> Pairs:
    """A filter as parameters: the short form where it can say it, else the tree as JSON."""
    if tree is None:
        return [("where", "")]
    parts = parts_of(tree)
    if all(map(_is_short, parts)):
        return [(_short_name(part), _short_value(part)) for part in parts]
    return [("where", encode(tree).decode())]


def parts_of(tree: Any) -> list[Any]:
    """The parts that must all hold; the shape of the tree has been checked."""
    if tree is None:
        return []
    if tree.keys() == {"and"}:
        return [inner for part in tree["and"] for inner in parts_of(part)]
    return [tree]


def all_of(parts: Sequence[Any]) -> Any:
    """One filter of several; None of none."""
    return {"and": list(parts)} if len(parts) > 1 else parts[0] if parts else None


def _is_short(part: Any) -> bool:
    if not isinstance(part, Mapping) or not isinstance(part.get("field"), str):
        return False
    value = part.get("value")
    listed = isinstance(value, list) and part.get("op") == "in"
    return all(_is_plain(item, listed) for item in value) if listed else _is_plain(value, False)  # type: ignore[union-attr]


def _is_plain(value: Any, listed: bool) -> bool:
    """Whether it is the same when it is read from an address again."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SHORT and not (listed and "," in value)


def _short_name(part: Mapping[str, Any]) -> str:
    operator = part.get("op")
    return f"filter[{part['field']}][{operator}]" if operator else f"filter[{part['field']}]"


def _short_value(part: Mapping[str, Any]) -> str:
    value = part["value"]
    return ",".join(value) if isinstance(value, list) else str(value)
