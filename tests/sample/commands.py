"""A command of the sample plugin, imported only when it is used."""

from typing import Any

import click

from core.services import lists


@click.command()
@click.option("--loud", is_flag=True, help="In capitals.")
@click.pass_obj
def census(invocation: Any, loud: bool) -> None:
    """Count the machines.

    Examples:

      guanxi sample census
    """
    with invocation.reading() as work:
        count = lists.list_records(work, "sample.machines", lists.Query(limit=1, count="exact")).count
    text = f"{count} machines"
    invocation.output.text(text.upper() if loud else text)
