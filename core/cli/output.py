"""The one place that prints: results to stdout, everything else to stderr, colours only where they are seen.

`--json` has a stable schema: one object with `version`. A list, `{"version": 1, "data": [...], "next": ...}`,
has one record a line, so it can be streamed, cut and grepped. Keys and codes are never translated.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from core.cli.tables import Table
    from core.labels import Translator

JSON_VERSION = 1
NARROWEST = 40
# Wide enough for any row: what goes into a file or a pipe is never cut.
UNLIMITED = 100_000


class Output:
    """Where a command's words go."""

    def __init__(self) -> None:
        self.plain = False
        self.translate: Translator = str
        """The language of the texts in `--json`."""

    def text(self, line: str = "") -> None:
        """A line of the result."""
        click.echo(line, color=self.has_colour(sys.stdout))

    def heading(self, line: str) -> None:
        """A line above a part of the result."""
        self.text(self._bold(line))

    def note(self, line: str) -> None:
        """A line beside the result."""
        click.echo(line, err=True, color=self.has_colour(sys.stderr))

    def rewrite(self, line: str) -> None:
        """Write over the last line of stderr, which must be a terminal."""
        click.echo(f"\r{line}", nl=False, err=True)

    def error(self, lines: Iterable[tuple[str, str]]) -> None:
        """What went wrong: headings and lines."""
        for heading, line in lines:
            styled = click.style(heading, fg="red", bold=True) if not heading.startswith(" ") else heading
            self.note(f"{styled} {line}")

    def json(self, **members: Any) -> None:
        """One object with the version of the schema."""
        self._write(self._encode({"version": JSON_VERSION, **members}))

    def json_rows(self, rows: Iterable[Mapping[str, Any]], end: Mapping[str, Any]) -> None:
        """A list as one object, a row a line; `end` is read after the last row."""
        self._write(b'{"version":%d,"data":[' % JSON_VERSION, newline=False)
        comma = b""
        for row in rows:
            self._write(comma + b"\n" + self._encode(row), newline=False)
            comma = b","
        members = ((self._encode(name), self._encode(value)) for name, value in end.items())
        self._write(b"\n]" + b"".join(b",%b:%b" % member for member in members) + b"}")

    def table(self, table: Table, chunks: Iterable[Sequence[Sequence[str]]]) -> None:
        """Rows under headings; the first chunk decides the widths."""
        for line in table.lines(chunks, self.width(), bold=self._bold):
            self.text(line)

    def width(self) -> int:
        """How many columns the result may take."""
        if not is_terminal(sys.stdout):
            return UNLIMITED
        return max(NARROWEST, shutil.get_terminal_size().columns)

    def has_colour(self, stream: TextIO | None) -> bool:
        """Whether colours are seen there."""
        wanted = not self.plain and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return wanted and is_terminal(stream)

    def flush(self) -> None:
        """Everything is on its way; a reader that has gone is noticed now."""
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()

    def _bold(self, line: str) -> str:
        return click.style(line, bold=True)

    def _encode(self, value: Any) -> bytes:
        from core.formats.plain_json import encode

        return encode(value, self.translate)

    def _write(self, content: bytes, *, newline: bool = True) -> None:
        click.echo(content, nl=newline)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sits at the other end."""
    return stream is not None and stream.isatty()


def close_quietly() -> None:
    """Nobody reads stdout any more: let nothing complain when the interpreter closes it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
