"""Why a document is kept for a person instead of being read."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "too_large",
    "encoding",
    "dtd_forbidden",
    "malformed_xml",
    "too_deep",
    "too_many_elements",
    "not_adf",
]


class Quarantined(Exception):
    """The document is not read, for this reason; nothing of it is lost."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
