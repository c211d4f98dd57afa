"""A row of the file as values: read by the kinds, with what is wrong said in the words of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.contracts.kinds import ParseContext, Problem
from core.errors import FieldError, FieldErrors, Invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services.files.problems import CellProblem, shown
from core.services.files.table import SourceRow
from core.services.importing.cells import is_empty
from core.services.importing.file_row import FileRow, Member, Values
from core.services.importing.handles import handles_of, needs_of
from core.services.importing.plans import Column, Plan

_ = translations("core")

IN_FIELD = _("{field}: {reason}")
Said = dict[str, dict[int, Values]]
Numbers = Mapping[str, Sequence[int]]


class RowReader:
    """Reads the rows of one file by one plan."""

    def __init__(self, plan: Plan, context: ParseContext) -> None:
        self.plan = plan
        self._context = context

    def read(self, position: int, source: SourceRow) -> FileRow:
        """The row; what is wrong with it stands in its `problems`."""
        row = FileRow(position, source, problems=list(source.problems))
        if row.problems:
            return row
        said = self._said(source)
        own = said.pop("", {}).get(1, {})
        for name in said.keys() & self.plan.record_type.children.keys():
            row.numbers[name] = sorted(said[name])
            own[name] = [said[name][number] for number in row.numbers[name]]
        row.values = self._parse(row, self.plan.record_type, own)
        row.related = list(self._related(row, said))
        if not row.problems:
            row.handles, row.needs = handles_of(self.plan, row), needs_of(self.plan, row)
        return row

    def _said(self, source: SourceRow) -> Said:
        """What the cells say, by group, number and field; cells that say nothing are left out."""
        said: Said = defaultdict(dict)
        cells = source.cells
        for column in self.plan.columns:
            text = cells[column.index]
            if text and not is_empty(text):
                group, number, name = column.place.key
                said[group].setdefault(number, {})[name] = column.read(text)
        for default in self.plan.defaults:
            group, number, name = default.place.key
            if not group or number in said.get(group, ()):
                said[group].setdefault(number, {}).setdefault(name, default.value)
        return said

    def _related(self, row: FileRow, said: Said) -> Iterator[Member]:
        """The records beside the row's own, each read on its own."""
        for name, members in said.items():
            record_type = self.plan.groups[name].record_type
            if record_type is None:
                continue
            for number in sorted(members):
                yield Member(name, number, self._parse(row, record_type, members[number], name, number))

    def _parse(
        self, row: FileRow, record_type: RecordType, raw: Values, group: str = "", number: int = 1
    ) -> Values:
        """The values of one record; "update" insists on nothing: what is needed is known only later."""
        try:
            key = {"id": self._id(record_type, raw.pop("id"))} if "id" in raw else {}
            return key | record_type.parse("update", raw, self._context)
        except Invalid as error:
            row.problems += self.problems(row, error.errors, group, number)
            return {}

    def _id(self, record_type: RecordType, raw: Any) -> int:
        try:
            id: int = record_type.fields["id"].kind.parse(raw, self._context)
        except Problem as problem:
            raise Invalid({"id": (FieldError(problem.code, problem.message, raw),)}) from problem
        return id

    def problems(
        self,
        row: FileRow,
        errors: FieldErrors,
        group: str = "",
        number: int = 1,
        numbers: Numbers | None = None,
    ) -> list[CellProblem]:
        """Errors by field path as problems of cells: the column's heading and what stands there."""
        found = []
        for path, several in errors.items():
            column = self._column(path, group, number, row.numbers if numbers is None else numbers)
            for error in several:
                text = row.source.cells[column.index] if column else error.value
                message = (
                    error.message if column or not path else IN_FIELD.fill(field=path, reason=error.message)
                )
                value = "" if text is None else shown(str(text))
                found.append(CellProblem(column.heading if column else "", error.code, message, value))
        return found

    def _column(self, path: str, group: str, number: int, numbers: Numbers) -> Column | None:
        """The column that an error is about, if it is about one."""
        name, _dot, rest = path.partition(".")
        ordinal, _dot, field_name = rest.partition(".")
        known = numbers.get(name, ()) if not group else ()
        if ordinal.isdigit() and int(ordinal) < len(known):
            group, number, name = name, known[int(ordinal)], field_name
        return self.plan.column(group, number, name)
