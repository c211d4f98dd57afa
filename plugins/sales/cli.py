"""The commands of sales."""

from __future__ import annotations

from typing import Any

import click

from core.plugin_api import translations
from plugins.sales.jobs import RUN
from plugins.sales.services.measuring import DAYS, SEE
from plugins.sales.services.measuring import answers as measured
from plugins.sales.services.names import CLOCK

_ = translations("sales")

ENQUEUED = _("Job {id} does it.")
NOTHING = _("There are no leads yet.")
LINE = _("{unit}, {person}: {leads} leads, {answered} answered, {in_time} in time, {minutes} minutes")


@click.command()
@click.option("--days", default=DAYS, type=click.IntRange(1, 3_660), help="Leads of so many days.")
@click.pass_obj
def answers(invocation: Any, days: int) -> None:
    """How soon leads were answered, by unit and person.

    Examples:

      guanxi sales answers --days 7
    """
    with invocation.reading() as work:
        work.require(SEE)
        found = measured(work, days)
    for each in found:
        minutes = "-" if each.minutes is None else each.minutes
        told = {"leads": each.leads, "answered": each.answered, "in_time": each.in_time, "minutes": minutes}
        invocation.text(LINE.fill(unit=each.unit or "-", person=each.person or "-", **told))
    if not found:
        invocation.text(NOTHING)


@click.command()
@click.pass_obj
def clock(invocation: Any) -> None:
    """Look now after leads that nobody answers, and those that nobody has.

    Examples:

      guanxi sales clock
    """
    with invocation.writing() as work:
        work.require(RUN)
        id = work.enqueue(CLOCK, key=f"{CLOCK}.asked")
    invocation.text(ENQUEUED.fill(id=id))
