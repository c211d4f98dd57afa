"""The club's command."""

from __future__ import annotations

import click


@click.command()
def greet() -> None:
    """Greet."""
    click.echo("hello")
