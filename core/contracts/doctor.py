"""Checks of `guanxi doctor`: what may be wrong with an installation, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from core.labels import Label

Severity = Literal["problem", "advice"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check has found, and what to do: `fix` names the command, the setting or the place.

    A "problem" has to be mended and makes the command end with code 5; "advice" does not.
    """

    text: str
    fix: str
    severity: Severity = "problem"


@dataclass(frozen=True, kw_only=True)
class Check:
    """Looks at one thing: `look(work)` answers None if it is as it should be. `name` is `<owner>.<name>`.

    It reads as the system, in a transaction of its own, and has a second or two. What it raises is shown
    as a problem, and the other checks go on.
    """

    name: str
    title: Label
    look: Callable[[Any], Finding | None]
