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
from plugins.sales.services.words import OPEN, STAGES

_ = translations("sales")

MOST, MOST_OF_MINE = 8, 200
MINE, ANSWERS = "/sales/mine", "/sales/answers"
NOBODY = _("Nobody")
MINE_TITLE = _("My leads")
MY_COLUMNS = (_("Lead"), _("Interest"), _("Stage"), _("Next step"))
TITLE = _("How soon leads are answered")
CLOCK_FACTS = {
    "sales.answer_due_at": _("Answer until"),
    "sales.answered_at": _("First answer"),
    "sales.answer_minutes": _("Minutes to the first answer"),
    "sales.reroute_at": _("Goes to somebody else at"),
    "sales.next_at": _("Next step"),
}
COLUMNS = (
    *(_("Unit"), _("Person"), _("Leads"), _("Answered"), _("In time")),
    *(_("Minutes on average"), _("Won"), _("Lost")),
)


def clock(_work: Work, lead: Values) -> Mapping[str, Any]:
    """Until when the lead is to be answered, or when it was."""
    return {
        "pairs": [(title, lead[name]) for name, title in CLOCK_FACTS.items() if lead.get(name) is not None]
    }


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
    return {"columns": MY_COLUMNS, "rows": _mine(work, MOST)}


def _mine(work: Work, most: int) -> list[Mapping[str, Any]]:
    found = select(Lead.id, Lead.name, Lead.interest, Lead.stage, LeadState.next_at)
    mine = found.join(LeadState, LeadState.id == Lead.id).where(
        Lead.owner_id == work.actor.user_id, Lead.stage.in_(OPEN)
    )
    ordered = mine.order_by(LeadState.answered_at.is_not(None), LeadState.next_at, Lead.id).limit(most)
    return [
        {"cells": [name, interest or "", STAGES.get(stage, stage), at or ""], "href": f"/sales/leads/{id}"}
        for id, name, interest, stage, at in work.session.execute(ordered)
    ]


def mine(work: Work, _visit: Visit) -> Reply:
    """One's own open leads, those without an answer first."""
    values = {"title": MINE_TITLE, "columns": MY_COLUMNS, "rows": _mine(work, MOST_OF_MINE)}
    return Shown(template="parts/page.html", values=values)


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
        name="clock",
        title=_("Answer and next step"),
        of=Lead,
        slot="side",
        template="parts/facts.html",
        load=clock,
        permission=SEE,
        icon="clock",
    ),
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
        title=MINE_TITLE,
        slot="side",
        template="parts/table.html",
        load=to_answer,
        permission=SEE,
        icon="user",
    ),
)
PAGES = (
    Page(path=MINE, permission=SEE, run=mine, title=MINE_TITLE),
    Page(path=ANSWERS, permission=SEE, run=show_answers, title=TITLE),
)
MENU = (
    MenuItem(title=MINE_TITLE, path=MINE, permission=SEE, icon="user"),
    MenuItem(title=_("Answer times"), path=ANSWERS, permission=SEE, icon="chart-column"),
)
