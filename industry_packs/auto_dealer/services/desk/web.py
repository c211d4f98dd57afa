"""The pages of the service desk: the list, a call, the sheet of a day, the measures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from core.plugin_api import (
    Invalid,
    MenuItem,
    NotFound,
    Page,
    Redirect,
    Reply,
    Shown,
    Toast,
    Visit,
    Work,
    get_setting,
    translations,
)
from industry_packs.auto_dealer.services.calls.measuring import calls as follow_up_calls
from industry_packs.auto_dealer.services.calls.words import KINDS
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.desk import calling, day_sheet, listing
from industry_packs.auto_dealer.services.desk.measuring import retention
from industry_packs.auto_dealer.services.desk.rows import rows_of
from industry_packs.auto_dealer.services.desk.settings_of import RETENTION
from industry_packs.auto_dealer.services.words import APPOINTMENT_TONES, APPOINTMENTS, DUE
from plugins.care.public import WHY_NOT, add_months, months

_ = translations("auto_dealer")

DESK, DAY, MEASURES = (f"/auto_dealer/{name}" for name in ("desk", "day", "measures"))
CALL = f"{DESK}/{{asset}}"
SEE, RECORD = "care.subjects.view", "care.reminders.edit"
SEE_DAY, SEE_MEASURES = "auto_dealer.appointments.view", "care.reminders.view"
TITLE, DAY_TITLE, MEASURES_TITLE = _("Service desk"), _("Day sheet"), _("How well we care")
SAID = ("result", "why", "note", "booked_on", "starts_at")
NOTED = _("Noted.")
PAGE = 50
LONGEST_ID = 18
PARTS = 4
LAST_DAY = date.max.toordinal()
YEAR = 12


def desk(work: Work, visit: Visit) -> Reply:
    """Whom to call, overdue ones first."""
    segment = visit.query.get("show", listing.DUE)
    segment = segment if segment in listing.SEGMENTS else listing.DUE
    on = today(work)
    found = listing.page(work, segment, on, _position(visit.query.get("after", "")), PAGE + 1)
    more = ""
    if len(found) > PAGE:
        rank, day, *ids = listing.position_of(found[PAGE - 1])
        after = ".".join(map(str, (rank, day.toordinal(), *ids)))
        more = f"{DESK}?{urlencode({'show': segment, 'after': after})}"
    values = {
        "rows": rows_of(work, found[:PAGE], on),
        "segments": [_segment(name, title, segment) for name, title in listing.SEGMENTS.items()],
        "urgencies": DUE,
        "tones": listing.TONES,
        "more": more,
    }
    return Shown(template="auto_dealer/desk.html", values=values, block="content")


def _position(written: str) -> listing.Position | None:
    """Where the page before ended; the first page for anything that is not written so."""
    numbers = [_number(part) for part in written.split(".")]
    rank, day, vehicle, under = numbers if len(numbers) == PARTS else [None] * PARTS
    if rank is None or day is None or vehicle is None or under is None or not 0 < day <= LAST_DAY:
        return None
    return rank, date.fromordinal(day), vehicle, under


def _segment(name: str, title: Any, current: str) -> Mapping[str, Any]:
    href = f"{DESK}?show={name}"
    return {"title": title, "href": href, "current": name == current, "tone": listing.TONES.get(name, "")}


def call(work: Work, visit: Visit) -> Reply:
    """Before and during a call."""
    return _call(work, visit, dict.fromkeys(SAID, ""))


def record(work: Work, visit: Visit) -> Reply:
    """What came of it; back to the list."""
    said = {name: visit.form.get(name, "").strip() for name in SAID}
    try:
        calling.record(work, _asset(visit), _number(visit.query.get("plan", "")), said)
    except Invalid as error:
        return _call(work, visit, said, error)
    return Redirect(to=DESK, toast=Toast(text=visit.translate(NOTED)))


def _call(work: Work, visit: Visit, said: Mapping[str, str], error: Invalid | None = None) -> Reply:
    prepared = calling.prepare(work, _asset(visit), _number(visit.query.get("plan", "")))
    found = error.errors if error else {}
    values = {
        "call": prepared,
        "row": prepared.row,
        "urgencies": DUE,
        "tones": listing.TONES,
        "whys": [{"value": name, "text": visit.translate(text)} for name, text in WHY_NOT.items()],
        "said": said,
        "errors": {name: [visit.translate(each.message) for each in all] for name, all in found.items()},
        "address": visit.address,
        "desk": DESK,
    }
    return Shown(template="auto_dealer/call.html", values=values, status=422 if error else 200)


def _asset(visit: Visit) -> int:
    number = _number(visit.path["asset"])
    if number is None:
        raise NotFound
    return number


def _number(text: str) -> int | None:
    """A number as addresses have it; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else None


def day(work: Work, visit: Visit) -> Reply:
    """The sheet of a day for a store."""
    on, unit = _day(work, visit.query.get("on", "")), _number(visit.query.get("unit", ""))
    comes, calls = day_sheet.appointments(work, on, unit), day_sheet.calls(work, on, unit)
    values = {
        "on": on,
        "unit": unit,
        "units": day_sheet.units(work),
        "comes": comes,
        "calls": calls,
        "phones": day_sheet.phones(work, [*comes, *calls]),
        "statuses": APPOINTMENTS,
        "tones": APPOINTMENT_TONES,
        "kinds": KINDS,
        "action": DAY,
    }
    return Shown(template="auto_dealer/day.html", values=values)


def _day(work: Work, text: str) -> date:
    """A day as browsers send it; today for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today(work)


def measures(work: Work, _visit: Visit) -> Reply:
    """What came of reminders, who came again, how soon people were called."""
    last, span = today(work), get_setting(work, RETENTION)
    values = {
        "months": list(reversed(months(work, add_months(last, -YEAR), last))),
        "span": span,
        "retention": retention(work, add_months(last, -span)),
        "calls": follow_up_calls(work, add_months(last, -YEAR), last),
    }
    return Shown(template="auto_dealer/measures.html", values=values)


PAGES = (
    Page(path=DESK, permission=SEE, run=desk, title=TITLE),
    Page(path=CALL, permission=SEE, run=call),
    Page(path=CALL, permission=RECORD, run=record, method="POST"),
    Page(path=DAY, permission=SEE_DAY, run=day, title=DAY_TITLE),
    Page(path=MEASURES, permission=SEE_MEASURES, run=measures, title=MEASURES_TITLE),
)
MENU = (
    MenuItem(title=TITLE, path=DESK, permission=SEE, icon="phone"),
    MenuItem(title=DAY_TITLE, path=DAY, permission=SEE_DAY, icon="calendar-days"),
    MenuItem(title=MEASURES_TITLE, path=MEASURES, permission=SEE_MEASURES, icon="chart-column"),
)
