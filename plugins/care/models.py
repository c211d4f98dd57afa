"""Plans and what is under them, what was done, what is due, and who was reminded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Index, Integer, String
from sqlalchemy.orm import mapped_column

from core.plugin_api import (
    Activity,
    Child,
    Contact,
    Customer,
    Extra,
    Fact,
    Mapped,
    Record,
    choice,
    day,
    decimal,
    extends,
    flag,
    integer,
    long_text,
    parent,
    reference,
    text,
    translations,
)
from plugins.assets.public import UNITS, Asset, Definition
from plugins.care.services import words

_ = translations("care")

MOST = 10**9
LONGEST_CODE = 40


class Plan(Record):
    """What is to be done again and again with things of a kind, and when."""

    __tablename__ = "care_plan"

    name: Mapped[str] = text(
        _("Name"), required=True, unique=True, sortable=True, sort_key=True, search=True, aliases=("plan",)
    )
    definition_id: Mapped[int | None] = reference(
        Definition, _("For all items of"), on_delete="keep",
        help=_("New items of this make come under the plan by themselves."),
    )  # fmt: skip
    way: Mapped[str] = choice(_("When something is due"), words.WAYS, required=True, default="message")
    meter_unit: Mapped[str | None] = choice(_("Unit of use"), UNITS, help=_("Empty for plans by time only."))
    default_per_year: Mapped[int] = integer(
        _("Use in a year, if unknown"), required=True, default=0, minimum=0, maximum=MOST
    )
    lead_days: Mapped[int] = integer(
        _("Due soon, days before"), required=True, default=30, minimum=0, maximum=3_650
    )
    lead_distance: Mapped[int] = integer(
        _("Due soon, use before"), required=True, default=0, minimum=0, maximum=MOST
    )
    promised: Mapped[bool] = flag(_("Promised to the customer"), help=_("What is missed is listed."))
    promised_months: Mapped[int | None] = integer(
        _("Promised for months"), minimum=1, maximum=1_200, help=_("Such as the warranty. Empty: for good.")
    )
    active: Mapped[bool] = flag(_("In use"), default=True)
    note: Mapped[str | None] = long_text(_("Note"))


class PlanTask(Child):
    """One task of a plan, with a leg of time, a leg of use, or both."""

    __tablename__ = "care_plan_task"

    plan_id: Mapped[int] = parent(Plan)
    code: Mapped[str] = text(_("Code"), max_length=LONGEST_CODE, required=True)
    title: Mapped[str | None] = text(_("Title"), max_length=120)
    every: Mapped[int | None] = integer(_("Every (use)"), minimum=1, maximum=MOST)
    months: Mapped[int | None] = integer(_("Every (months)"), minimum=1, maximum=1_200)
    first: Mapped[int | None] = integer(_("First (use)"), minimum=1, maximum=MOST)
    first_months: Mapped[int | None] = integer(_("First (months)"), minimum=1, maximum=1_200)
    once: Mapped[bool] = flag(_("Only once"))


def _key(values: Mapping[str, Any]) -> str:
    """A thing is under a plan once; a customer too, unless it is told apart by name."""
    whose = (
        f"a{values['asset']}" if values.get("asset") else f"c{values['customer']}:{values.get('name') or ''}"
    )
    return f"{values['plan']}:{whose}"[:300]


class Subject(Record):
    """Something that is looked after by a plan: an asset, or a customer's home or firm as a whole."""

    __tablename__ = "care_subject"

    name: Mapped[str | None] = text(
        _("Name"),
        sortable=True,
        sort_key=True,
        search=True,
        help=_("Made of the asset and plan when left out."),
    )
    key: Mapped[str] = text(_("Key"), max_length=300, unique=True, hidden=True, computed=_key)
    plan_id: Mapped[int] = reference(Plan, _("Plan"), required=True)
    asset_id: Mapped[int | None] = reference(Asset, _("Asset"), on_delete="follow")
    customer_id: Mapped[int | None] = reference(
        Customer, _("Customer"), on_delete="follow", help=_("The owner of the asset when left out.")
    )
    contact_id: Mapped[int | None] = reference(
        Contact, _("Contact"), on_delete="keep", help=_("Who is told; the customer when left out.")
    )
    status: Mapped[str] = choice(_("Status"), words.SUBJECT_STATUSES, required=True, default="active")
    start: Mapped[date | None] = day(_("In service since"), help=_("That of the asset when left out."))
    known_from: Mapped[date | None] = day(
        _("History known from"), help=_("What may have been done before is not called overdue.")
    )
    promised: Mapped[bool] = flag(_("Promised to the customer"))
    promised_until: Mapped[date | None] = day(_("Promised until"), sortable=True)


class SubjectState(Extra):
    """What is due for a subject, worked out of readings and services."""

    __tablename__ = "care_state"

    id: Mapped[int] = extends(Subject)
    urgency: Mapped[str | None] = choice(
        _("What is due"), words.STATUSES, read_only=True, sortable=True, tones=words.STATUS_TONES
    )
    due_on: Mapped[date | None] = day(_("Due on"), read_only=True, sortable=True)
    visit: Mapped[str | None] = text(
        _("Next visit"), max_length=1_000, read_only=True, help=_("The tasks that are done at once.")
    )
    last_day: Mapped[int | None] = integer(_("Day of the last known use"), read_only=True, hidden=True)
    last_value: Mapped[int | None] = integer(_("Last known use"), read_only=True, hidden=True)
    gain: Mapped[int | None] = integer(_("More use since"), read_only=True, hidden=True)
    gain_days: Mapped[int | None] = integer(_("Days of that"), read_only=True, hidden=True)
    per_day: Mapped[Decimal | None] = decimal(_("Use in a day"), places=4, read_only=True)
    source: Mapped[str | None] = choice(_("Use known"), words.SOURCES, read_only=True)
    missed_on: Mapped[date | None] = day(
        _("Promise missed on"), read_only=True, sortable=True, help=_("When a promised visit became overdue.")
    )
    remind_on: Mapped[date | None] = day(_("To be looked at for a reminder"), read_only=True, sortable=True)
    next_on: Mapped[date | None] = day(_("To be worked out again"), read_only=True, sortable=True)


class DueTask(Fact):
    """When one task of a subject is due: as the rule says it, so it stays until something happens.

    Days are numbers (`date.toordinal`): there are millions of rows, and SQLite keeps dates as texts.
    """

    __tablename__ = "care_due"

    subject_id: Mapped[int] = reference(Subject, _("Subject"), required=True, on_delete="follow")
    code: Mapped[str] = mapped_column(String(LONGEST_CODE))
    state: Mapped[str] = mapped_column(String(16))
    anchor: Mapped[str] = mapped_column(String(12))
    anchor_day: Mapped[int] = mapped_column(Integer)
    time_due: Mapped[int | None] = mapped_column(Integer)
    distance_due: Mapped[int | None] = integer(_("Due at"))
    distance_due_date: Mapped[int | None] = mapped_column(Integer)
    basis: Mapped[str | None] = mapped_column(String(12))
    due_date: Mapped[int | None] = mapped_column(Integer)
    due_by: Mapped[str | None] = mapped_column(String(12))
    soon_on: Mapped[int | None] = mapped_column(Integer)
    overdue_on: Mapped[int | None] = mapped_column(Integer)


class Reminded(Fact):
    """That a subject was reminded of a task at one of its times; there is one for each, for ever."""

    __tablename__ = "care_reminded"

    subject_id: Mapped[int] = reference(Subject, _("Subject"), required=True, on_delete="follow")
    occurrence: Mapped[str] = mapped_column(String(60))
    reminded_on: Mapped[date] = mapped_column(Date)


Index("uq_care_reminded_occurrence", Reminded.subject_id, Reminded.occurrence, unique=True)


class Service(Record):
    """What was done, seen or found: a service, an inspection, a visit."""

    __tablename__ = "care_service"

    customer_id: Mapped[int | None] = reference(
        Customer, _("Customer"), on_delete="follow", help=_("The owner of the asset when left out.")
    )
    asset_id: Mapped[int | None] = reference(Asset, _("Asset"), on_delete="follow")
    subject_id: Mapped[int | None] = reference(
        Subject, _("Under plan"), on_delete="follow", help=_("Where it is not about an asset.")
    )
    done_on: Mapped[date] = day(_("Done on"), required=True, sortable=True, aliases=("date", "日期"))
    codes: Mapped[str] = text(
        _("Codes"),
        max_length=500,
        required=True,
        help=_("The codes of the tasks that were done: OIL, CABIN."),
    )
    value: Mapped[int | None] = integer(
        _("Meter"),
        minimum=-MOST,
        maximum=10**12,
        aliases=("odometer", "reading"),
        help=_("What it showed then."),
    )
    meter_unit: Mapped[str | None] = choice(
        _("Unit of use"), UNITS, help=_("That of the meter when left out.")
    )
    found: Mapped[str | None] = choice(_("Found"), words.FOUND, tones=words.FOUND_TONES)
    report: Mapped[str | None] = long_text(_("Report"))


class Booking(Record):
    """That the customer comes, or we do, on a day."""

    __tablename__ = "care_booking"

    subject_id: Mapped[int] = reference(Subject, _("Under plan"), required=True, on_delete="follow")
    booked_on: Mapped[date] = day(_("Day"), required=True, sortable=True)
    codes: Mapped[str] = text(_("Codes"), max_length=500, required=True)
    status: Mapped[str] = choice(_("Status"), words.BOOKING_STATUSES, required=True, default="requested")
    note: Mapped[str | None] = text(_("Note"), max_length=500)


class Reminder(Record):
    """That somebody was reminded of a visit, and what came of it."""

    __tablename__ = "care_reminder"

    subject_id: Mapped[int] = reference(Subject, _("Under plan"), required=True, on_delete="follow")
    customer_id: Mapped[int | None] = reference(Customer, _("Customer"), on_delete="follow")
    key: Mapped[str] = text(_("Key"), max_length=120, required=True, unique=True)
    codes: Mapped[str] = text(_("Tasks"), max_length=1_000, required=True)
    due_on: Mapped[date | None] = day(_("Due on"), sortable=True)
    asked_on: Mapped[date | None] = day(_("Decided on"), sortable=True)
    way: Mapped[str] = choice(_("By"), words.WAYS, required=True)
    channel: Mapped[str | None] = text(_("Channel"), max_length=40)
    state: Mapped[str] = choice(_("State"), words.REMINDER_STATES, required=True)
    reason: Mapped[str | None] = choice(_("Why it was not sent"), words.REASONS)
    activity_id: Mapped[int | None] = reference(Activity, _("Task"), on_delete="keep")
    result: Mapped[str | None] = choice(_("Result"), words.RESULTS)
    why: Mapped[str | None] = choice(_("No, because"), words.WHY_NOT)
    result_note: Mapped[str | None] = text(_("Note"), max_length=500)
    result_on: Mapped[date | None] = day(_("Result on"))


class Occasion(Record):
    """A day on which greetings are sent: birthdays, holidays, those of the Chinese calendar too."""

    __tablename__ = "care_occasion"

    name: Mapped[str] = text(_("Name"), required=True, unique=True, sortable=True, search=True)
    kind: Mapped[str] = choice(_("Kind"), words.KINDS_OF_DAYS, required=True)
    month: Mapped[int | None] = integer(_("Month"), minimum=1, maximum=12)
    day_of_month: Mapped[int | None] = integer(_("Day"), minimum=1, maximum=31)
    greeted: Mapped[str] = choice(_("Who is greeted"), words.GREETED, required=True, default="customers")
    country: Mapped[str | None] = text(
        _("Only in country"), max_length=2, help=_("Two letters, such as CN. Empty: everywhere.")
    )
    body: Mapped[str] = long_text(
        _("Text"), required=True, help=_("{name} stands for the name of whoever is greeted.")
    )
    automatic: Mapped[bool] = flag(
        _("Send by itself"), help=_("Otherwise somebody looks at the list and sends it.")
    )
    active: Mapped[bool] = flag(_("In use"), default=True)


class Greeting(Record):
    """A greeting to one person for one day, with its text."""

    __tablename__ = "care_greeting"

    occasion_id: Mapped[int] = reference(Occasion, _("Occasion"), required=True, on_delete="follow")
    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    contact_id: Mapped[int | None] = reference(Contact, _("Contact"), on_delete="keep")
    key: Mapped[str] = text(_("Key"), max_length=120, required=True, unique=True)
    greet_on: Mapped[date] = day(_("Day"), required=True, sortable=True)
    body: Mapped[str] = long_text(_("Text"), required=True)
    state: Mapped[str] = choice(_("State"), words.GREETING_STATES, required=True, default="proposed")
    reason: Mapped[str | None] = choice(_("Why it was not sent"), words.REASONS)
    channel: Mapped[str | None] = text(_("Channel"), max_length=40)
    sent_on: Mapped[date | None] = day(_("Sent on"), sortable=True)


class CustomerCare(Extra):
    """How a customer is cared for."""

    __tablename__ = "care_customer"

    id: Mapped[int] = extends(Customer)
    contact_class: Mapped[str | None] = choice(
        _("Class of care"), words.CLASSES, sortable=True, help=_("How often we want to be in touch.")
    )
    lunar_month: Mapped[int | None] = integer(
        _("Birthday, month of the Chinese calendar"), minimum=1, maximum=12
    )
    lunar_day: Mapped[int | None] = integer(_("Birthday, day of the Chinese calendar"), minimum=1, maximum=30)
    lunar_leap: Mapped[bool] = flag(_("Born in a leap month"))


class ContactCare(Extra):
    """The birthday of a contact by the Chinese calendar."""

    __tablename__ = "care_contact"

    id: Mapped[int] = extends(Contact)
    lunar_month: Mapped[int | None] = integer(
        _("Birthday, month of the Chinese calendar"), minimum=1, maximum=12
    )
    lunar_day: Mapped[int | None] = integer(_("Birthday, day of the Chinese calendar"), minimum=1, maximum=30)
    lunar_leap: Mapped[bool] = flag(_("Born in a leap month"))


class SilenceTask(Fact):
    """That a task was made because a customer was not contacted since a day: once for each silence."""

    __tablename__ = "care_silence"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    since: Mapped[date] = mapped_column(Date)


Index("uq_care_silence_since", SilenceTask.customer_id, SilenceTask.since, unique=True)
Index("ix_care_service_asset_done", Service.asset_id, Service.done_on)
