"""The rules of the company: warranties, and when cars are replaced."""

from __future__ import annotations

from core.plugin_api import Label, Setting, integer, translations

_ = translations("auto_dealer")

WARRANTY_MONTHS, WARRANTY_KM = "auto_dealer.warranty_months", "auto_dealer.warranty_km"
GUARANTEES_MONTHS, GUARANTEES_KM = "auto_dealer.guarantees_months", "auto_dealer.guarantees_km"
WARN_AT = "auto_dealer.warn_percent"
REPLACED_AFTER, ASK_BEFORE = "auto_dealer.repurchase_months", "auto_dealer.repurchase_days_before"
OPEN_FOR = "auto_dealer.repurchase_open_months"
NEVER = _("0: there is none.")


def _number(name: str, label: Label, default: int, *, least: int = 0, most: int = 600) -> Setting:
    help = NEVER if least == 0 else ""
    field = integer(label, minimum=least, maximum=most, default=default, required=True, help=help)
    return Setting(name=name, field=field)


SETTINGS = (
    _number(WARRANTY_MONTHS, _("Warranty: months from the invoice"), 36),
    _number(WARRANTY_KM, _("Warranty: kilometres"), 60_000, most=10_000_000),
    _number(GUARANTEES_MONTHS, _("Three guarantees: months from the invoice"), 24),
    _number(GUARANTEES_KM, _("Three guarantees: kilometres"), 50_000, most=10_000_000),
    _number(WARN_AT, _("Warn when so much of a warranty is used (per cent)"), 80, least=1, most=100),
    _number(REPLACED_AFTER, _("Cars are replaced after months"), 72, least=1),
    _number(ASK_BEFORE, _("Sales task so many days before"), 90, most=3_650),
    _number(OPEN_FOR, _("Likely to buy for so many months after"), 24),
)
