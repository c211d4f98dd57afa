"""CSV as a table: a stream of rows in a known memory, however large or broken the file.

Quoting is read strictly. A row whose quotation marks do not fit is reported; when it swallowed the lines
after it and these are rows in their own right, only its first line is reported and the others are given on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from core.labels import Label, translations
from core.services.files.cells import restore
from core.services.files.delimiters import detect_delimiter, directive, known_delimiter
from core.services.files.headings import Shape, read_headings
from core.services.files.limits import FileLimits
from core.services.files.line_feed import LineFeed, RecordTooLong, line_reader
from core.services.files.problems import CellProblem, UnreadableFile, shown
from core.services.files.source import SAMPLE_BYTES, Source
from core.services.files.table import SourceRow, Table
from core.services.files.text_encoding import byte_order_mark, decode_sample, detect_encoding, known_encoding

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

_ = translations("core")

_QUOTING = {
    "unexpected end of data": _("A quotation mark is opened and not closed again."),
    "expected after": _('A cell goes on behind its closing quotation mark; one inside a cell is written "".'),
    "new-line character": _("The row holds a carriage return (CR) outside quotation marks."),
    "field larger": _("A cell is too large."),
}


def open_csv(source: Source, encoding: str | None, delimiter: str | None, limits: FileLimits) -> Table:
    """The CSV table in `source`; what is not said is detected from its first bytes. Raises UnreadableFile."""
    complete = source.size <= SAMPLE_BYTES
    encoding = known_encoding(encoding) if encoding else detect_encoding(source.sample, complete)
    sample = decode_sample(source.sample, encoding)
    named = directive(sample)
    separator = known_delimiter(delimiter) if delimiter else named or detect_delimiter(sample, complete)
    feed = _feed(source, encoding, "\r" in sample and "\n" not in sample, limits)
    if named:
        next(feed.lines())
        feed.take()
    # Of the whole process, so it only ever grows; the feed keeps to the limit of this file.
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_bytes))
    reader = CsvRows(feed, separator, read_headings(_first_record(feed, separator), limits.columns))
    position = source.file.tell
    return Table(
        format="csv",
        headings=reader.shape.headings,
        source=reader.rows(),
        position=lambda: position() / source.size,
        encoding=encoding,
        delimiter=separator,
    )


class CsvRows:
    """The rows behind the headings."""

    def __init__(self, feed: LineFeed, delimiter: str, shape: Shape) -> None:
        self.shape = shape
        self._feed = feed
        self._delimiter = delimiter
        self._ended = False

    def rows(self) -> Iterator[SourceRow]:
        """Every row that is not empty; after a broken one the next begins on the following line."""
        while not self._ended:
            try:
                yield from self._read()
            except csv.Error as error:
                yield from self._broken(_quoting_reason(error))
            except RecordTooLong:
                yield from self._broken(_("The row is too long, or a quotation mark is not closed again."))

    def _read(self) -> Iterator[SourceRow]:
        feed, shape, width = self._feed, self.shape, self.shape.width
        plain = width == len(shape.headings)
        for cells in self._reader(feed.lines()):
            line, text = feed.take()
            if plain and len(cells) == width and cells[0].strip() and not feed.problems:
                yield SourceRow(line, tuple(map(restore, cells) if "'" in text else cells))
            elif any(map(str.strip, cells)):
                yield shape.fit(line, cells, feed.take_problems(feed.line))
        self._ended = True

    def _reader(self, lines: Iterable[str]) -> CsvReader:
        return csv.reader(lines, delimiter=self._delimiter, strict=True)

    def _broken(self, reason: Label) -> Iterator[SourceRow]:
        """The record that could not be read, and the whole rows that it swallowed."""
        lines = self._feed.pending[:]
        line, text = self._feed.take()
        rows, used = (
            self._whole_rows(line + 1, lines[1:]) if self._feed.may_read_again(len(text)) else ([], 0)
        )
        if rows:
            self._feed.give_back(lines[1 + used :])
            text = lines[0]
        problems = self._feed.take_problems(line + 1 if rows else self._feed.line)
        text = text.rstrip("\r\n")
        yield self.shape.raw(line, text, problems or (CellProblem("", "broken_row", reason, shown(text)),))
        for start, end, cells in rows:
            yield self.shape.fit(start, cells, self._feed.take_problems(end))

    def _whole_rows(self, first: int, lines: list[str]) -> tuple[list[tuple[int, int, list[str]]], int]:
        """The rows at the start of `lines` that are as wide as the headings and well quoted.

        Each with the number of its first line and of the line after it; and how many lines they take.
        """
        rows: list[tuple[int, int, list[str]]] = []
        used, reader = 0, self._reader(lines)
        try:
            for cells in reader:
                odd = sum(line.count('"') for line in lines[used : reader.line_num]) % 2
                if odd or len(cells) not in (0, self.shape.width):
                    break
                if any(cells):
                    rows.append((first + used, first + reader.line_num, cells))
                used = reader.line_num
        except csv.Error:
            pass  # the rest is read again as a record of its own
        return rows, used


def _feed(source: Source, encoding: str, carriage_returns: bool, limits: FileLimits) -> LineFeed:
    mark = byte_order_mark(source.sample, encoding)
    return LineFeed(line_reader(source.file, encoding, mark, carriage_returns), limits.record_bytes)


def _first_record(feed: LineFeed, delimiter: str) -> list[str]:
    """The first record that is not empty; raises UnreadableFile when there is none or it is broken."""
    try:
        for cells in csv.reader(feed.lines(), delimiter=delimiter, strict=True):
            line, _text = feed.take()
            if problems := feed.take_problems(feed.line):
                raise _unreadable_headings(line, problems[0].message)
            if any(map(str.strip, cells)):
                return cells
    except csv.Error as error:
        raise _unreadable_headings(feed.line, _quoting_reason(error)) from error
    except RecordTooLong as error:
        raise _unreadable_headings(feed.line, _("The row is too long.")) from error
    raise UnreadableFile(_("The file holds no row."), fix=_("Choose a file with headings in its first row."))


def _unreadable_headings(line: int, why: str) -> UnreadableFile:
    return UnreadableFile(
        _("The headings in line {line} cannot be read.").fill(line=line),
        why=why,
        fix=_("Check the file's encoding and delimiter, or name them."),
    )


def _quoting_reason(error: csv.Error) -> Label:
    known = [reason for part, reason in _QUOTING.items() if part in str(error)]
    return known[0] if known else _("The row cannot be read: {reason}.").fill(reason=error)
