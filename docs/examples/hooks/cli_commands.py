"""A command of its own: guanxi cli_commands cities."""

# /// guanxi-plugin
# title = "Cities"
# version = "1.0"
# ///

from collections.abc import Iterable
from typing import Any

import click
from sqlalchemy import func, select

from core.plugin_api import CommandGroup, Customer, hookimpl, translations

_ = translations("cli_commands")


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """The command is imported only when somebody uses it."""
    return [CommandGroup(name="cities", help=_("Count customers by city."), target=f"{__name__}:cities")]


@click.command()
@click.pass_obj
def cities(invocation: Any) -> None:
    """Count customers by city.

    Examples:

      guanxi cli_commands cities
    """
    with invocation.reading() as work:
        counts = work.session.execute(select(Customer.city, func.count()).group_by(Customer.city)).all()
    for city, count in sorted(counts, key=lambda row: -row[1]):
        invocation.output.text(f"{city or '-'}: {count}")
