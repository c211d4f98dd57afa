"""The commands of assets."""

from __future__ import annotations

from typing import Any

import click

from core.plugin_api import NotFound, Work, lists, translations
from plugins.assets.models import FLAGS
from plugins.assets.services.known import known_meters
from plugins.assets.services.looking_up import today
from plugins.assets.services.scan import Judged
from plugins.assets.services.suspects import suspects

_ = translations("assets")

NO_ASSET = _("There is no asset {name}.")
NO_METER = _("It has no meter.")
NOTHING = _("There are no readings.")
SUSPECT = _("{value} on {day} is likely wrong: without it {count} others can be true.")
MEND = _("guanxi assets readings void {id} --reason ...")


@click.command()
@click.argument("asset")
@click.pass_obj
def check(invocation: Any, asset: str) -> None:
    """What the meter of an asset (its number or id) counted, what is not believed, and what is likely wrong.

    Examples:

      guanxi assets check B-GX-1
    """
    with invocation.reading() as work:
        id = _id_of(work, asset)
        known = known_meters(work, [id]).get(id)
        as_of = today(work)
    judged = known.scanned(as_of).judged if known else ()
    for each in judged:
        invocation.text(_told(invocation, each))
    if not judged:
        invocation.text(NOTHING if known else NO_METER)
    for each, count in suspects(known, as_of) if known else ():
        reading = each.reading
        invocation.text(SUSPECT.fill(value=reading.value, day=reading.day.isoformat(), count=count))
        invocation.text(MEND.fill(id=reading.key))


def _told(invocation: Any, each: Judged) -> str:
    why = invocation.translate(FLAGS[each.flag]) if each.flag else ""
    return f"{each.reading.day}  {each.reading.value:>12}  {each.cumulative:>12}  {why}".rstrip()


def _id_of(work: Work, name: str) -> int:
    """The visible asset with this number, or this id."""
    alike = [{"field": "number", "op": "eq", "value": name}]
    if name.isascii() and name.isdigit():
        alike.append({"field": "id", "op": "eq", "value": name})
    for where in alike:
        query = lists.Query(fields=("id",), where=where, limit=1, count="none")
        for row in lists.list_records(work, "assets.assets", query).rows:
            return int(row["id"])
    raise NotFound(why=NO_ASSET.fill(name=name))
