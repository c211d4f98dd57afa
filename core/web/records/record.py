"""The page of a record: header, next activity, facts, tabs with the timeline first, panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from core.contracts.kinds import EmailKind, PhoneKind
from core.contracts.pages import Redirect, Reply, Shown, Toast, Visit
from core.errors import Merged
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.services import timeline
from core.services.access.explaining import explain
from core.services.attachments import may_have
from core.web.named import who_of
from core.web.records.activities import logging_of
from core.web.records.events import (
    activities_in,
    latest,
    lines_of,
    name_all,
    timeline_of,
    title_of,
)
from core.web.records.facts import facts_of, key_facts
from core.web.records.history import history_of
from core.web.records.panels import drawing, panel_called, panels_of
from core.web.records.related import HISTORY, TIMELINE, table_of, tabs_of
from core.web.records.subject import RARE, Subject, actions_of, may, subject_of
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

PAGE = "record/page.html"
PLANNED, MOST_BUTTONS = 4, 2
TAB, MORE = "tab", "timeline-more"


def show_timeline(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The page with its timeline; of a partial request only the next stretch of it, or the tab."""
    try:
        subject = subject_of(work, visit, record_type)
    except Merged as gone:
        to = f"{address(record_type)}/{gone.into}"
        return Redirect(to=to, toast=Toast(text=gone.message, tone="warning"))
    line = timeline_of(work, visit, subject)
    rows = activities_in(line.stretch.events)
    values = {"line": line, **_telling(work)}
    if visit.partial:
        name_all(work, subject, rows)
        template = "record/events.html" if visit.target == MORE else PAGE
        return _partial(work, subject, template, TIMELINE, values)
    return _page(work, subject, TIMELINE, values, rows)


def show_related(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The page with the records that name this one."""
    subject = subject_of(work, visit, record_type)
    table = table_of(work, subject, visit.path["tab"])
    return _tab(work, visit, subject, visit.path["tab"], {"table": table})


def show_history(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The page with all changes, of one field if the address says which."""
    subject = subject_of(work, visit, record_type)
    values = {"changes": history_of(work, visit, subject), **_telling(work)}
    return _tab(work, visit, subject, HISTORY, values)


def show_access(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """The page with who can see the record, and why."""
    subject = subject_of(work, visit, record_type)
    values = {"subject": subject, "access": explain(work, record_type, subject.id)}
    return Shown(template="record/access.html", values=values, block="dialog")


def show_panel(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """One panel of a plugin: in its place, or as a tab of the page."""
    subject = subject_of(work, visit, record_type)
    placed = panel_called(work, subject.record_type.model, subject.row, visit.path["panel"])
    values = {"placed": placed, "draw": drawing(work), "subject": subject}
    if visit.partial and visit.target != TAB:
        return Shown(template="record/panel.html", values=values)
    return _tab(work, visit, subject, placed.name, values)


def show_preview(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """A record beside the list: who it is, what is to be done, the facts, what happened last."""
    subject = subject_of(work, visit, record_type)
    events = latest(work, subject)
    todo = planned_of(work, subject, 1)
    name_all(work, subject, [*activities_in(events), *todo])
    values = {**_header(work, subject), "events": events, "planned": todo}
    values |= {**_telling(work), "facts": facts_of(work, subject)}
    return Shown(template="record/preview.html", values=values, block="side")


def _telling(work: Work) -> dict[str, Any]:
    """What tells of changes in templates."""
    return {"lines_of": lines_of, "title_of": title_of, "who_of": partial(who_of, work)}


def _tab(work: Work, visit: Visit, subject: Subject, tab: str, values: Mapping[str, Any]) -> Reply:
    if visit.partial:
        name_all(work, subject, ())
        return _partial(work, subject, PAGE, tab, values)
    return _page(work, subject, tab, values, ())


def _partial(work: Work, subject: Subject, template: str, tab: str, values: Mapping[str, Any]) -> Reply:
    """Only the tab, or what the template has."""
    shared = {
        "subject": subject,
        "tabs": tabs_of(work, subject, tab),
        "tab": tab,
        "activities": _activities(work),
        "type_icon": partial(_type_icon, work.registry),
    }
    return Shown(template=template, values={**shared, **values}, block="tab" if template == PAGE else "")


def _panel_at(subject: Subject, name: str) -> str:
    return subject.to(f"panels/{name}")


def _page(work: Work, subject: Subject, tab: str, values: Mapping[str, Any], rows: Sequence[Any]) -> Reply:
    """The whole page, with this in its tab; `rows` are activities in it whose references want names."""
    todo = planned_of(work, subject, PLANNED)
    at = partial(_panel_at, subject)
    panels = panels_of(work, subject.record_type.model, subject.row, at)
    name_all(work, subject, [*rows, *todo])
    around = {
        **_header(work, subject),
        "tabs": tabs_of(work, subject, tab),
        "tab": tab,
        "planned": todo,
        "facts": facts_of(work, subject),
        "panels": panels,
        "draw": panels.draw,
        "with_files": may_have(subject.record_type),
        "lines": [child.children for child in subject.record_type.children.values()],
    }
    return Shown(template=PAGE, values={**around, **values})


def planned_of(work: Work, subject: Subject, limit: int) -> list[dict[str, Any]]:
    """What is to be done about the record next."""
    if not timeline.has_activities(subject.record_type) or not may(work, _activities(work), "view"):
        return []
    return timeline.planned(work, subject.record_type, subject.id, limit)


def _activities(work: Work) -> RecordType:
    return work.registry.type_of(timeline.ACTIVITIES)


def _header(work: Work, subject: Subject) -> dict[str, Any]:
    """What stands at the head of the page and of the preview."""
    record_type = subject.record_type
    actions = actions_of(work, record_type)
    main = [action for action in actions if action.name != RARE][:MOST_BUTTONS]
    return {
        "subject": subject,
        "record_type": record_type,
        "activities": _activities(work),
        "type_icon": partial(_type_icon, work.registry),
        "may_complete": may(work, _activities(work), "edit"),
        "all_planned": f"/activities?{urlencode({**_about(subject), 'filter[status]': 'planned'})}",
        "key_facts": key_facts(subject),
        "contacts": contacts_of(work, subject),
        "statuses": statuses_of(work, subject),
        "actions": actions,
        "main_actions": main,
        "more_actions": [action for action in actions if action not in main],
        "completes": _completes(work, subject),
        "logging": logging_of(work, subject),
        "may": {action: may(work, record_type, action) for action in ("edit", "delete")},
        "may_merge": bool(record_type.resource.mergeable) and may_merge(work, record_type),
    }


def _completes(work: Work, subject: Subject) -> bool:
    """Whether the record is an activity that the actor can complete."""
    activities = _activities(work)
    return (
        subject.record_type is activities
        and subject.row.get("status") == "planned"
        and may(work, activities, "edit")
    )


def _type_icon(registry: Registry, type: str) -> str:
    """The icon of a type of activities; of one that is no more, a circle."""
    found = registry.activity_types.get(type)
    return found.icon if found else "circle"


def _about(subject: Subject) -> dict[str, Any]:
    """The filter for activities about a record."""
    if subject.record_type.name == "customers":
        return {"filter[customer]": subject.id}
    return {"filter[resource]": subject.record_type.name, "filter[record_id]": subject.id}


def may_merge(work: Work, record_type: RecordType) -> bool:
    """Whether the actor may make two records one."""
    return work.actor.reach(record_type.resource.permission("merge")) is not None


def contacts_of(work: Work, subject: Subject) -> list[tuple[str, str, str]]:
    """How the record is reached at once: icon, address, text; nothing that the reader sees masked only."""
    masked = work.access.field_rights(work.actor, subject.record_type).masked
    found = []
    for field in subject.record_type.public:
        value = subject.row.get(field.name)
        if not value or field.name in masked:
            continue
        if isinstance(field.kind, PhoneKind) and value.startswith("+"):
            found.append(("phone", f"tel:{value}", value))
        elif isinstance(field.kind, EmailKind):
            found.append(("mail", f"mailto:{value}", value))
    return found[:3]


def statuses_of(work: Work, subject: Subject) -> list[dict[str, Any]]:
    """The fields with a life, and what each may become now."""
    record_type, found = subject.record_type, []
    writable = work.access.field_rights(work.actor, record_type).writable
    for name, life in record_type.resource.transitions.items():
        value = subject.row.get(name)
        moves = life.moves.get(str(value), ()) if name in writable and may(work, record_type, "edit") else ()
        field = record_type.fields[name]
        choices = getattr(field.kind, "choices", {})
        found.append({"field": field, "value": value, "moves": {code: choices[code] for code in moves}})
    return found
