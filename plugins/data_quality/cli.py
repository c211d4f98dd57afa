"""The commands of data quality."""

from __future__ import annotations

from typing import Any

import click

from core.plugin_api import translations
from plugins.data_quality.models import REASONS
from plugins.data_quality.services import queues
from plugins.data_quality.services.beginning import EXAMINE

_ = translations("data_quality")

NOTHING = _("Nothing to do.")
ENQUEUED = _("Job {id} will examine everything.")
TOO_MANY = 1_000


@click.command()
@click.option("--owner", default="", help="Only the customers of this user (login or id).")
@click.option("--limit", default=20, type=click.IntRange(1, TOO_MANY), help="How many at most.")
@click.pass_obj
def queue(invocation: Any, owner: str, limit: int) -> None:
    """The worst records first: what is wrong, and what would mend it.

    Examples:

      guanxi data_quality queue --owner anna --limit 10
    """
    with invocation.reading() as work:
        rows = queues.worst(work, owner, limit)
    for row in rows:
        why = invocation.translate(REASONS[row["reason"]]) if row["reason"] else ""
        told = " ".join(filter(None, (why and f"[{why}]", invocation.translate(row["suggestion"] or ""))))
        invocation.text(f"{row['score']:>3}  {row['number']}  {row['name']}: {told}")
    if not rows:
        invocation.text(NOTHING)


@click.command()
@click.option("--owner", default="", help="Only the customers of this user (login or id).")
@click.option("--limit", default=20, type=click.IntRange(1, TOO_MANY), help="How many at most.")
@click.pass_obj
def promising(invocation: Any, owner: str, limit: int) -> None:
    """Whom to call first: who replied lately, has an open need, and is known well.

    Examples:

      guanxi data_quality promising --owner anna
    """
    with invocation.reading() as work:
        rows = queues.promising(work, owner, limit)
    for row in rows:
        invocation.text(f"{row['promise']:>3}  {row['number']}  {row['name']}")
    if not rows:
        invocation.text(NOTHING)


@click.command()
@click.pass_obj
def examine(invocation: Any) -> None:
    """Examine all customers and contacts, and find duplicates, by a job.

    Examples:

      guanxi data_quality examine
    """
    with invocation.writing() as work:
        work.require("data_quality.examine")
        id = work.enqueue(EXAMINE, key="data_quality.asked")
    invocation.text(ENQUEUED.fill(id=id))
