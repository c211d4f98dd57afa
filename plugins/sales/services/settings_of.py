"""The rules of the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from core.plugin_api import Setting, Work, choices, get_setting, get_settings, integer, text, translations
from plugins.sales.services.hours import Hours, hours_of, time_problem
from plugins.sales.services.words import WEEKDAYS

_ = translations("sales")

WEEK = 7 * 24 * 60
OPENS, CLOSES, DAYS = "sales.opens", "sales.closes", "sales.open_days"
ANSWER, REROUTE, MOST = "sales.answer_minutes", "sales.reroute_minutes", "sales.reroute_most"

SETTINGS = (
    Setting(
        name=ANSWER,
        field=integer(
            _("Minutes until a lead is to be answered"), minimum=1, maximum=WEEK, default=15, required=True,
            help=_("Of those in which we are open."),
        ),
    ),
    Setting(
        name=REROUTE,
        field=integer(
            _("Minutes until an unanswered lead goes to somebody else"),
            minimum=0, maximum=WEEK, default=30, required=True, help=_("0: never."),
        ),
    ),
    Setting(
        name=MOST,
        field=integer(
            _("Times that a lead goes to somebody else"), minimum=0, maximum=100, default=3, required=True
        ),
    ),
    Setting(
        name=OPENS,
        field=text(_("Open from"), max_length=5, default="09:00", required=True, check=time_problem),
    ),
    Setting(
        name=CLOSES,
        field=text(
            _("Open to"), max_length=5, default="18:00", required=True, check=time_problem,
            help=_("If that is not later, time never stops."),
        ),
    ),
    Setting(
        name=DAYS,
        field=choices(_("Open on"), WEEKDAYS, default=list(WEEKDAYS)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings as they are now; `company` is the time zone of units that have none."""

    answer: int
    reroute: int
    most: int
    opens: str
    closes: str
    days: tuple[str, ...]
    company: str

    def hours(self, zone: str | None) -> Hours:
        """The opening hours of a unit in this time zone."""
        return hours_of(self.opens, self.closes, self.days, ZoneInfo(zone or self.company))


def rules_of(work: Work) -> Rules:
    """Read them, with two queries."""
    found: Mapping[str, Any] = get_settings(work, "sales")
    return Rules(
        answer=found[ANSWER],
        reroute=found[REROUTE],
        most=found[MOST],
        opens=found[OPENS],
        closes=found[CLOSES],
        days=tuple(found[DAYS] or ()),
        company=get_setting(work, "core.time_zone"),
    )
