"""The page of a list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.contracts.choices import ChoiceKind
from core.contracts.pages import Reply, Shown, Visit
from core.errors import Invalid
from core.host.record_types import RecordType
from core.http.requests import whole_number
from core.labels import Translator, translations
from core.services import lists
from core.web.lists.chips import Chip, chips_in
from core.web.lists.emptiness import offers_of
from core.web.lists.grouping import groups_of, parts_in
from core.web.lists.previewing import previewed
from core.web.lists.state import ListState, all_of, parts_of, state_of
from core.web.lists.table import table_of
from core.web.lists.wording import words_for

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

TEMPLATE = "list/page.html"
HIGHEST = 10**12
PLACE = ("after", "before", "start", "count")
"""What of an address says where in a list one is."""


def list_page(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The list as its address asks for it; what cannot be asked is said above an empty one."""
    state = state_of(work, record_type, visit)
    page, problem = _page(work, state, visit)
    words, beside = words_for(work, record_type, state.now.where), previewed(work, state, visit)
    table = table_of(work, state, visit, page.rows)
    start, count = _start(visit), _count(work, state, visit, page, problem)
    values = {
        **beside,
        "beside": bool(beside),
        "record_type": record_type,
        "state": state,
        "parts": parts_in(work, state, table),
        "table": table,
        "groups": list(groups_of(work, state, visit)),
        "page": page,
        "problem": problem,
        "count": count,
        "start": start,
        "pager": _pager(state, page, start),
        "chips": list(_chips(state, words.part, visit.translate)),
        "segments": list(_segments(state, visit)),
        "sorts": list(_sorts(work, state, visit)),
        "offers": [] if page.rows or problem else list(offers_of(work, state, words.part)),
        "exact": visit.query.get("count") == "exact",
        "pinned": pinned(visit.preferences, state),
        "permitted": _permitted(work, record_type),
    }
    headers = _headers(state, visit, count) if visit.partial else {}
    return Shown(
        template=TEMPLATE, values=values, block="answer", status=422 if problem else 200, headers=headers
    )


def _permitted(work: Work, record_type: RecordType) -> Mapping[str, bool]:
    """What the actor may do with records of the kind, by verb."""
    resource = record_type.resource
    rights = {
        "create": "create",
        "update": "edit",
        "delete": "delete",
        "export": "export",
        "import": "import",
    }
    return {
        verb: verb in resource.verbs and work.actor.reach(resource.permission(right)) is not None
        for verb, right in rights.items()
    }


def _page(work: Work, state: ListState, visit: Visit) -> tuple[lists.Page, Invalid | None]:
    query = state.query(
        work,
        after=visit.query.get("after") or None,
        before=visit.query.get("before") or None,
        count="exact" if visit.query.get("count") == "exact" else "auto",
    )
    try:
        return lists.list_records(work, state.record_type, query), None
    except Invalid as error:
        return lists.Page([], None, 0), error


def _count(
    work: Work, state: ListState, visit: Visit, page: lists.Page, problem: Invalid | None
) -> int | None:
    """How many there are in all; None for more than are counted."""
    if problem or page.count is not None or not (visit.query.get("after") or visit.query.get("before")):
        return page.count
    return lists.count_some(work, state.record_type, state.query(work))


def _start(visit: Visit) -> int:
    """The number of the first row, as the page before said it: nobody counts what lies before."""
    return max(1, min(whole_number(visit.query.get("start", "")) or 1, HIGHEST))


def _pager(state: ListState, page: lists.Page, start: int) -> Mapping[str, str]:
    """The addresses of the neighbouring pages."""
    size = len(page.rows)
    next_, previous = "", ""
    if page.next:
        next_ = state.to(more=[("after", page.next), ("start", str(start + size))])
    if page.previous:
        before = max(1, start - 50)
        previous = (
            state.to()
            if before == 1 and start <= 51
            else state.to(more=[("before", page.previous), ("start", str(before))])
        )
    return {"next": next_, "previous": previous}


def _chips(state: ListState, say: Any, translate: Translator) -> Iterator[Chip]:
    board = state.record_type.resource.board
    yield from chips_in(state, say, is_told=lambda part: _is_segment(part, board))
    field = state.record_type.fields.get(state.now.group)
    if field:
        text = translate(_("Grouped by: {field}").fill(field=translate(field.label)))
        yield Chip(text=text, without=state.to(group=""))


def _is_segment(part: Mapping[str, Any], board: str) -> bool:
    """Whether a part is what the segments say."""
    return bool(board) and part.get("field") == board and part.get("op", "eq") == "eq"


def _segments(state: ListState, visit: Visit) -> Iterator[Mapping[str, Any]]:
    """The values of the field by which records stand in columns, each a filter."""
    board = state.record_type.resource.board
    field = state.record_type.fields.get(board)
    if field is None or not isinstance(field.kind, ChoiceKind):
        return
    parts = parts_of(state.now.where)
    others = [part for part in parts if not _is_segment(part, board)]
    chosen = [part.get("value") for part in parts if _is_segment(part, board)]
    yield {"title": visit.translate(_("All")), "href": state.to(where=all_of(others)), "current": not chosen}
    for code, label in field.kind.choices.items():
        own = {"field": board, "op": "eq", "value": code}
        yield {
            "title": visit.translate(label),
            "href": state.to(where=all_of([*others, own])),
            "current": chosen == [code],
            "tone": field.kind.tone(code),
        }


def _sorts(work: Work, state: ListState, visit: Visit) -> Iterator[Mapping[str, Any]]:
    """Every order that is offered, those by no column of the table too; the present one turns round."""
    record_type, rights = state.record_type, work.access.field_rights(work.actor, state.record_type)
    present = state.order
    for name, fields in record_type.sorts.items():
        plain = [field.removeprefix("-") for field in fields]
        if set(plain) <= rights.readable | {"id"}:
            yield {
                "title": ", ".join(visit.translate(record_type.fields[field].label) for field in plain),
                "href": state.sorted_by(f"-{name}" if present == name else name),
                "icon": {name: "arrow-up", f"-{name}": "arrow-down"}.get(present, ""),
            }


def pinned(preferences: Mapping[str, Any], state: ListState) -> Sequence[str]:
    """The names of the views that the actor has pinned."""
    found = preferences.get(f"pinned:{state.record_type.name}")
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def _headers(state: ListState, visit: Visit, count: int | None) -> Mapping[str, str]:
    """What a part of the page tells the whole: its address, and how many there are, for who cannot see it."""
    number = f"{lists.COUNTED}+" if count is None else str(count)
    said = visit.translate(_("{n} found").fill(n=number))
    place = [(name, visit.query[name]) for name in PLACE if name in visit.query]
    return {"hx-replace-url": state.to(more=place), "hx-trigger": json.dumps({"announce": {"text": said}})}
