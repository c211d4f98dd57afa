"""The command that does now what happens every morning."""

from __future__ import annotations

from typing import Any

import click

from core.plugin_api import translations
from industry_packs.auto_dealer.services.names import DAILY, RUN

_ = translations("auto_dealer")

ENQUEUED = _("Job {id} does it.")


@click.command()
@click.pass_obj
def run(invocation: Any) -> None:
    """See now who is likely to buy a car again, as every morning: a task for each, once.

    Examples:

      guanxi auto_dealer run
    """
    with invocation.writing() as work:
        work.require(RUN)
        id = work.enqueue(DAILY, key=f"{DAILY}.asked")
    invocation.text(ENQUEUED.fill(id=id))
