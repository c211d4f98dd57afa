"""What can be chosen in the fields of care."""

from __future__ import annotations

from core.plugin_api import translations

_ = translations("care")

WAYS = {
    "message": _("A message to the customer"),
    "task": _("A task for whoever is in charge"),
    "none": _("Only on the list"),
}
STATUSES = {
    "overdue": _("Overdue"),
    "due_soon": _("Due soon"),
    "ok": _("Not due yet"),
    "unknown_history": _("History unknown: have a look at it"),
    "not_scheduled": _("Nothing is due"),
}
STATUS_TONES = {"overdue": "red", "due_soon": "orange", "ok": "green", "unknown_history": "yellow"}
SUBJECT_STATUSES = {"active": _("Looked after"), "ended": _("Ended")}
SOURCES = {"history": _("From readings"), "default": _("Assumed by the plan")}
FOUND = {"good": _("In order"), "watch": _("To be watched"), "defect": _("Defects found")}
FOUND_TONES = {"good": "green", "watch": "orange", "defect": "red"}
BOOKING_STATUSES = {
    "requested": _("Asked for"),
    "confirmed": _("Confirmed"),
    "done": _("Done"),
    "cancelled": _("Cancelled"),
}
REMINDER_STATES = {
    "waiting": _("Waits to be sent"),
    "reminded": _("Reminded"),
    "not_sent": _("Not sent"),
    "closed": _("Closed"),
}
REASONS = {
    "vehicle_inactive": _("It is not in use"),
    "no_customer": _("Nobody is known to whom it belongs"),
    "do_not_contact": _("The customer does not want to be contacted"),
    "no_consent": _("The customer has not said yes"),
    "no_address": _("There is no address or number"),
    "bounced": _("Nothing arrives at the address"),
    "not_due": _("Nothing is due"),
    "already_booked": _("The customer comes anyway"),
    "cap": _("The customer was told enough lately"),
    "failed": _("It could not be sent"),
    "other": _("Something else"),
}
RESULTS = {
    "answered": _("Answered"),
    "booked": _("Booked"),
    "came": _("Came"),
    "declined": _("No, because ..."),
}
WHY_NOT = {
    "too_expensive": _("Too expensive"),
    "elsewhere": _("Goes elsewhere"),
    "not_needed": _("Not needed yet"),
    "sold": _("Does not have it any more"),
    "no_time": _("No time"),
    "dissatisfied": _("Not satisfied with us"),
    "other": _("Something else"),
}
KINDS_OF_DAYS = {
    "birthday": _("Birthday"),
    "solar": _("Day of the year"),
    "lunar": _("Day of the Chinese calendar"),
    "qingming": _("Qingming"),
}
GREETED = {"customers": _("Customers"), "contacts": _("Contacts"), "both": _("Customers and contacts")}
GREETING_STATES = {
    "proposed": _("Proposed"),
    "queued": _("Waits to be sent"),
    "sent": _("Sent"),
    "refused": _("Not sent"),
    "skipped": _("Left out"),
}
CLASSES = {"key": _("Key customer"), "ordinary": _("Ordinary"), "small": _("Small"), "none": _("Let go")}
