"""What pages show of care: what is due for an asset, for a customer, under a plan; what came of reminders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, select

from core.plugin_api import (
    Customer,
    MenuItem,
    Page,
    Panel,
    Reply,
    Shown,
    Values,
    Visit,
    Work,
    translations,
)
from plugins.assets.public import Asset
from plugins.care.models import DueTask, Subject, SubjectState
from plugins.care.services.days import today
from plugins.care.services.measures import months
from plugins.care.services.words import STATUSES

_ = translations("care")

MOST = 20
SEE = "care.subjects.view"
MEASURES = "care.reminders.view"
YEAR = timedelta(365)


def of_asset(work: Work, asset: Values) -> Mapping[str, Any]:
    """The tasks of all plans that an asset is under, the most urgent first."""
    return _tasks(work, Subject.asset_id == asset["id"])


def of_subject(work: Work, subject: Values) -> Mapping[str, Any]:
    """The tasks of one plan."""
    return _tasks(work, Subject.id == subject["id"])


def _tasks(work: Work, about: Any) -> Mapping[str, Any]:
    day = today(work).toordinal()
    late = case((DueTask.overdue_on <= day, "overdue"), (DueTask.soon_on <= day, "due_soon"), else_="ok")
    status = case((DueTask.state == "scheduled", late), else_=DueTask.state)
    columns = DueTask.subject_id, DueTask.code, DueTask.due_date, DueTask.distance_due, status
    found = select(*columns).join(Subject, Subject.id == DueTask.subject_id).where(about)
    ordered = found.order_by(DueTask.due_date.is_(None), DueTask.due_date, DueTask.code).limit(MOST)
    rows = [
        {
            "cells": [
                code,
                date.fromordinal(due) if due else "",
                "" if at is None else at,
                STATUSES.get(state, ""),
            ],
            "href": f"/care/subjects/{id}",
        }
        for id, code, due, at, state in work.session.execute(ordered)
    ]
    return {"columns": [_("Task"), _("Due on"), _("Due at"), _("Status")], "rows": rows}


def of_customer(work: Work, customer: Values) -> Mapping[str, Any]:
    """What is looked after for a customer, the most urgent first."""
    columns = Subject.id, Subject.name, SubjectState.due_on, SubjectState.urgency
    found = select(*columns).outerjoin(SubjectState, SubjectState.id == Subject.id)
    mine = found.where(Subject.customer_id == customer["id"], Subject.status == "active")
    ordered = mine.order_by(SubjectState.due_on.is_(None), SubjectState.due_on, Subject.id).limit(MOST)
    rows = [
        {
            "cells": [name, due or "", STATUSES.get(urgency or "", STATUSES["not_scheduled"])],
            "href": f"/care/subjects/{id}",
        }
        for id, name, due, urgency in work.session.execute(ordered)
    ]
    return {"columns": [_("What is looked after"), _("Due on"), _("Status")], "rows": rows}


def measures(work: Work, _visit: Visit) -> Reply:
    """The reminders of the last year by month, and what came of them."""
    last = today(work)
    names = (
        _("Month"),
        _("Reminded"),
        _("Answered"),
        _("Booked"),
        _("Came"),
        _("No, because ..."),
        _("Not sent"),
    )
    rows = [
        {"cells": [m.month, m.reminded, m.answered, m.booked, m.came, m.declined, m.not_sent]}
        for m in reversed(months(work, last - YEAR, last))
    ]
    values = {"title": _("What came of reminders"), "columns": names, "rows": rows}
    return Shown(template="parts/page.html", values=values)


PANELS = (
    Panel(
        name="due",
        title=_("What is due"),
        of=Asset,
        slot="side",
        template="parts/table.html",
        load=of_asset,
        permission=SEE,
        icon="calendar-days",
    ),
    Panel(
        name="looked_after",
        title=_("What is due"),
        of=Customer,
        slot="side",
        template="parts/table.html",
        load=of_customer,
        permission=SEE,
        icon="calendar-days",
    ),
    Panel(
        name="tasks",
        title=_("Tasks of the plan"),
        of=Subject,
        slot="main",
        template="parts/table.html",
        load=of_subject,
        permission=SEE,
        icon="list-checks",
    ),
)
PAGES = (Page(path="/care/measures", permission=MEASURES, run=measures, title=_("What came of reminders")),)
MENU = (
    MenuItem(
        title=_("What came of reminders"), path="/care/measures", permission=MEASURES, icon="chart-column"
    ),
)
