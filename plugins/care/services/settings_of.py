"""The rules of the company."""

from __future__ import annotations

from core.plugin_api import Setting, integer, translations

_ = translations("care")

NEVER = _("0: never.")

SETTINGS = (
    Setting(
        name="care.days_between",
        field=integer(
            _("Days between two reminders of one thing"), minimum=0, maximum=365, default=14, required=True
        ),
    ),
    Setting(
        name="care.retry_days",
        field=integer(
            _("Days after which it is tried again who could not be told"),
            minimum=1, maximum=365, default=7, required=True,
        ),
    ),
    Setting(
        name="care.greet_ahead",
        field=integer(
            _("Days ahead for which greetings are put on the list"),
            minimum=0, maximum=60, default=7, required=True,
        ),
    ),
    Setting(
        name="care.greet_most",
        field=integer(
            _("Greetings to one customer in a year"), minimum=0, maximum=365, default=6, required=True
        ),
    ),
    Setting(
        name="care.contact_days_key",
        field=integer(
            _("Key customers: a task after so many days without contact"),
            minimum=0, maximum=3_650, default=30, required=True, help=NEVER,
        ),
    ),
    Setting(
        name="care.contact_days_ordinary",
        field=integer(
            _("Ordinary customers: a task after so many days without contact"),
            minimum=0, maximum=3_650, default=90, required=True, help=NEVER,
        ),
    ),
    Setting(
        name="care.contact_days_small",
        field=integer(
            _("Small customers: a task after so many days without contact"),
            minimum=0, maximum=3_650, default=365, required=True, help=NEVER,
        ),
    ),
)  # fmt: skip
