"""The way from a command to the supervisor that takes its place, with children that serve or do jobs."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import NoReturn

from core.cli.errors import HEADINGS
from core.cli.invocation import Invocation
from core.config import PREFIX, Settings
from core.errors import ConfigurationError
from core.labels import translations
from core.server.launch import become_supervisor, listen
from core.server.orders import Plan

_ = translations("core")

DIED = _("A process ended with {code} at its start.")
TAKEN = _("{host}:{port} cannot be served on.")
OTHER_PORT = _("Name another one with {option}, or end the program that uses it.")


def supervise(
    invocation: Invocation,
    settings: Settings,
    listener: int | None,
    workers: int,
    *,
    job_workers: int,
    greeting: str,
    metrics: int | None = None,
) -> NoReturn:
    """Become the supervisor of so many children; `greeting` is said when the first of them is ready.

    `listener` is the socket on which is served, `metrics` the one on which workers tell their numbers.
    """
    become_supervisor(
        Plan(
            listener=listener,
            workers=workers,
            job_workers=job_workers,
            metrics=metrics,
            hook_seconds=settings.hook_seconds,
            write_hook_seconds=settings.write_hook_seconds,
            drain_seconds=settings.drain_seconds,
            greeting=greeting,
            headings=tuple(invocation.translate(heading) for heading in HEADINGS),
            died=invocation.translate(DIED),
            locale=invocation.locale,
        )
    )


def listening(host: str, port: int, option: str) -> socket.socket:
    """An open socket at the address; raises ConfigurationError, which names the option for the port."""
    try:
        return listen(host, port)
    except OSError as error:
        text, fix = TAKEN.fill(host=host, port=port), OTHER_PORT.fill(option=option)
        raise ConfigurationError(text, why=error.strerror or str(error), fix=fix) from error


def hand_over(flags: Mapping[str, object]) -> None:
    """Let the children find what was said here."""
    os.environ.update(
        {PREFIX + name.upper(): str(value) for name, value in flags.items() if value is not None}
    )
