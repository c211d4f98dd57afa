"""Records that come with a row, such as contacts: found again by who they are, never doubled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.data.among import among
from core.errors import FieldErrors
from core.host.record_types import RecordType
from core.services import records
from core.services.chunks import chunks
from core.services.files.problems import CellProblem
from core.services.importing.file_row import FileRow, Member, Values
from core.services.importing.offering import Group
from core.services.importing.rows import RowReader
from core.services.work import Work

Problems = dict[FileRow, list[CellProblem]]
Related = dict[FileRow, Counter[str]]
"""How many records came with each row, by resource."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record that a row brings, the record of the row that it belongs to, and what it is now, if it is."""

    row: FileRow
    member: Member
    owner: int
    current: Values | None


@dataclass(eq=False)
class RelatedWriter:
    """Writes what rows bring beside their records, in the same transaction."""

    work: Work
    reader: RowReader

    def write(self, owners: Mapping[FileRow, int], new: set[FileRow]) -> tuple[Related, Problems]:
        """How many records each row wrote beside its own, which `owners` tells (`new` ones have none yet)."""
        written: Related = defaultdict(Counter)
        problems: Problems = defaultdict(list)
        for group in self.reader.plan.groups.values():
            rows = [row for row in owners if any(member.group == group.name for member in row.related)]
            if group.record_type is not None and rows:
                known = self._known(group, group.record_type, [owners[row] for row in rows if row not in new])
                wanted = [item for row in rows for item in _matched(group, row, owners[row], known)]
                self._write(group, group.record_type, wanted, written, problems)
        return written, problems

    def _known(self, group: Group, record_type: RecordType, owners: Sequence[int]) -> dict[int, list[Values]]:
        """The records that belong to these already."""
        owner = record_type.attribute(group.parent)
        ids: list[int] = []
        for part in chunks(sorted(owners)):
            ids += self.work.session.scalars(select(record_type.model.id).where(among(owner, part)))
        found: dict[int, list[Values]] = defaultdict(list)
        for record in records.load(self.work, record_type, ids, children=("tags",), for_action="view"):
            found[record[group.parent]].append(record)
        return found

    def _write(
        self,
        group: Group,
        record_type: RecordType,
        wanted: Sequence[Wanted],
        written: Related,
        problems: Problems,
    ) -> None:
        new = {n: item for n, item in enumerate(wanted) if item.current is None}
        old = {n: item for n, item in enumerate(wanted) if item.current is not None}
        sent = {n: {**item.member.values, group.parent: item.owner} for n, item in new.items()}
        created = records.prepare_parsed(self.work, record_type, sent)
        current = {n: item.current or {} for n, item in old.items()}
        changes = {n: dict(item.member.values) for n, item in old.items()}
        changed = records.prepare_changes(self.work, record_type, changes, current)
        for n, errors in {**created.errors, **changed.errors}.items():
            problems[wanted[n].row] += self._problems(wanted[n], errors)
        if not problems:
            records.insert_drafts(self.work, record_type, created.drafts)
            different = {n: draft for n, draft in changed.drafts.items() if records.differs(draft)}
            records.update_drafts(self.work, record_type, different)
            for n in (*created.drafts, *different):
                written[wanted[n].row][group.name] += 1

    def _problems(self, item: Wanted, errors: FieldErrors) -> list[CellProblem]:
        return self.reader.problems(item.row, errors, item.member.group, item.member.number)


def _matched(group: Group, row: FileRow, owner: int, known: Mapping[int, list[Values]]) -> Iterator[Wanted]:
    """Each member of the group with the record that it is; no record stands for two."""
    free = list(known.get(owner, ()))
    for member in row.related:
        if member.group == group.name:
            current = _same(group, member.values, free)
            if current is not None:
                free.remove(current)
            yield Wanted(row, member, owner, current)


def _same(group: Group, values: Values, free: Sequence[Values]) -> Values | None:
    """The record with the same key or e-mail, else with the same name, else with the same values."""
    for names in _identities(group):
        said = [_folded(values.get(name)) for name in names]
        for record in free if all(said) else ():
            if [_folded(record.get(name)) for name in names] == said:
                return record
    return next((r for r in free if values and all(r.get(name) == values[name] for name in values)), None)


def _identities(group: Group) -> Iterator[tuple[str, ...]]:
    """The fields that say who somebody is, the most reliable first."""
    assert group.record_type is not None  # noqa: S101 - a group of records
    key = group.record_type.resource.key
    candidates = ((key,) if key != "id" else (), ("email",), ("name",), ("family_name", "given_name"))
    yield from (names for names in candidates if names and all(name in group.fields for name in names))


def _folded(value: Any) -> str:
    return str(value).strip().casefold() if value is not None else ""
