"""What a rule says about a plugin that does not keep it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and what to do, `where` (file:line); `rule` is filled in by whoever runs the rules."""

    message: str
    fix: str
    where: str = ""
    rule: str = ""
