"""The way from a command to the supervisor that takes its place, with children that serve or do jobs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NoReturn

from core.cli.errors import HEADINGS
from core.cli.invocation import Invocation
from core.config import PREFIX, Settings
from core.labels import translations
from core.server.launch import become_supervisor
from core.server.orders import Plan

_ = translations("core")

DIED = _("A process ended with {code} at its start.")


def supervise(
    invocation: Invocation,
    settings: Settings,
    listener: int | None,
    workers: int,
    *,
    job_workers: int,
    greeting: str,
) -> NoReturn:
    """Become the supervisor of so many children; `greeting` is said when the first of them is ready."""
    become_supervisor(
        Plan(
            listener=listener,
            workers=workers,
            job_workers=job_workers,
            hook_seconds=settings.hook_seconds,
            write_hook_seconds=settings.write_hook_seconds,
            drain_seconds=settings.drain_seconds,
            greeting=greeting,
            headings=tuple(invocation.translate(heading) for heading in HEADINGS),
            died=invocation.translate(DIED),
            locale=invocation.locale,
        )
    )


def hand_over(flags: Mapping[str, object]) -> None:
    """Let the children find what was said here."""
    os.environ.update(
        {PREFIX + name.upper(): str(value) for name, value in flags.items() if value is not None}
    )
