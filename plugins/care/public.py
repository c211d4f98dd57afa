"""What other plugins may use of care: when things are due, and whether somebody is reminded."""

from __future__ import annotations

from plugins.care.services.hooks import bookings
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
from plugins.care.services.visits import Appointment, Decision, bundle_of, decision

__all__ = [
    "Appointment",
    "Decision",
    "Due",
    "History",
    "Outlook",
    "Plan",
    "Service",
    "Task",
    "Usage",
    "add_months",
    "bookings",
    "bundle_of",
    "converted_plan",
    "decision",
    "due_tasks",
    "outlook",
    "usage_of",
]
