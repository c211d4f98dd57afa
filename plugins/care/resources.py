"""The kinds of records of care, and what stands beside subjects, customers and contacts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import (
    Action,
    Calendar,
    Children,
    Contact,
    Customer,
    Extension,
    Resource,
    Section,
    View,
    choice,
    day,
    long_text,
    text,
    translations,
)
from plugins.care import models
from plugins.care.services import actions, greeting_actions, words
from plugins.care.services.checking import check_occasion, check_plan, check_subject

_ = translations("care")


def _is(name: str, value: Any, operator: str = "eq") -> Mapping[str, Any]:
    return {"field": name, "op": operator, "value": value}


plans = Resource(
    models.Plan,
    name="plans",
    title=_("Plans"),
    singular=_("Plan"),
    key="name",
    columns=("name", "definition", "way", "active"),
    filters=("active", "way", "definition", "promised"),
    sorts=("name", "id"),
    default_sort="name",
    children=(Children(model=models.PlanTask, name="tasks", title=_("Tasks")),),
    checks=(check_plan,),
    icon="calendar",
    place="administration",
)
subjects = Resource(
    models.Subject,
    name="subjects",
    title=_("Due list"),
    singular=_("Under plan"),
    parent="customer",
    columns=("name", "customer", "plan", "care.urgency", "care.due_on", "care.visit"),
    filters=("plan", "status", "customer", "asset", "promised"),
    sorts=("name", "promised_until", "id"),
    default_sort="care.due_on",
    checks=(check_subject,),
    actions=(
        Action(
            name="book",
            title=_("Book"),
            permission="care.bookings.create",
            run=actions.book,
            inputs={"booked_on": day(_("Day"), required=True), "note": text(_("Note"), max_length=500)},
            answers="mapping",
        ),
    ),
    extensible=True,
    sections=(
        Section(title=_("Under plan"), fields=("name", "plan", "asset", "customer", "contact", "status")),
        Section(title=_("Known"), fields=("start", "known_from", "promised", "promised_until")),
    ),
    first=("plan", "asset", "customer", "start"),
    icon="calendar-days",
)
OVERDUE = View(name="overdue", title=_("Overdue"), where=_is("care.urgency", "overdue"), sort="care.due_on")
DUE_SOON = View(
    name="due_soon", title=_("Due soon"), where=_is("care.urgency", "due_soon"), sort="care.due_on"
)
MISSED = View(
    name="missed",
    title=_("Promises missed"),
    where=_is("care.missed_on", False, "empty"),
    sort="care.missed_on",
    columns=("name", "customer", "plan", "care.missed_on", "care.visit", "promised_until"),
)
UNKNOWN = View(
    name="unknown", title=_("History unknown"), where=_is("care.urgency", "unknown_history"), sort="name"
)
subject_state = Extension(
    of=models.Subject,
    model=models.SubjectState,
    title=_("What is due"),
    sorts=("due_on", "urgency", "missed_on", "remind_on", "next_on"),
    filters=("urgency", "due_on", "missed_on"),
    views=(OVERDUE, DUE_SOON, MISSED, UNKNOWN),
    derived=True,
)
services = Resource(
    models.Service,
    name="services",
    title=_("Services and inspections"),
    singular=_("Service or inspection"),
    parent="customer",
    label="codes",
    columns=("done_on", "codes", "asset", "subject", "customer", "value", "found"),
    filters=("done_on", "asset", "subject", "customer", "found"),
    sorts=("done_on", "id"),
    default_sort="-done_on",
    extensible=True,
    first=("asset", "subject", "done_on", "codes", "value", "found", "report"),
    icon="clipboard-list",
)
bookings = Resource(
    models.Booking,
    name="bookings",
    title=_("Bookings"),
    singular=_("Booking"),
    parent="subject",
    label="codes",
    columns=("booked_on", "subject", "codes", "status"),
    filters=("booked_on", "status", "subject"),
    sorts=("booked_on", "id"),
    default_sort="booked_on",
    board="status",
    calendar=Calendar(by="booked_on"),
    icon="calendar",
)
reminders = Resource(
    models.Reminder,
    name="reminders",
    title=_("Reminders"),
    singular=_("Reminder"),
    parent="subject",
    label="codes",
    columns=("asked_on", "subject", "customer", "codes", "state", "reason", "result", "why"),
    filters=("state", "reason", "result", "why", "asked_on", "customer", "subject"),
    sorts=("asked_on", "due_on", "id"),
    default_sort="-asked_on",
    verbs=frozenset({"list", "read", "export"}),
    actions=(
        Action(
            name="result",
            title=_("Record the result"),
            permission="care.reminders.edit",
            run=actions.record_result,
            inputs={
                "result": choice(_("Result"), words.RESULTS, required=True),
                "why": choice(_("No, because"), words.WHY_NOT),
                "note": text(_("Note"), max_length=500),
                "booked_on": day(_("Booked for")),
            },
        ),
    ),
    views=(
        View(name="open", title=_("Without a result"), where=_is("state", "reminded"), sort="asked_on"),
        View(name="not_sent", title=_("Not sent"), where=_is("state", "not_sent"), sort="-asked_on"),
    ),
    icon="bell",
)


occasions = Resource(
    models.Occasion,
    name="occasions",
    title=_("Days of greetings"),
    singular=_("Day of greetings"),
    key="name",
    columns=("name", "kind", "month", "day_of_month", "greeted", "automatic", "active"),
    filters=("kind", "active"),
    sorts=("name", "id"),
    default_sort="name",
    checks=(check_occasion,),
    icon="gift",
    place="administration",
)
greetings = Resource(
    models.Greeting,
    name="greetings",
    title=_("Greetings"),
    singular=_("Greeting"),
    parent="customer",
    label="key",
    columns=("greet_on", "customer", "contact", "occasion", "body", "state", "reason", "sent_on"),
    filters=("state", "greet_on", "occasion", "customer"),
    sorts=("greet_on", "sent_on", "id"),
    default_sort="greet_on",
    verbs=frozenset({"list", "read", "export"}),
    actions=(
        Action(
            name="reword",
            title=_("Write another text"),
            permission="care.greetings.edit",
            run=greeting_actions.reword,
            inputs={"body": long_text(_("Text"), required=True)},
        ),
        Action(name="send", title=_("Send"), permission="care.greetings.edit", run=greeting_actions.send),
        Action(
            name="skip", title=_("Leave out"), permission="care.greetings.edit", run=greeting_actions.skip
        ),
    ),
    views=(
        View(name="proposed", title=_("To be sent"), where=_is("state", "proposed"), sort="greet_on"),
        View(name="sent", title=_("Sent"), where=_is("state", "sent"), sort="-sent_on"),
    ),
    icon="gift",
)
customer_care = Extension(
    of=Customer,
    model=models.CustomerCare,
    title=_("Care"),
    sorts=("contact_class",),
    filters=("contact_class",),
)
contact_care = Extension(of=Contact, model=models.ContactCare, title=_("Care"))

RESOURCES = (plans, subjects, services, bookings, reminders, occasions, greetings)
EXTENSIONS = (subject_state, customer_care, contact_care)
__all__ = ["EXTENSIONS", "RESOURCES"]
