"""A row of the file as values: read by the kinds, with what is wrong said in the words of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.contracts.kinds import Problem
from core.errors import FieldErrors
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

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def read(self, position: int, source: SourceRow) -> FileRow:
        """The row; what is wrong with it stands in its `problems`."""
        row = FileRow(position, source, problems=list(source.problems))
        if row.problems:
            return row
        said = self._said(row)
        row.values = said.pop("", {}).get(1, {})
        for name, members in said.items():
            numbers = sorted(members)
            if self.plan.groups[name].record_type:
                row.related += [Member(name, number, members[number]) for number in numbers]
            else:
                row.numbers[name] = numbers
                row.values[name] = [members[number] for number in numbers]
        if not row.problems:
            row.handles, row.needs = handles_of(self.plan, row), needs_of(self.plan, row)
        return row

    def _said(self, row: FileRow) -> Said:
        """What the cells say, by group, number and field; cells that say nothing are left out."""
        said: Said = {}
        cells = row.source.cells
        for column in self.plan.columns:
            text = cells[column.index]
            if text and not is_empty(text):
                value = self._value(row, column, text)
                if value is not None:
                    group, number, name = column.place.key
                    said.setdefault(group, {}).setdefault(number, {})[name] = value
        for default in self.plan.defaults:
            group, number, name = default.place.key
            if not group or number in said.get(group, ()):
                said.setdefault(group, {}).setdefault(number, {}).setdefault(name, default.value)
        return said

    def _value(self, row: FileRow, column: Column, text: str) -> Any:
        try:
            return column.read(text)
        except Problem as problem:
            row.problems.append(CellProblem(column.heading, problem.code, problem.message, shown(text)))
            return None

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
            return self.plan.column(name, known[int(ordinal)], field_name)
        return self.plan.column(group, number, path)
