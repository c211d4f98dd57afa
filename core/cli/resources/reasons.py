"""Reasons for what failed or was kept, each with how many and some of them, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.labels import Label, translations

_ = translations("core")

MOST_SHOWN = 20
LINE = _("{count} × {reason} ({examples})")
WITHOUT = _("{count} × {reason}")


def lines_of(reasons: Sequence[Mapping[str, Any]]) -> Iterator[Label]:
    """One line for each."""
    for item in reasons:
        named = item["examples"][:MOST_SHOWN]
        more = ", ..." if item["count"] > len(named) else ""
        said = {"count": item["count"], "reason": item["reason"]}
        if named:
            yield LINE.fill(**said, examples=", ".join(map(str, named)) + more)
        else:
            yield WITHOUT.fill(**said)
