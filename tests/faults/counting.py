"""What a database holds after a fault, beside what was promised."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from core.data.engine import Database
from core.data.models import Customer, JournalEntry, SearchEntry

CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True)
class Count:
    """How many customers were acknowledged, are not there, are there twice, are strange, or are halves.

    Strange are those that nobody was promised, or under another id; halves lack their row of the journal or
    their words for the search, or are only these.
    """

    acknowledged: int
    lost: int
    twice: int
    strange: int
    halves: int

    @property
    def is_whole(self) -> bool:
        """Whether everything is there, once."""
        return (self.lost, self.twice, self.strange, self.halves) == (0, 0, 0, 0)


def counted(database: Database, acknowledged: Mapping[str, int]) -> Count:
    """Compare what was promised, ids by name, with what is there."""
    created = select(JournalEntry.record_id).where(
        JournalEntry.resource == CUSTOMERS, JournalEntry.operation == "create"
    )
    searched = select(SearchEntry.record_id).where(
        SearchEntry.resource == CUSTOMERS, SearchEntry.token_group == "public"
    )
    names = select(Customer.name, func.min(Customer.id), func.count()).group_by(Customer.name)
    with database.reading() as connection:
        rows = connection.execute(names).all()
        ids = set(connection.scalars(select(Customer.id)))
        journal, search = (list(connection.scalars(each)) for each in (created, searched))
    there = {name: id for name, id, _count in rows}
    return Count(
        acknowledged=len(acknowledged),
        lost=len(acknowledged.keys() - there.keys()),
        twice=sum(number - 1 for _name, _id, number in rows),
        strange=sum(acknowledged.get(name or "") != id for name, id in there.items()),
        halves=len(ids ^ {*journal}) + len(ids ^ {*search}) + len(journal) - len({*journal}),
    )
