"""Where there were many there are still many, until the journal has grown by as much.

To count a thousand of the customers that a manager may see, ten thousand are looked at: 7 of the 20 ms of his
page. Whatever takes a record out of a list is a change of that record, which stands in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.host.record_types import RecordType

if TYPE_CHECKING:
    from core.services.work import Work

RESERVE = 2
"""Only this part of what was beyond the limit may have changed: on PostgreSQL rows of the journal become
visible a little later than rows with higher numbers."""


@dataclass(frozen=True, slots=True)
class Plenty:
    """So many were found when the journal was so long."""

    found: int
    journal: int

    def is_more_than(self, most: int, journal: int) -> bool:
        """Whether there are still more, now that the journal is so long."""
        return journal - self.journal < (self.found - most) // RESERVE


def is_still_plenty(work: Work, record_type: RecordType, most: int, journal: int) -> bool:
    """Whether more than `most` were found before, with the same rights, and cannot have become fewer."""
    known = _remembered(work).get(record_type.name)
    return known is not None and known.is_more_than(most, journal)


def remember(work: Work, record_type: RecordType, found: int, journal: int) -> None:
    """Note that so many were found, for kinds of records that nothing but their own changes hides.

    `journal` is how long it was before they were counted: on PostgreSQL others commit meanwhile.
    """
    if work.access.is_seen_by_itself(record_type):
        _remembered(work)[record_type.name] = Plenty(found, journal)


def _remembered(work: Work) -> dict[str, Plenty]:
    """What is known as long as the actor's rights are these, ten minutes at most."""
    return work.access.guard(work.actor).remembered
