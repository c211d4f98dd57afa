"""What the pack's codes mean, for readers."""

from __future__ import annotations

from collections.abc import Mapping

from core.plugin_api import Label, translations

_ = translations("auto_dealer")

FINDINGS: Mapping[str, Label] = {
    "length": _("It does not have 17 characters."),
    "charset": _("It has a character other than digits and letters without I, O and Q."),
    "placeholder": _("All its characters are the same."),
    "check_digit": _("The check digit does not fit: a character is wrong, or two have changed places."),
    "check_digit_char": _("The ninth character is neither a digit nor X."),
    "model_year_code": _("The tenth character means no model year."),
    "serial": _("The last four characters are not digits."),
    "legacy_pre1981": _("It is from before 1981, when numbers had no form that could be checked."),
    "check_digit_not_verified": _("The ninth character is no check digit, as its maker's region permits."),
}
"""Why a vehicle identification number is not valid, and what else is odd about it."""
