"""Which records go with those that are purged, and which must stay because something names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any

from sqlalchemy import Select, select

from core.data.session import UnrestrictedSession
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.services.chunks import chunks
from core.services.records.links import Link, Links

ATTACHMENTS = "attachments"

Roots = frozenset[int]
"""The ids of purged records because of which another one goes."""


@dataclass(eq=False)
class Doomed:
    """Records of one type that are to be purged (`roots`), and all that goes with them.

    `kept` tells of the roots that stay which table keeps them.
    """

    session: UnrestrictedSession
    registry: Registry
    links: Links
    record_type: RecordType
    found: dict[str, dict[int, Roots]] = field(default_factory=lambda: defaultdict(dict))
    kept: dict[int, str] = field(default_factory=dict)

    def collect(self, roots: Sequence[int]) -> None:
        """Find everything that goes with these, then leave out, until nothing changes, what is named."""
        self.found[self.record_type.name] = {id: frozenset((id,)) for id in roots}
        waiting = [(self.record_type, dict(self.found[self.record_type.name]))]
        while waiting:
            target, level = waiting.pop()
            for follower, rows in self._followers(target, list(level)):
                if new := self._add(follower, rows, level):
                    waiting.append((follower, new))
        while blocked := dict(self._blocked()):
            self.kept |= blocked
            self._spare(frozenset(blocked))

    def in_order(self) -> Iterator[tuple[RecordType, list[int]]]:
        """The records to delete by type, those first that name others."""
        order = {name: self._followed(self.registry.types[name]) for name in self.found}
        for name in reversed(list(TopologicalSorter(order).static_order())):
            if ids := sorted(self.found.get(name, ())):
                yield self.registry.types[name], ids

    def _followed(self, follower: RecordType) -> set[str]:
        """The types whose records this type's follow."""
        targets = (
            self.registry.of_table(table).name
            for table, links in self.links.items()
            if any(link.follower is follower and link.effect == "follows" for link in links)
        )
        return {name for name in targets if name in self.found and name != follower.name}

    def _add(self, follower: RecordType, rows: Rows, level: Mapping[int, Roots]) -> dict[int, Roots]:
        """Note who goes because of whom; answers what was not known yet."""
        known, new = self.found[follower.name], {}
        for id, named in rows:
            roots = known.get(id, frozenset()) | level[named]
            if roots != known.get(id):
                known[id] = new[id] = roots
        return new

    def _followers(self, target: RecordType, ids: Sequence[int]) -> Iterator[tuple[RecordType, Rows]]:
        for link in self.links.get(target.model.__tablename__, ()):
            if link.effect == "follows" and link.follower:
                yield link.follower, self._rows(select(link.rows.c.id, link.names), link.names, ids)
        for item in self.registry.types.values():
            if item.anchored:
                model = item.model
                about = select(model.id, model.record_id).where(model.resource == target.name)
                if item.name != ATTACHMENTS:
                    about = about.where(model.customer_id.is_(None))
                yield item, self._rows(about, model.record_id, ids)

    def _blocked(self) -> Iterator[tuple[int, str]]:
        """The roots that cannot go, each with the table that names it or something that goes with it."""
        for name, records in self.found.items():
            table = self.registry.types[name].model.__tablename__
            for link in self.links.get(table, ()):
                if link.effect == "stays":
                    for named in self._naming(link, list(records)):
                        yield from ((root, link.table) for root in records[named])

    def _naming(self, link: Link, ids: Sequence[int]) -> set[int]:
        """Which of the records rows of a table name that do not go themselves."""
        if link.follower is None:
            found = self._rows(select(link.names, link.names).distinct(), link.names, ids)
            return {named for named, _same in found}
        going = self.found.get(link.follower.name, {})
        found = self._rows(select(link.rows.c.id, link.names), link.names, ids)
        return {named for id, named in found if id not in going}

    def _spare(self, roots: Roots) -> None:
        """These stay, and with them what would have gone because of them alone."""
        for name, records in self.found.items():
            left = {id: because - roots for id, because in records.items()}
            self.found[name] = {id: because for id, because in left.items() if because}

    def _rows(self, statement: Select[Any], column: Any, ids: Sequence[int]) -> Rows:
        rows: Rows = []
        for part in chunks(ids):
            rows += [tuple(row) for row in self.session.execute(statement.where(column.in_(part)))]
        return rows


Rows = list[tuple[int, int]]
"""The id of a record, and the id of that which it names."""
