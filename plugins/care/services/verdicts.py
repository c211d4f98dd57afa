"""What is decided about something that is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugins.care.services.plans import Known
from plugins.care.services.rule import Due


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject whose turn it is: its visit (`bundle`), and of it what nobody was reminded of yet (`new`)."""

    id: int
    name: str
    customer: int | None
    contact: int | None
    plan: Known
    dues: Sequence[Due]
    bundle: Sequence[Due]
    new: Sequence[Due]
    reminded: set[str]
    last: date | None

    @property
    def key(self) -> str:
        """What names the reminder for ever: the first new task of the visit at this time."""
        first = self.new[0] if self.new else self.bundle[0]
        return f"{self.id}:{first.occurrence}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Told (`reason` is empty), by a channel where one is known; or why not, and when to look `again`."""

    thing: Thing
    reason: str = ""
    channel: str | None = None
    again: date | None = None

    @property
    def is_told(self) -> bool:
        """Whether somebody is reminded."""
        return not self.reason
