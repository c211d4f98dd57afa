"""What records of the pack must be like."""

from __future__ import annotations

from collections.abc import Mapping

from core.plugin_api import FieldError, Values, translations

_ = translations("auto_dealer")

BACKWARDS = _("It ends before it begins.")
YEARS = _("The first model year comes after the last.")
WHICH = _("Say which vehicle: its number, or one of ours.")


def check_policy(values: Values) -> Mapping[str, FieldError]:
    """Nothing ends before it begins."""
    begins, ends = values["begins_on"], values["ends_on"]
    return {"ends_on": FieldError("ends_before", BACKWARDS, ends)} if begins and ends < begins else {}


def check_range(values: Values) -> Mapping[str, FieldError]:
    """Model years go up."""
    first, last = values["year_from"], values["year_to"]
    return {"year_to": FieldError("ends_before", YEARS, last)} if first and last and last < first else {}


def check_recalled(values: Values) -> Mapping[str, FieldError]:
    """A vehicle is named, by its number or as one of ours."""
    return {} if values["vin"] or values["asset"] else {"vin": FieldError("required", WHICH)}
