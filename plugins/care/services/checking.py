"""What records of care must be like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from string import Formatter

from core.plugin_api import FieldError, Values, translations
from plugins.care.services.codes import codes_of

_ = translations("care")

LEGS = ("every", "months", "first", "first_months")
NO_LEG = _("The task {code} has no interval: say after how many months, or after how much use, or both.")
TWICE = _("The task {code} is there twice.")
CODE = _("A code is one word: {code}.")
NO_UNIT = _("Say in which unit use is counted.")
WHOSE = _("Say which asset or which customer is looked after.")
NO_DAY = _("Say the month and the day.")
WRONG_DAY = _("There is no such day.")
ONLY_NAME = _("Only {{name}} may stand in braces.")
DAYS_OF_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONGEST_LUNAR = 30


def check_plan(values: Values) -> Mapping[str, FieldError]:
    """Each task has a code of its own and an interval, or is done once; intervals of use have a unit."""
    tasks = values.get("tasks") or ()
    codes = Counter(str(task["code"]).upper() for task in tasks)
    for task in tasks:
        code = task["code"]
        if codes_of(code) != (code,):
            return {"tasks": FieldError("code_invalid", CODE.fill(code=" ".join(codes_of(code))), code)}
        if codes[code] > 1:
            return {"tasks": FieldError("twice", TWICE.fill(code=code), code)}
        if not (task.get("once") or any(task.get(leg) for leg in LEGS)):
            return {"tasks": FieldError("no_interval", NO_LEG.fill(code=code), code)}
        if (task.get("every") or task.get("first")) and not values.get("meter_unit"):
            return {"meter_unit": FieldError("required", NO_UNIT)}
    return {}


def check_subject(values: Values) -> Mapping[str, FieldError]:
    """Something is looked after."""
    named = values.get("asset") or values.get("customer")
    return {} if named else {"asset": FieldError("required", WHOSE)}


def check_occasion(values: Values) -> Mapping[str, FieldError]:
    """A day has a month and a day; the text has no other places than the name."""
    if not _is_plain(values["body"] or ""):
        return {"body": FieldError("unknown_variable", ONLY_NAME.fill(), values["body"])}
    if values["kind"] not in ("solar", "lunar"):
        return {}
    month, day = values["month"], values["day_of_month"]
    if month is None or day is None:
        return {"month" if month is None else "day_of_month": FieldError("required", NO_DAY)}
    longest = LONGEST_LUNAR if values["kind"] == "lunar" else DAYS_OF_MONTHS[month - 1]
    return {"day_of_month": FieldError("day_invalid", WRONG_DAY, day)} if day > longest else {}


def _is_plain(body: str) -> bool:
    try:
        places = [(name, spec, conversion) for _text, name, spec, conversion in Formatter().parse(body)]
    except ValueError:
        return False
    return all(place in ((None, None, None), ("name", "", None)) for place in places)
