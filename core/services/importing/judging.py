"""From rows to drafts: which record a row is about, and whether what it says may stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from core.data.among import among
from core.data.models.journal import JournalEntry
from core.errors import FieldError, FieldErrors
from core.labels import translations
from core.services import records
from core.services.chunks import chunks
from core.services.files.problems import CellProblem
from core.services.importing.file_row import FileRow, Values
from core.services.importing.lines import merge_lines
from core.services.importing.rows import RowReader
from core.services.records.drafts import Draft, Drafts
from core.services.work import Work

_ = translations("core")

SEVERAL = _("This value does not say which record is meant: {count} have it.")
NOT_THERE = _("There is no such {record}, or you may not see it.")
NOT_YOURS = _("You may see this record, but not change it.")
TWICE = _("An earlier row of this file has written this {record}, and this row says something else.")

Problems = dict[FileRow, list[CellProblem]]


@dataclass(eq=False)
class Judged:
    """What is to be written for some rows, and what is wrong with the others.

    `created` and `changed` are drafts by the row's position in the file; `ids` are the records that rows are
    about, `unchanged` the positions of rows that say what stands there already.
    """

    created: Drafts = field(default_factory=dict)
    changed: Drafts = field(default_factory=dict)
    unchanged: set[int] = field(default_factory=set)
    ids: dict[int, int] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)


class Judge:
    """Judges rows as the database stands in the work that asks; writes nothing."""

    def __init__(self, reader: RowReader, cause: str) -> None:
        self._reader = reader
        self._plan = reader.plan
        self._cause = cause

    def judge(self, work: Work, rows: Sequence[FileRow]) -> Judged:
        """Drafts and problems of rows that do not depend on each other."""
        judged = Judged()
        by_position = {row.position: row for row in rows}
        self._find(work, rows, judged)
        rest = {n: row for n, row in by_position.items() if row not in judged.problems}
        self._judge_new(work, {n: row for n, row in rest.items() if n not in judged.ids}, judged)
        self._judge_changes(work, {n: row for n, row in rest.items() if n in judged.ids}, judged)
        return judged

    def _judge_new(self, work: Work, rows: Mapping[int, FileRow], judged: Judged) -> None:
        sent = {n: row.fresh_values() for n, row in rows.items()}
        prepared = records.prepare_parsed(work, self._plan.record_type, sent)
        judged.created = prepared.drafts
        for n, errors in prepared.errors.items():
            judged.problems[rows[n]] = self._reader.problems(rows[n], errors)

    def _judge_changes(self, work: Work, rows: Mapping[int, FileRow], judged: Judged) -> None:
        if not rows:
            return
        current = self._current(work, rows, judged)
        sent, numbers = {}, {}
        for n in current:
            sent[n], numbers[n] = self._merged(rows[n], current[n])
        prepared = records.prepare_changes(work, self._plan.record_type, sent, current)
        for n, errors in prepared.errors.items():
            judged.problems[rows[n]] = self._reader.problems(rows[n], errors, numbers=numbers[n])
        different = {n: draft for n, draft in prepared.drafts.items() if records.differs(draft)}
        judged.unchanged = prepared.drafts.keys() - different.keys()
        judged.changed = self._once(work, rows, different, judged)

    def _find(self, work: Work, rows: Sequence[FileRow], judged: Judged) -> None:
        """The records that rows are about, by their key."""
        key = self._plan.key
        keyed = {row: row.values[key] for row in rows if key and row.values.get(key) is not None}
        if not key or not keyed:
            return
        found = self._ids(work, key, list(set(keyed.values())))
        for row, value in keyed.items():
            ids = found.get(value, [])
            if len(ids) == 1:
                judged.ids[row.position] = ids[0]
            elif ids:
                self._complain(judged, row, key, "key_ambiguous", SEVERAL.fill(count=len(ids)))
            elif key == "id":
                singular = self._plan.record_type.resource.singular
                self._complain(judged, row, key, "reference_unknown", NOT_THERE.fill(record=singular))

    def _ids(self, work: Work, key: str, values: Sequence[Any]) -> dict[Any, list[int]]:
        """The visible records that have these values in their key."""
        record_type = self._plan.record_type
        column, holder = record_type.attribute(key), record_type.holder(key)
        found: dict[Any, list[int]] = defaultdict(list)
        for part in chunks(values):
            statement = select(column, holder.id).where(column.in_(part))
            for value, id in work.session.execute(statement):
                found[value].append(id)
        return found

    def _current(self, work: Work, rows: Mapping[int, FileRow], judged: Judged) -> dict[int, Values]:
        """The records as they stand, by the position of their row; only those that may be changed."""
        record_type = self._plan.record_type
        names = {*record_type.children} & {name for row in rows.values() for name in row.numbers}
        loaded = records.load(
            work,
            record_type,
            [judged.ids[n] for n in rows],
            children={*names, "tags"},
            for_action="edit",
            lock=False,
        )
        by_id = {record["id"]: record for record in loaded}
        for n, row in rows.items():
            if judged.ids[n] not in by_id:
                self._complain(judged, row, self._plan.key or "", "forbidden", NOT_YOURS)
        return {n: by_id[judged.ids[n]] for n in rows if judged.ids[n] in by_id}

    def _merged(self, row: FileRow, current: Values) -> tuple[Values, dict[str, list[int]]]:
        """What the row sends, its lines put to those that stand there; and which line came from where."""
        values, numbers = row.fresh_values(), {}
        values.pop("id", None)
        for name, said in row.numbers.items():
            values[name], numbers[name] = merge_lines(current[name], values[name], said)
        return values, numbers

    def _once(
        self, work: Work, rows: Mapping[int, FileRow], drafts: Mapping[int, Draft], judged: Judged
    ) -> Drafts:
        """Without those that would write a record again that an earlier row of this import has written."""
        ids = [draft.record.id for draft in drafts.values()]
        written: set[int] = set()
        for part in chunks(ids):
            statement = select(JournalEntry.record_id).where(
                JournalEntry.resource == self._plan.record_type.name,
                among(JournalEntry.record_id, part),
                JournalEntry.cause == self._cause,
            )
            written.update(id for id in work.session.scalars(statement) if id is not None)
        message = TWICE.fill(record=self._plan.record_type.resource.singular)
        for n, draft in drafts.items():
            if draft.record.id in written:
                self._complain(judged, rows[n], self._plan.key or "", "written_twice", message)
        return {n: draft for n, draft in drafts.items() if draft.record.id not in written}

    def _complain(self, judged: Judged, row: FileRow, field: str, code: str, message: str) -> None:
        errors: FieldErrors = {field: (FieldError(code, message, row.values.get(field)),)}
        judged.problems[row] = self._reader.problems(row, errors)
