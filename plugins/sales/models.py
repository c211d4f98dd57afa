"""Leads with what is worked out for them, the rules by which they get to people, and who is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import mapped_column

from core.plugin_api import (
    Child,
    Contact,
    Customer,
    Extra,
    Fact,
    Mapped,
    Record,
    Unit,
    User,
    choice,
    country,
    day,
    email,
    extends,
    flag,
    integer,
    long_text,
    moment,
    parent,
    phone,
    reference,
    text,
    translations,
)
from plugins.sales.services import words
from plugins.sales.services.keys import key_of

_ = translations("sales")

LONGEST_KEY = 320


def _key(values: Mapping[str, Any]) -> str | None:
    return key_of(values.get("source"), values.get("source_key"))


class Lead(Record):
    """Somebody who may become a customer, and what he asked for."""

    __tablename__ = "sales_lead"

    name: Mapped[str | None] = text(
        _("Name"), sortable=True, sort_key=True, search=True,
        help=_("Made of what else is known when left out."), aliases=("full name", "姓名"),
    )  # fmt: skip
    family_name: Mapped[str | None] = text(
        _("Family name"), max_length=100, aliases=("last name", "surname", "姓")
    )
    given_name: Mapped[str | None] = text(_("Given name"), max_length=100, aliases=("first name", "名"))
    company: Mapped[str | None] = text(_("Company"), search=True, aliases=("公司", "company name"))
    interest: Mapped[str | None] = text(
        _("Interest"), search=True, help=_("What it is about, in a few words."), aliases=("意向", "product")
    )
    comments: Mapped[str | None] = long_text(
        _("Comments"), help=_("What was asked, as it was written."), aliases=("message", "备注")
    )
    stage: Mapped[str] = choice(
        _("Stage"), words.STAGES, tones=words.STAGE_TONES, required=True, default=words.NEW,
        sortable=True, aliases=("status", "阶段"),
    )  # fmt: skip
    lost_reason: Mapped[str | None] = choice(
        _("Lost because"), words.LOST_REASONS, help=_("Needed when it is lost."), aliases=("lost reason",)
    )
    lost_note: Mapped[str | None] = text(_("Note on the loss"), max_length=500)
    owner_id: Mapped[int | None] = reference(
        User, _("Owner"), help=_("Found by the rules when left empty."),
        aliases=("salesperson", "assigned to", "负责人"),
    )  # fmt: skip
    unit_id: Mapped[int | None] = reference(Unit, _("Unit"), aliases=("store", "branch", "门店"))
    customer_id: Mapped[int | None] = reference(
        Customer, _("Customer"), on_delete="follow", help=_("Who it has become.")
    )
    contact_id: Mapped[int | None] = reference(Contact, _("Contact"), on_delete="keep")
    # `email` and `phone` are, from there on, the columns and no longer the helpers: lines come before.
    source: Mapped[str | None] = text(
        _("Source"),
        max_length=100,
        help=_("Web, fair, telephone, a portal."),
        aliases=("lead source", "来源"),
    )
    source_key: Mapped[str | None] = text(
        _("Number at the source"), help=_("What the source calls it: it is taken once only.")
    )
    key: Mapped[str | None] = text(_("Key"), max_length=LONGEST_KEY, unique=True, hidden=True, computed=_key)
    requested_at: Mapped[datetime | None] = moment(
        _("Asked at"), sortable=True, help=_("Now when left out."), aliases=("request date", "询问时间")
    )
    city: Mapped[str | None] = text(_("City"), max_length=100, aliases=("城市",))
    region: Mapped[str | None] = text(_("Region"), max_length=100, aliases=("state", "province", "省"))
    postal_code: Mapped[str | None] = text(_("Postal code"), max_length=20, aliases=("zip", "邮编"))
    country: Mapped[str | None] = country(_("Country"), aliases=("国家",))
    email: Mapped[str | None] = email(_("E-mail"), search=True, aliases=("mail", "邮箱"))
    phone: Mapped[str | None] = phone(_("Telephone"), search=True, aliases=("tel", "mobile", "电话", "手机"))


class LeadPhone(Child):
    """A further telephone number."""

    __tablename__ = "sales_lead_phone"

    lead_id: Mapped[int] = parent(Lead)
    label: Mapped[str | None] = text(_("Label"), max_length=60, help=_("Such as fax, office or home."))
    phone: Mapped[str] = phone(_("Telephone"), required=True, search=True)


class LeadEmail(Child):
    """A further e-mail address."""

    __tablename__ = "sales_lead_email"

    lead_id: Mapped[int] = parent(Lead)
    label: Mapped[str | None] = text(_("Label"), max_length=60)
    email: Mapped[str] = email(_("E-mail"), required=True, search=True)


class Route(Record):
    """A rule that says who gets which leads; the first that fits counts."""

    __tablename__ = "sales_route"

    name: Mapped[str] = text(_("Name"), required=True, unique=True, sortable=True, sort_key=True, search=True)
    rank: Mapped[int] = integer(
        _("Order"), required=True, default=100, minimum=0, maximum=1_000_000, sortable=True,
        help=_("Rules with a lower number are asked first."),
    )  # fmt: skip
    active: Mapped[bool] = flag(_("In use"), default=True)
    source: Mapped[str | None] = text(
        _("Only from source"), max_length=100, help=_("Empty: from everywhere.")
    )
    places: Mapped[str | None] = text(
        _("Only from places"), max_length=500,
        help=_("Regions, cities or beginnings of postal codes, with commas between them."),
    )  # fmt: skip
    interest: Mapped[str | None] = text(
        _("Only with interest in"), max_length=500, help=_("Words, with commas between them; one must occur.")
    )
    unit_id: Mapped[int | None] = reference(
        Unit, _("Unit"), help=_("Which gets them, and to which leads that have a unit must belong.")
    )
    method: Mapped[str] = choice(
        _("Who gets the next one"), words.METHODS, required=True, default="round_robin"
    )


class RouteMember(Child):
    """Somebody whom a rule gives leads to."""

    __tablename__ = "sales_route_member"

    route_id: Mapped[int] = parent(Route)
    user_id: Mapped[int] = reference(User, _("User"), required=True)


class RouteTurn(Extra):
    """Who had the last turn."""

    __tablename__ = "sales_route_turn"

    id: Mapped[int] = extends(Route)
    last_id: Mapped[int | None] = reference(User, _("Last turn"), on_delete="keep", read_only=True)


class LeadState(Extra):
    """How a lead is being answered, worked out of its activities and the rules."""

    __tablename__ = "sales_lead_state"

    id: Mapped[int] = extends(Lead)
    route_id: Mapped[int | None] = reference(Route, _("By the rule"), on_delete="keep", read_only=True)
    waiting: Mapped[str | None] = choice(
        _("Nobody has it, because"), words.WAITING, read_only=True, tones=dict.fromkeys(words.WAITING, "red")
    )
    answer_due_at: Mapped[datetime | None] = moment(_("Answer until"), read_only=True, sortable=True)
    answered_at: Mapped[datetime | None] = moment(_("First answer"), read_only=True, sortable=True)
    answer_minutes: Mapped[int | None] = integer(
        _("Minutes to the first answer"), read_only=True, help=_("Of those in which we are open.")
    )
    reroute_at: Mapped[datetime | None] = moment(_("Goes to somebody else at"), read_only=True, sortable=True)
    reroutes: Mapped[int | None] = integer(_("Times it went to somebody else"), read_only=True)
    next_at: Mapped[datetime | None] = moment(_("Next step"), read_only=True, sortable=True)
    planned: Mapped[bool | None] = flag(_("Has a next step"), read_only=True, required=False, default=None)


class Absence(Record):
    """Days on which somebody gets no leads."""

    __tablename__ = "sales_absence"

    user_id: Mapped[int] = reference(User, _("Who"), required=True)
    since: Mapped[date] = day(_("From"), required=True, sortable=True)
    until: Mapped[date] = day(_("To (that day included)"), required=True, sortable=True)
    note: Mapped[str | None] = text(_("Note"))


class SeenKey(Fact):
    """That a lead of a source arrived: whatever became of it, it is taken once only."""

    __tablename__ = "sales_seen_key"

    key: Mapped[str] = mapped_column(String(LONGEST_KEY), unique=True)


Index("ix_sales_lead_owner_stage", Lead.owner_id, Lead.stage)
