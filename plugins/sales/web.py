"""Pages and panels of leads: whom they may be already, what waits for me, and how soon leads are answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from core.plugin_api import (
    Customer,
    MenuItem,
    Page,
    Panel,
    Redirect,
    Reply,
    Shown,
    Values,
    Visit,
    Work,
    records,
    translations,
)
from plugins.sales.models import Lead, LeadState
from plugins.sales.services.matching import known_customers
from plugins.sales.services.measuring import DAYS, SEE, answers
from plugins.sales.services.names import LEADS
from plugins.sales.services.words import OPEN

_ = translations("sales")

MOST = 8
MINE, ANSWERS = "/sales/mine", "/sales/answers"
NOBODY = _("Nobody")
TITLE = _("How soon leads are answered")
COLUMNS = (
    *(_("Unit"), _("Person"), _("Leads"), _("Answered"), _("In time")),
    *(_("Minutes on average"), _("Won"), _("Lost")),
)


def known(work: Work, lead: Values) -> Mapping[str, Any]:
    """Customers with a number or address of the lead; each leads to making the lead theirs."""
    if lead.get("customer"):
        return {"columns": [_("Customer")], "rows": []}
    (whole,) = records.load(work, work.registry.type_of(LEADS), [lead["id"]])
    ids = known_customers(work, whole)[:MOST]
    found = select(Customer.id, Customer.number, Customer.name).where(Customer.id.in_(ids))
    rows = [
        {
            "cells": [name, number],
            "href": f"/sales/leads/{lead['id']}/actions/convert?customer={quote(number)}",
        }
        for _id, number, name in work.session.execute(found.order_by(Customer.id))
    ]
    return {"columns": [_("Customer"), _("Number")], "rows": rows}


def to_answer(work: Work, _nothing: Values) -> Mapping[str, Any]:
    """Open leads of whoever looks: what is to be answered first."""
    found = select(Lead.id, Lead.name, Lead.interest, LeadState.answer_due_at, LeadState.next_at)
    mine = found.join(LeadState, LeadState.id == Lead.id).where(
        Lead.owner_id == work.actor.user_id, Lead.stage.in_(OPEN)
    )
    ordered = mine.order_by(LeadState.answered_at.is_not(None), LeadState.next_at, Lead.id).limit(MOST)
    rows = [
        {"cells": [name, interest or "", next_at or due or ""], "href": f"/sales/leads/{id}"}
        for id, name, interest, due, next_at in work.session.execute(ordered)
    ]
    return {"columns": [_("Lead"), _("Interest"), _("Next step")], "rows": rows}


def mine(work: Work, _visit: Visit) -> Reply:
    """On to the list of one's own open leads."""
    owner = work.actor.user_id or 0
    return Redirect(to=f"/sales/leads?view=sales.open&filter[owner]={owner}")


def show_answers(work: Work, visit: Visit) -> Reply:
    """The leads of the last month by unit and person."""
    nobody = visit.translate(NOBODY)
    rows = [
        {
            "cells": [
                *(each.unit or nobody, each.person or nobody, each.leads, each.answered, each.in_time),
                *("" if each.minutes is None else each.minutes, each.won, each.lost),
            ]
        }
        for each in answers(work, DAYS)
    ]
    return Shown(template="parts/page.html", values={"title": TITLE, "columns": COLUMNS, "rows": rows})


PANELS = (
    Panel(
        name="known",
        title=_("Is it one of these customers?"),
        of=Lead,
        slot="side",
        template="parts/table.html",
        load=known,
        permission="core.customers.view",
        icon="files",
    ),
    Panel(
        name="to_answer",
        title=_("My leads"),
        slot="side",
        template="parts/table.html",
        load=to_answer,
        permission=SEE,
        icon="user",
    ),
)
PAGES = (
    Page(path=MINE, permission=SEE, run=mine, title=_("My leads")),
    Page(path=ANSWERS, permission=SEE, run=show_answers, title=TITLE),
)
MENU = (
    MenuItem(title=_("My leads"), path=MINE, permission=SEE, icon="user"),
    MenuItem(title=TITLE, path=ANSWERS, permission=SEE, icon="chart-column"),
)
