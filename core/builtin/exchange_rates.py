"""Rules of exchange rates."""

from __future__ import annotations

from collections.abc import Mapping

from core.contracts.resources import Values
from core.errors import FieldError
from core.labels import translations

_ = translations("core")

NOT_POSITIVE = _("A rate is greater than zero.")
SAME = _("A currency needs no rate to itself.")


def check_rate(values: Values) -> Mapping[str, FieldError]:
    """Rates are positive, and between two currencies."""
    found = {} if values["rate"] > 0 else {"rate": FieldError("out_of_range", NOT_POSITIVE, values["rate"])}
    if values["currency"] == values["base_currency"]:
        found["base_currency"] = FieldError("same_currency", SAME, values["base_currency"])
    return found
