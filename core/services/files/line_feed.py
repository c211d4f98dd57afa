"""The lines of a text file, one at a time: counted, decoded strictly, and never longer than a limit."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from core.labels import Label, translations
from core.services.files.problems import CellProblem, shown

_ = translations("core")

REPLACEMENT = "\ufffd"
"""Stands in a decoded line where bytes were not text; a row that holds one is always reported."""

READ_AGAIN = 10
"""How many times a file may be read again at most, all in all, to find the whole rows between broken ones."""


class LineReader(NamedTuple):
    """Reads a next line of at most so many bytes (some more, where it decodes), in an encoding.

    Lines end with `end`; what does not was cut, or is the last one.
    """

    read: Callable[[int], bytes]
    encoding: str
    end: bytes


class RecordTooLong(Exception):
    """One record is longer than the limit; the line feed stands behind its last line."""


def line_reader(file: BinaryIO, encoding: str, mark: int, carriage_returns: bool) -> LineReader:
    """What reads the lines of a file.

    In most encodings a byte 0x0A is always a line end, so lines are cut before they are decoded and one bad
    byte spoils one line only. UTF-16, and files that end their lines with CR alone, come as UTF-8 from
    Python's own decoder, with REPLACEMENT where bytes were not text. `mark` is the length of the byte order
    mark.
    """
    file.seek(mark)
    if not (encoding.startswith("utf-16") or carriage_returns):
        return LineReader(file.readline, encoding, b"\n")
    text = io.TextIOWrapper(io.BufferedReader(_Borrowed(file)), encoding, errors="replace", newline="")
    end = b"\r" if carriage_returns else b"\n"
    return LineReader(lambda limit: text.readline(limit).encode("utf-8", "replace"), "utf-8", end)


class LineFeed:
    """Feeds a CSV reader with lines and remembers those of the record that it is reading.

    `pending` are the lines of the record, `line` is the number of its first one, and `problems` are what is
    wrong with lines that were read, by their numbers.
    """

    def __init__(self, reader: LineReader, limit: int) -> None:
        self.pending: list[str] = []
        self.line = 1
        self.problems: dict[int, CellProblem] = {}
        self._readline, self._encoding, self._end = reader
        self._limit = limit
        self._offset = 0
        self._size = 0
        self._returned: deque[str] = deque()
        self._read_again = 0

    def lines(self) -> Iterator[str]:
        """The lines from here on; ends with the file and raises RecordTooLong."""
        yield from self._lines_again()
        readline, pending, longest = self._readline, self.pending, self._limit + 1
        while raw := readline(longest):
            try:
                text = raw.decode(self._encoding)
            except UnicodeDecodeError as error:
                text = self._undecodable(raw, error)
            pending.append(text)
            if REPLACEMENT in text or "\0" in text:
                self._suspect(text)
            self._offset += len(raw)
            if len(pending) > 1 or len(raw) >= longest:
                self._check_size(raw)
            yield text

    def take(self) -> tuple[int, str]:
        """The number of the record's first line and its text; the next line begins a new record."""
        line, pending = self.line, self.pending
        self.line += len(pending)
        if len(pending) == 1:
            return line, pending.pop()
        text = "".join(pending)
        pending.clear()
        return line, text

    def give_back(self, lines: Sequence[str]) -> None:
        """Take back the last lines: they will be read again as the next record."""
        self.line -= len(lines)
        self._returned.extendleft(reversed(lines))

    def may_read_again(self, size: int) -> bool:
        """Whether so many characters may be read again: a hostile file must not make this go on for ever."""
        self._read_again += size
        return self._read_again <= READ_AGAIN * (self._offset + self._limit)

    def take_problems(self, before: int) -> tuple[CellProblem, ...]:
        """What is wrong with the lines before this number; it is forgotten here."""
        return tuple(self.problems.pop(line) for line in sorted(self.problems) if line < before)

    def _lines_again(self) -> Iterator[str]:
        while self._returned:
            text = self._returned.popleft()
            self.pending.append(text)
            self._grow(len(text))
            yield text

    def _check_size(self, raw: bytes) -> None:
        self._grow(len(raw))
        if len(raw) > self._limit:
            message = _("Line {line} is longer than {limit} bytes.").fill(
                line=self._last_line, limit=self._limit
            )
            self._report("line_too_long", message, self.pending[-1])
            while raw and not raw.endswith(self._end):
                raw = self._readline(self._limit)
                self._offset += len(raw)
        if self._size > self._limit:
            raise RecordTooLong

    def _grow(self, size: int) -> None:
        """Count the size of a record of several lines; a record's first line is counted with its second."""
        before = 0 if len(self.pending) == 1 else self._size
        self._size = size + (len(self.pending[0]) if len(self.pending) == 2 else before)

    def _undecodable(self, raw: bytes, error: UnicodeDecodeError) -> str:
        if len(raw) > self._limit:  # it was cut, perhaps within a character, and is told to be too long
            return raw.decode(self._encoding, "ignore")
        line = self.line + len(self.pending)
        message = _("Byte {position} of the file (0x{byte:02X}, in line {line}) is not {encoding}.").fill(
            position=self._offset + error.start + 1,
            byte=raw[error.start],
            line=line,
            encoding=self._encoding.upper(),
        )
        around = raw[max(0, error.start - 20) : error.end + 20].decode(self._encoding, "backslashreplace")
        self.problems[line] = CellProblem("", "not_text", message, shown(around))
        return raw.decode(self._encoding, "replace")

    def _suspect(self, text: str) -> None:
        line = self._last_line
        if "\0" in text:
            message = _("Line {line} holds a zero byte (NUL), which is not text.").fill(line=line)
            self._report("nul_character", message, text.replace("\0", "\\0"))
        else:
            message = _("Line {line} was damaged when the file was written: it holds the character U+FFFD.")
            self._report("damaged_text", message.fill(line=line), text)

    def _report(self, code: str, message: Label, text: str) -> None:
        self.problems.setdefault(self._last_line, CellProblem("", code, message, shown(text)))

    @property
    def _last_line(self) -> int:
        return self.line + len(self.pending) - 1


class _Borrowed(io.RawIOBase):
    """A file that stays open when the decoder above it is thrown away."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)
