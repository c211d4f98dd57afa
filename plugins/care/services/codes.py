"""Codes of tasks as people write them: `OIL, cabin` are OIL and CABIN."""

from __future__ import annotations

import re
from collections.abc import Iterable

BETWEEN = re.compile(r"[\s,;，；、]+")


def codes_of(written: str | None) -> tuple[str, ...]:
    """The codes in a text, in capitals, each once, in order."""
    return tuple(dict.fromkeys(code for code in BETWEEN.split((written or "").upper()) if code))


def written(codes: Iterable[str]) -> str:
    """Codes as one text."""
    return ", ".join(codes)
