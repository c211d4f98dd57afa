"""The command that prints what is due."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import click

from core.plugin_api import translations
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.fleet.due import VehicleDue, due_vehicles
from industry_packs.auto_dealer.services.fleet.telling import told
from industry_packs.auto_dealer.services.words import DECISIONS, DUE

_ = translations("auto_dealer")

SEE = "care.subjects.view"
NOTHING = _("No vehicle is under a plan.")
TELL = _("tell by {channel}")
HEADINGS = (_("Vehicle"), _("Estimate"), _("Next visit"), _("Due on"), _("Status"), _("Reminder"))
ORDER = ("overdue", "due_soon", "ok", "unknown_history", "not_scheduled")


@click.command()
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today if not said."
)
@click.option("--json", "as_json", is_flag=True, help="A list of objects in the form of the worked cases.")
@click.pass_obj
def due(invocation: Any, as_of: datetime | None, as_json: bool) -> None:
    """What is due for each vehicle under a plan, as of a day.

    Readings and services after that day count for nothing; owners and what they said are those of today.

    Examples:

      guanxi auto_dealer due

      guanxi auto_dealer due --as-of 2026-11-21 --json
    """
    with invocation.reading() as work:
        work.require(SEE)
        day = as_of.date() if as_of else today(work)
        found = list(due_vehicles(work, day))
    if as_json:
        invocation.text(json.dumps([told(each, day) for each in found], indent=1, ensure_ascii=False))
    elif found:
        _show(invocation, [_row(invocation, each, day) for each in found])
    else:
        invocation.text(NOTHING)


def _row(invocation: Any, each: VehicleDue, day: date) -> tuple[str, ...]:
    statuses = {due.status(day) for due in each.outlook.dues}
    status = next((name for name in ORDER if name in statuses), ORDER[-1])
    first = min((due.due_date for due in each.bundle if due.due_date), default="")
    channel, reason = each.decision.channel, each.decision.reason
    reminder = TELL.fill(channel=channel) if each.decision.send else DECISIONS.get(reason or "", "")
    codes = " ".join(due.code for due in each.bundle)
    words = map(invocation.translate, (DUE[status], reminder))
    return each.name, str(each.outlook.usage.at(day).__floor__()), codes, str(first), *words


def _show(invocation: Any, rows: Iterable[tuple[str, ...]]) -> None:
    table = [tuple(map(invocation.translate, HEADINGS)), *rows]
    for line in _aligned(table):
        invocation.text(line)


def _aligned(table: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
