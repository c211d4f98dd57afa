"""The settings of messaging, and what the limits of sending are by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from core.plugin_api import (
    Label,
    Setting,
    Work,
    choice,
    email,
    flag,
    get_setting,
    get_settings,
    integer,
    long_text,
    structure,
    text,
    translations,
    url,
)

_ = translations("messaging")

EVERY = "*"
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
NOT_A_TIME = _("Write a time of day like 21:00.")
SECURITY = {"starttls": _("STARTTLS"), "tls": _("TLS from the beginning"), "none": _("None (own network)")}
GATEWAY_HELP = _('The request: {"json": {"to": "{to}", "text": "{text}"}, "headers": {"X-Key": "{token}"}}.')
ANSWER_HELP = _(
    'What an answer means: {"field": "code", "is": ["0"], "id": "msg_id", "bad_address": ["17"]}.'
)
CAPS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"marketing": (2, 30), "service": (4, 7), EVERY: (8, 7)}
)
"""How many messages a person gets within how many days, by purpose and of all purposes together."""


def time_problem(value: str) -> Label | None:
    """What is wrong with a time of day."""
    return None if TIME.fullmatch(value) else NOT_A_TIME


def _gateway(name: str, title: str) -> tuple[Setting, ...]:
    """The settings of a channel behind a gateway of the web."""
    say = Label(title, "messaging")
    return (
        Setting(name=f"messaging.{name}_url", field=url(_("{channel}: address").fill(channel=say))),
        Setting(
            name=f"messaging.{name}_request",
            field=structure(_("{channel}: request").fill(channel=say), help=GATEWAY_HELP),
        ),
        Setting(
            name=f"messaging.{name}_answer",
            field=structure(_("{channel}: answer").fill(channel=say), help=ANSWER_HELP),
        ),
        Setting(
            name=f"messaging.{name}_token",
            field=text(_("{channel}: token").fill(channel=say), max_length=500),
            secret=True,
        ),
    )


SETTINGS = (
    Setting(name="messaging.smtp_host", field=text(_("Mail server"), help=_("Empty: no e-mail is sent."))),
    Setting(name="messaging.smtp_port", field=integer(_("Port"), minimum=1, maximum=65535, default=587)),
    Setting(name="messaging.smtp_security", field=choice(_("Encryption"), SECURITY, default="starttls")),
    Setting(name="messaging.smtp_user", field=text(_("User at the mail server"))),
    Setting(
        name="messaging.smtp_password", field=text(_("Password there"), max_length=500), secret=True
    ),
    Setting(
        name="messaging.smtp_authority",
        field=long_text(_("Certificate of an own authority"), help=_("As PEM; empty: those of the system.")),
    ),
    Setting(name="messaging.sender", field=email(_("Sender's address"), sensitive="")),
    Setting(name="messaging.sender_name", field=text(_("Sender's name"))),
    Setting(
        name="messaging.bounce_address",
        field=email(
            _("Address for what comes back"), sensitive="", help=_("Empty: that of the sender.")
        ),
    ),
    Setting(
        name="messaging.send_seconds",
        field=integer(_("Seconds to wait for a server"), minimum=1, maximum=60, default=20),
    ),
    Setting(
        name="messaging.most_attempts",
        field=integer(_("Attempts by a channel"), minimum=1, maximum=20, default=6),
    ),
    *_gateway("sms", "SMS"),
    *_gateway("wechat", "WeChat"),
    Setting(
        name="messaging.quiet_from",
        field=text(_("Quiet hours from"), max_length=5, default="21:00", check=time_problem),
    ),
    Setting(
        name="messaging.quiet_until",
        field=text(_("Quiet hours until"), max_length=5, default="08:00", check=time_problem),
    ),
    Setting(
        name="messaging.service_needs_consent",
        field=flag(
            _("Only who has said yes hears of services"),
            default=True,
            help=_("Otherwise everybody hears of them who has not said no. Marketing always needs a yes."),
        ),
    ),
    Setting(
        name="messaging.caps",
        field=structure(
            _("Most messages to a person"),
            help=_('By purpose, number and days: {"marketing": [2, 30], "*": [8, 7]}; * is all together.'),
        ),
    ),
    Setting(
        name="messaging.remind_minutes",
        field=integer(
            _("Minutes before an activity"), minimum=0, maximum=10_080, default=0,
            help=_("When an activity without a time of its own for it reminds of itself."),
        ),
    ),
    Setting(
        name="messaging.remind_types",
        field=structure(
            _("Reminders by type"),
            help=_('Types that differ: {"note": {"in_app": false, "email": false}}.'),
        ),
    ),
    Setting(name="messaging.remind_by_email", field=flag(_("Remind by e-mail too"), default=True)),
    Setting(
        name="messaging.digest_at",
        field=text(_("The day's list is sent at"), max_length=5, default="07:00", check=time_problem),
    ),
    Setting(
        name="messaging.tell_owner",
        field=flag(_("Tell owners when a number or address changes"), default=True),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Quiet hours and caps of the company."""

    quiet_from: time
    quiet_until: time
    caps: Mapping[str, tuple[int, int]]
    zone: str
    language: str

    def quiet_until_when(self, now: datetime, zone: str | None) -> datetime | None:
        """When the quiet hours end in which it is now in a time zone; None if there are none now."""
        there = now.astimezone(ZoneInfo(zone or self.zone))
        clock, start, end = there.time(), self.quiet_from, self.quiet_until
        if start == end or not (start <= clock < end if start < end else clock >= start or clock < end):
            return None
        day = there.date() if clock < end else there.date() + timedelta(days=1)
        return datetime.combine(day, end, there.tzinfo).astimezone(now.tzinfo)


def limits_of(work: Work) -> Limits:
    """As the settings say."""
    known = get_settings(work, "messaging")
    return Limits(
        quiet_from=time.fromisoformat(known["messaging.quiet_from"]),
        quiet_until=time.fromisoformat(known["messaging.quiet_until"]),
        caps=_caps(known["messaging.caps"]),
        zone=get_setting(work, "core.time_zone"),
        language=get_setting(work, "core.language"),
    )


def _caps(set_by_admin: Any) -> Mapping[str, tuple[int, int]]:
    """Those of the setting, as far as they are two whole numbers; the defaults where it names none."""
    found = dict(CAPS)
    for purpose, pair in (set_by_admin if isinstance(set_by_admin, dict) else {}).items():
        if (
            isinstance(pair, list)
            and len(pair) == 2
            and all(type(n) is int and 0 <= n <= 10_000 for n in pair)
        ):
            found[purpose] = (pair[0], pair[1])
    return found
