"""Who did something, as pages say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.labels import translations

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

SYSTEM, NOBODY = _("System"), "system"
"""What it is called, and the name under which the journal has what nobody did."""


def who_of(work: Work, name: str) -> str:
    """The name that was written down; that of the system itself in the reader's language."""
    return work.translate(SYSTEM) if name == NOBODY else name
