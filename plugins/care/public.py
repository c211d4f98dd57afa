"""What other plugins may use of care: plans and what is under them, when it is due, who is reminded."""

from __future__ import annotations

from plugins.care.models import Plan as PlanRecord
from plugins.care.models import PlanTask, Reminder, Subject, SubjectState
from plugins.care.models import Service as ServiceRecord
from plugins.care.services.calling import note_call
from plugins.care.services.codes import codes_of, written
from plugins.care.services.coming import REMINDERS
from plugins.care.services.computing import recompute
from plugins.care.services.computing import shown as shown_rate
from plugins.care.services.days import morning, mornings, today
from plugins.care.services.histories import Looked
from plugins.care.services.hooks import bookings
from plugins.care.services.measures import Month, months
from plugins.care.services.on_a_day import known_with
from plugins.care.services.plans import Plans
from plugins.care.services.rule import (
    Due,
    History,
    Outlook,
    Plan,
    Service,
    Task,
    Usage,
    add_months,
    converted_plan,
    due_tasks,
    outlook,
    usage_of,
)
from plugins.care.services.subjects import BOOKINGS, PLANS, SERVICES, SUBJECTS
from plugins.care.services.visits import ORDER, Appointment, Decision, bundle_of, decision
from plugins.care.services.words import RESULTS, WHY_NOT

__all__ = [
    "BOOKINGS",
    "ORDER",
    "PLANS",
    "REMINDERS",
    "RESULTS",
    "SERVICES",
    "SUBJECTS",
    "WHY_NOT",
    "Appointment",
    "Decision",
    "Due",
    "History",
    "Looked",
    "Month",
    "Outlook",
    "Plan",
    "PlanRecord",
    "PlanTask",
    "Plans",
    "Reminder",
    "Service",
    "ServiceRecord",
    "Subject",
    "SubjectState",
    "Task",
    "Usage",
    "add_months",
    "bookings",
    "bundle_of",
    "codes_of",
    "converted_plan",
    "decision",
    "due_tasks",
    "known_with",
    "months",
    "morning",
    "mornings",
    "note_call",
    "outlook",
    "recompute",
    "shown_rate",
    "today",
    "usage_of",
    "written",
]
