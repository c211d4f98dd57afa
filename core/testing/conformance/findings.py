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


def costly(what: str, queries: int, most: int, where: str) -> Finding:
    """That something asks the database too often."""
    fix = f"Ask at most {most} times: once for all rows, not for each."
    return Finding(f"{what} needs {queries} queries.", fix, where)
