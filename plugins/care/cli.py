"""The commands of care."""

from __future__ import annotations

from typing import Any

import click

from core.plugin_api import translations
from plugins.care.jobs import RUN
from plugins.care.services.days import today
from plugins.care.services.measures import months
from plugins.care.services.names import DAILY, RECOMPUTE
from plugins.care.web import MEASURES, YEAR

_ = translations("care")

ENQUEUED = _("Job {id} does it.")
NOTHING = _("Nobody was reminded yet.")
LINE = _(
    "{month}: {reminded} reminded, {answered} answered, {booked} booked, {came} came, {declined} declined"
)


@click.command()
@click.pass_obj
def run(invocation: Any) -> None:
    """Do now what happens every morning: reminders, lists of greetings, tasks of silence.

    Examples:

      guanxi care run
    """
    _enqueue(invocation, DAILY)


@click.command()
@click.pass_obj
def recompute(invocation: Any) -> None:
    """Work out all due dates anew, by a job.

    Examples:

      guanxi care recompute
    """
    _enqueue(invocation, RECOMPUTE)


def _enqueue(invocation: Any, job: str) -> None:
    with invocation.writing() as work:
        work.require(RUN)
        id = work.enqueue(job, key=f"{job}.asked")
    invocation.text(ENQUEUED.fill(id=id))


@click.command()
@click.pass_obj
def measures(invocation: Any) -> None:
    """What came of the reminders of the last year, by month.

    Examples:

      guanxi care measures
    """
    with invocation.reading() as work:
        work.require(MEASURES)
        found = months(work, today(work) - YEAR, today(work))
    for month in found:
        told = {name: getattr(month, name) for name in ("month", "reminded", "answered", "booked", "came")}
        invocation.text(LINE.fill(**told, declined=month.declined))
    if not found:
        invocation.text(NOTHING)
