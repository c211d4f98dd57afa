"""The kinds of records of sales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import (
    Action,
    Children,
    Customer,
    Extension,
    Reach,
    Resource,
    Section,
    Transitions,
    View,
    flag,
    reference,
    translations,
)
from plugins.sales import models
from plugins.sales.services import words
from plugins.sales.services.converting import convert

_ = translations("sales")

Tree = Mapping[str, Any]


def _is(name: str, value: Any, operator: str = "eq") -> Tree:
    return {"field": name, "op": operator, "value": value}


def _open(*more: Tree) -> Tree:
    return {"and": [_is("stage", list(words.OPEN), "in"), *more]}


ANYWHERE = (*words.OPEN, *words.CLOSED)
MOVES = {stage: tuple(other for other in ANYWHERE if other != stage) for stage in words.OPEN}
leads = Resource(
    models.Lead,
    name="leads",
    title=_("Leads"),
    singular=_("Lead"),
    parent="customer",
    columns=("name", "stage", "interest", "source", "owner", "sales.answer_due_at", "sales.next_at"),
    filters=("stage", "owner", "unit", "source", "customer", "lost_reason", "requested_at", "tags"),
    sorts=("name", "requested_at", "stage", "id"),
    default_sort="-requested_at",
    reach=Reach(owner="owner_id", unit="unit_id"),
    children=(
        Children(model=models.LeadPhone, name="phones", title=_("Further telephones")),
        Children(model=models.LeadEmail, name="emails", title=_("Further e-mail addresses")),
    ),
    transitions={
        "stage": Transitions(
            initial=ANYWHERE,
            moves={**MOVES, words.WON: words.OPEN, words.LOST: words.OPEN},
            needs={words.LOST: ("lost_reason",), words.WON: ("customer",)},
        )
    },
    actions=(
        Action(
            name="convert",
            title=_("Make it a customer"),
            permission="sales.leads.edit",
            run=convert,
            inputs={
                "customer": reference(Customer, _("It is this customer")),
                "new": flag(_("It is a new customer all the same"), required=False, default=None),
            },
        ),
    ),
    taggable=True,
    extensible=True,
    sections=(
        Section(title=_("Who"), fields=("name", "family_name", "given_name", "company", "phone", "email")),
        Section(title=_("What"), fields=("interest", "comments", "source", "source_key", "requested_at")),
        Section(title=_("Stage"), fields=("stage", "lost_reason", "lost_note")),
        Section(title=_("In charge"), fields=("owner", "unit", "customer", "contact")),
        Section(title=_("Where"), fields=("city", "region", "postal_code", "country")),
    ),
    first=("name", "company", "phone", "email", "interest", "source"),
    views=(
        View(name="lost", title=_("Lost"), where=_is("stage", "lost"), sort="-requested_at",
             columns=("name", "interest", "lost_reason", "lost_note", "source", "owner", "requested_at")),
        View(name="won", title=_("Won"), where=_is("stage", "won"), sort="-requested_at",
             columns=("name", "customer", "interest", "source", "owner", "requested_at")),
    ),
    icon="funnel",
    shortcut="g l",
    board="stage",
)  # fmt: skip
lead_state = Extension(
    of=models.Lead,
    model=models.LeadState,
    title=_("Answer and next step"),
    sorts=("answer_due_at", "answered_at", "reroute_at", "next_at"),
    filters=("waiting", "answer_due_at", "answered_at", "next_at"),
    views=(
        View(name="open", title=_("Open leads"), where=_open(), sort="sales.next_at"),
        View(
            name="unanswered",
            title=_("Unanswered"),
            where=_open(_is("sales.answered_at", True, "empty")),
            sort="sales.answer_due_at",
        ),
        View(
            name="queue",
            title=_("Nobody has them"),
            where=_open(_is("owner", True, "empty")),
            sort="sales.answer_due_at",
            columns=("name", "interest", "source", "unit", "sales.waiting", "sales.answer_due_at"),
        ),
        View(
            name="without_next_step",
            title=_("Without a next step"),
            where=_open({"not": _is("sales.planned", True)}),
            sort="-requested_at",
        ),
    ),
    derived=True,
)
routes = Resource(
    models.Route,
    name="routes",
    title=_("Rules for leads"),
    singular=_("Rule for leads"),
    key="name",
    columns=("rank", "name", "source", "places", "interest", "unit", "method", "sales.last", "active"),
    filters=("active", "unit", "method"),
    sorts=("rank", "name", "id"),
    default_sort="rank",
    children=(Children(model=models.RouteMember, name="members", title=_("Who gets them")),),
    extensible=True,
    first=("name", "rank", "source", "places", "interest", "unit", "method"),
    icon="list-checks",
    place="administration",
)
route_turn = Extension(of=models.Route, model=models.RouteTurn, title=_("Whose turn it was"), derived=True)
absences = Resource(
    models.Absence,
    name="absences",
    title=_("Who gets no leads"),
    singular=_("Absence"),
    label="note",
    columns=("user", "since", "until", "note"),
    filters=("user", "since", "until"),
    sorts=("since", "until", "id"),
    default_sort="-since",
    reach=Reach(owner="user_id"),
    icon="calendar",
    place="administration",
)

RESOURCES = (leads, routes, absences)
EXTENSIONS = (lead_state, route_turn)
