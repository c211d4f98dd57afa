"""How many there are is known until the journal grows, that there are many until it has grown by as much.

To count a thousand of the customers that a manager may see, ten thousand are looked at: 7 of the 20 ms of his
page. Whatever takes a record out of a list, or brings one, is a change of that record, which stands in the
journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.data.locks import sees_one_state
from core.host.record_types import RecordType

if TYPE_CHECKING:
    from core.services.work import Work

RESERVE = 2
"""Only this part of what was beyond the limit may have changed: on PostgreSQL rows of the journal become
visible a little later than rows with higher numbers."""


@dataclass(frozen=True, slots=True)
class Known:
    """So many were found when the journal was so long; `exactly` where it tells what was seen."""

    found: int
    journal: int
    exactly: bool = False

    def holds(self, most: int, journal: int) -> bool:
        """Whether that, or that there are more than `most`, is true now that the journal is so long."""
        if self.found <= most:
            return self.exactly and journal == self.journal
        return journal - self.journal < (self.found - most) // RESERVE


def known(work: Work, record_type: RecordType, most: int, journal: int) -> int | None:
    """How many were found before, with the same rights, where that, or that there are more, is still true."""
    found = _remembered(work).get(record_type.name)
    return found.found if found is not None and found.holds(most, journal) else None


def remember(work: Work, record_type: RecordType, found: int, journal: int) -> None:
    """Note that so many were found, for kinds of records that nothing but their own changes hides.

    `journal` is how long it was before they were counted: on PostgreSQL others commit meanwhile.
    """
    if work.access.is_seen_by_itself(record_type):
        _remembered(work)[record_type.name] = Known(found, journal, sees_one_state(work.session))


def _remembered(work: Work) -> dict[str, Known]:
    """What is known as long as the actor's rights are these, ten minutes at most."""
    return work.access.guard(work.actor).remembered
