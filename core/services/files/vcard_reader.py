"""Cards as a table: a row for each card, in the columns of an import. A broken card is reported, not raised.

The file is read twice: for the columns that its cards need, then for the cards. Pictures and sounds are
passed over unread.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence

from core.formats.vcards import Property, logical_lines, parse_line
from core.labels import Label, message_of, translations
from core.services.files.limits import FileLimits
from core.services.files.line_feed import REPLACEMENT
from core.services.files.problems import CellProblem, UnreadableFile
from core.services.files.source import SAMPLE_BYTES, Source
from core.services.files.table import SourceRow, Table
from core.services.files.text_encoding import detect_encoding, known_encoding
from core.services.files.vcard_columns import CONTACTS, KINDS, row_of

_ = translations("core")

MOST_LINES = 2_000
"""Of one card, without pictures."""

MOST_OF_ONE_KIND = 50
"""Telephone numbers, e-mail addresses or addresses of one card."""

_UNREAD = re.compile(r"(?:[A-Za-z0-9-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)

NOT_CARDS = _("The file cannot be read as contact cards.")
NO_CARDS = _("The file holds no contact cards.")
NOT_FOR_THESE = _("Contact cards are imported as contacts or as customers only.")
NOT_CLOSED = _("The card has no END:VCARD.")
OUTSIDE = _("This line stands outside a card: {line}")
TOO_LONG = _("The card is too long.")
DAMAGED = _("Line {line} was damaged: not all of it is text.")
TOO_MANY = _("The card has more than {count} of one kind.").fill(count=MOST_OF_ONE_KIND)


def open_vcards(source: Source, encoding: str | None, limits: FileLimits, kind: str) -> Table:
    """The cards in `source` as rows for records of a kind; UnreadableFile for a file without any."""
    if kind not in KINDS:
        raise UnreadableFile(NOT_FOR_THESE)
    complete = source.size <= SAMPLE_BYTES
    said = known_encoding(encoding) if encoding else detect_encoding(source.sample, complete)
    cards = Cards(source, "utf-8-sig" if said == "utf-8" else said, kind, limits)
    headings = cards.headings()
    if not headings:
        raise UnreadableFile(NO_CARDS)
    return Table(
        format="vcf",
        headings=headings,
        source=cards.rows(headings),
        position=lambda: source.file.tell() / source.size,
        encoding=said,
    )


class Cards:
    """The cards of one file."""

    def __init__(self, source: Source, encoding: str, kind: str, limits: FileLimits) -> None:
        self._source = source
        self._encoding = encoding
        self._kind = kind
        self._limits = limits

    def headings(self) -> list[str]:
        """The columns that the cards need; contacts always name their customer."""
        needed = {"customer": None} if self._kind == CONTACTS else {}
        found = 0
        try:
            for _line, card, _problem in self._cards():
                needed |= dict.fromkeys(row_of(self._kind, card))
                found += 1
        except ValueError as error:
            raise UnreadableFile(NOT_CARDS, why=str(error)) from error
        return list(needed) if found else []

    def rows(self, headings: Sequence[str]) -> Iterator[SourceRow]:
        """A row for each card, with what is wrong with it as a whole."""
        for line, card, problem in self._cards():
            row = row_of(self._kind, card)
            found = () if problem is None else (CellProblem("", "card_broken", problem),)
            yield SourceRow(line, tuple(row.get(heading, "") for heading in headings), found)

    def _cards(self) -> Iterator[tuple[int, list[Property], str | None]]:
        """Each card with the line where it begins, and why it cannot be taken."""
        begun, card, problem = 0, list[Property](), None
        for number, line in logical_lines(self._lines(), self._limits.record_bytes):
            mark = line.upper().replace(" ", "")
            if mark == "BEGIN:VCARD":
                if begun:
                    yield begun, card, NOT_CLOSED
                begun, card, problem = number, [], None
            elif not begun:
                yield number, [], OUTSIDE.fill(line=line[:60])
            elif mark == "END:VCARD":
                yield begun, card, problem or _too_many(card)
                begun = 0
            else:
                problem = problem or self._add(card, number, line)
        if begun:
            yield begun, card, NOT_CLOSED

    def _add(self, card: list[Property], number: int, line: str) -> str | None:
        """Add a line to a card; answers what is wrong with it."""
        if len(card) >= MOST_LINES:
            return TOO_LONG
        if REPLACEMENT in line:
            return DAMAGED.fill(line=number)
        try:
            card.append(parse_line(number, line))
        except ValueError as error:
            return message_of(error)
        return None

    def _lines(self) -> Iterator[str]:
        """The physical lines from the beginning, without pictures; REPLACEMENT stands for what is no text."""
        self._source.file.seek(0)
        text = io.TextIOWrapper(self._source.file, self._encoding, errors="replace")
        try:
            yield from _without_pictures(text)
        finally:
            text.detach()


def _without_pictures(lines: Iterable[str]) -> Iterator[str]:
    """The same lines, empty ones in place of what is not read, so that numbers stay right."""
    unread = False
    for line in lines:
        continues = line[:1] in (" ", "\t") or (unread and ":" not in line and line.strip())
        unread = bool(continues and unread) or bool(_UNREAD.match(line))
        yield "\n" if unread else line


def _too_many(card: Sequence[Property]) -> Label | None:
    names = [item.name for item in card]
    return TOO_MANY if any(names.count(name) > MOST_OF_ONE_KIND for name in ("TEL", "EMAIL", "ADR")) else None
