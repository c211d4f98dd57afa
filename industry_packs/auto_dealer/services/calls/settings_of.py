"""The rules of the company for follow-up calls."""

from __future__ import annotations

from dataclasses import dataclass

from core.plugin_api import Label, Setting, Work, get_settings, integer, translations

_ = translations("auto_dealer")

NONE = _("0: no call.")
FIRST, SECOND, REPAIR, AGAIN, MOST, LATE = (
    f"auto_dealer.{name}"
    for name in (
        *("call_after_delivery", "second_call_after_delivery", "call_after_repair"),
        *("call_again_days", "call_attempts", "call_late_days"),
    )
)


def _days(name: str, label: Label, default: int, *, least: int = 0, most: int = 365) -> Setting:
    help = NONE if least == 0 else ""
    field = integer(label, minimum=least, maximum=most, default=default, required=True, help=help)
    return Setting(name=name, field=field)


SETTINGS = (
    _days(FIRST, _("First call, days after delivery"), 3),
    _days(SECOND, _("Second call, days after delivery"), 30),
    _days(REPAIR, _("Call, days after a repair"), 3),
    _days(AGAIN, _("Nobody reached: again after days"), 1, least=1, most=60),
    _days(MOST, _("Attempts before the manager is told"), 3, least=1, most=20),
    _days(LATE, _("Nobody called: the manager is told after days"), 2, least=1, most=60),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """When calls are due, and what happens when nobody is reached; days."""

    after: dict[str, tuple[int, ...]]
    again: int
    most: int
    late: int


def rules_of(work: Work) -> Rules:
    """What the company has decided."""
    said = get_settings(work, "auto_dealer")
    delivery = tuple(days for days in (said[FIRST], said[SECOND]) if days)
    repair = tuple(days for days in (said[REPAIR],) if days)
    return Rules({"delivery": delivery, "repair": repair}, said[AGAIN], said[MOST], said[LATE])
