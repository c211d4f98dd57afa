"""The command that loads a fleet."""

from __future__ import annotations

from typing import Any, BinaryIO

import click

from core.plugin_api import translations
from industry_packs.auto_dealer.services.fleet.form import fleet_of
from industry_packs.auto_dealer.services.fleet.loading import load

_ = translations("auto_dealer")

LOADED = _("Vehicles: {new} new, {known} there already.")
LAID_UP = _("{count} have a status that is not known here: they are laid up, and a note says what it was.")


@click.group()
def fleet() -> None:
    """Load a fleet with its plans and histories.

    Examples:

      guanxi auto_dealer fleet import vehicles.json
    """


@fleet.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what is wrong, write nothing.")
@click.pass_obj
def load_fleet(invocation: Any, file: BinaryIO, dry_run: bool) -> None:
    """Load plans and vehicles with readings, services, owners and appointments; - is standard input.

    All of the file or nothing. What is there already is not written a second time.

    Examples:

      guanxi auto_dealer fleet import vehicles.json

      guanxi auto_dealer fleet import - --dry-run
    """
    found = fleet_of(file.read())
    with invocation.writing(dry_run=dry_run) as work:
        loaded = load(work, found)
    invocation.text(LOADED.fill(new=loaded.new, known=loaded.known))
    if loaded.laid_up:
        invocation.note(LAID_UP.fill(count=len(loaded.laid_up)))
