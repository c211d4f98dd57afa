"""The command of the library."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy import func, select

from .models import Loan


@click.command()
@click.option("--status", default="lent", help="Those that are in this status.")
@click.pass_obj
def count(invocation: Any, status: str) -> None:
    """Count the loans.

    Examples:

      guanxi library count --status returned
    """
    with invocation.reading() as work:
        found = work.session.scalar(select(func.count(Loan.id)).where(Loan.status == status))
    invocation.output.text(str(found))
