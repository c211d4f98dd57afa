"""The short way to write a filter: `filter[country]=DE`, `filter[amount][gte]=100`, `country=DE`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from core.errors import invalid
from core.labels import translations

_ = translations("core")

SHORT = re.compile(
    r"(?:filter\[(?P<inner>[\w.]{1,100})\]|(?P<bare>[\w.]{1,100}))(?:\[(?P<op>[a-z]{1,20})\])?"
)
MAX_PAIRS = 100


def short_form(pairs: Iterable[tuple[str, str]]) -> dict[str, Any] | None:
    """The filter tree of pairs such as ("filter[amount][gte]", "100") or ("amount[gte]", "100").

    All conditions must hold; without pairs it is None. Several values for `in` are separated by commas.
    Raises Invalid for a name of another form; whether there is such a field is for `parse_filter` to say.
    """
    conditions = [_condition(name, value) for name, value in pairs]
    if not conditions:
        return None
    if len(conditions) > MAX_PAIRS:
        raise invalid("filter", "filter_too_large", _("At most {n} filters can be given.").fill(n=MAX_PAIRS))
    return {"and": conditions}


def _condition(name: str, value: str) -> dict[str, Any]:
    found = SHORT.fullmatch(name) if len(name) <= 250 else None
    if not found:
        raise invalid(
            "filter",
            "filter_name",
            _("{name} is not the name of a filter.").fill(name=ascii(name[:60])),
            fix=_("Write filter[field]=value or filter[field][gte]=value."),
        )
    condition: dict[str, Any] = {"field": found["inner"] or found["bare"], "value": value}
    if found["op"]:
        condition["op"] = found["op"]
    if found["op"] == "in":
        condition["value"] = value.split(",")
    return condition
