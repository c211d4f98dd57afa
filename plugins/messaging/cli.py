"""The commands of messaging."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from core.plugin_api import translations
from plugins.messaging.models import STATES
from plugins.messaging.services import bouncing, log
from plugins.messaging.services.trying import send_directly

_ = translations("messaging")

NOTHING = _("There are no such messages.")
DECIDED = _("Done.")
TAKEN = _("{read} e-mails read, {came_back} messages came back, {declined} asked for no more.")
SAID = _("{state}: {detail}")


@click.command("log")
@click.option("--state", default="", type=click.Choice(["", *STATES]), help="Only messages in this state.")
@click.option("--limit", default=20, type=click.IntRange(1, log.MOST), help="How many at most.")
@click.pass_obj
def show_log(invocation: Any, state: str, limit: int) -> None:
    """The latest messages, and how they stand.

    Examples:

      guanxi messaging log --state unknown
    """
    with invocation.reading() as work:
        rows = log.entries(work, state, limit=limit)
        lines = [_line(invocation, row) for row in rows]
    for line in lines or [NOTHING]:
        invocation.text(line)


def _line(invocation: Any, row: Any) -> str:
    whom = row.contact or row.customer or row.user or "-"
    state = invocation.translate(STATES[row.state])
    said = f" ({row.reason or row.detail})" if row.reason or row.state == "failed" else ""
    return f"{row.id:>4}  {state}{said}  {row.channel or '-'}  {whom}  {row.subject or row.template}"


@click.command()
@click.argument("id", type=int)
@click.argument("what", type=click.Choice(list(log.DECISIONS)))
@click.pass_obj
def decide(invocation: Any, id: int, what: str) -> None:
    """Decide of a message: send it `again`, say that it was `sent`, or `cancel` it.

    Examples:

      guanxi messaging decide 17 again
    """
    with invocation.writing() as work:
        log.decide(work, id, what)
    invocation.text(DECIDED)


@click.command("take_bounces")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def take_bounces(invocation: Any, file: Path) -> None:
    """Read e-mails that came back, from a mailbox file or a single message, and mark their addresses.

    Examples:

      guanxi messaging take_bounces /var/mail/bounces
    """
    mails = list(bouncing.mails_in(file))
    with invocation.writing() as work:
        found = bouncing.take(work, mails)
    invocation.text(TAKEN.fill(**found))


@click.command("try")
@click.argument("channel")
@click.argument("address")
@click.option("--text", default="Guanxi", help="What is said.")
@click.pass_obj
def try_channel(invocation: Any, channel: str, address: str, text: str) -> None:
    """Try the settings of a channel: send a text to an address at once, and say what the other side answers.

    Examples:

      guanxi messaging try email me@example.com
    """
    sent = send_directly(invocation.reading, channel, address, text)
    invocation.text(SAID.fill(state=sent.state, detail=sent.detail))
