"""vCard's content lines: 4.0 (RFC 6350), 3.0 (RFC 2426), and 2.1 as telephones still send it.

Own code, a few rules of which each is read and written here: the library for it (vobject) is hardly kept up.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.labels import translations

_ = translations("core")

WIDTH = 75
"""Bytes of a line, after which it is folded."""

NO_COLON = _("The line has no colon: {line}")
TOO_LONG = _("Line {line} has more than {most} characters.")
WRONG_ENCODING = _("The value is not written as it says: {value}")

_NAME = re.compile(r"(?:(?P<group>[A-Za-z0-9-]+)\.)?(?P<name>[A-Za-z0-9-]+)")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)(?:\s*=\s*((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))?')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"n": "\n", "N": "\n"}


@dataclass(frozen=True, slots=True)
class Property:
    """One content line. `value` is as it was written (but decoded); take `text` or `parts` of it.

    `group` ties lines together, as in `item1.TEL` and `item1.X-ABLabel`.
    """

    name: str
    value: str
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescaped(self.value)

    def parts(self, separator: str = ";") -> list[str]:
        """The value's components, or its list with commas."""
        return [unescaped(part) for part in _split(self.value, separator)]

    @property
    def types(self) -> frozenset[str]:
        """What its TYPE says, in lower case; 2.1 names types without saying TYPE."""
        return frozenset(word.casefold() for word in self.parameters.get("TYPE", ()))


def logical_lines(lines: Iterable[str], longest: int) -> Iterator[tuple[int, str]]:
    """Unfolded lines with the numbers at which they begin, empty ones left out.

    Raises ValueError for one of more than `longest` characters.
    """
    number, whole, soft = 0, "", False
    for at, physical in enumerate(lines, 1):
        line = physical.rstrip("\r\n")
        if soft:
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t") and whole:
            whole += line[1:]
        else:
            if whole:
                yield number, whole
            number, whole = at, line.strip()
            soft = False
        # A quoted-printable value goes on while lines end with =; nothing marks the lines that follow.
        if len(whole) > longest:
            raise ValueError(TOO_LONG.fill(line=number, most=longest))
        soft = whole.endswith("=") and _is_quoted_printable(whole)
    if whole:
        yield number, whole


def parse_line(number: int, line: str) -> Property:
    """A content line; ValueError with the reason if it is none."""
    named = _NAME.match(line)
    position = named.end() if named else 0
    parameters: dict[str, tuple[str, ...]] = {}
    while match := _PARAMETER.match(line, position):
        word, written = match[1].upper(), match[2]
        name, values = ("TYPE", [word]) if written is None else (word, _values(written))
        parameters[name] = (*parameters.get(name, ()), *values)
        position = match.end()
    if not named or line[position : position + 1] != ":":
        raise ValueError(NO_COLON.fill(line=line[:60]))
    value = _decoded(line[position + 1 :], parameters)
    return Property(named["name"].upper(), value, parameters, (named["group"] or "").upper(), number)


def _values(written: str) -> list[str]:
    """The values of a parameter, those in quotation marks with commas inside."""
    found = re.findall(r'"([^"]*)"|([^",]+)', written)
    return [part for quoted, plain in found for part in (quoted or plain).split(",") if part]


def _is_quoted_printable(line: str) -> bool:
    head = line.partition(":")[0].upper()
    return ";QUOTED-PRINTABLE" in head or "=QUOTED-PRINTABLE" in head


def _decoded(value: str, parameters: Mapping[str, tuple[str, ...]]) -> str:
    said = {*parameters.get("ENCODING", ()), *parameters.get("TYPE", ())}
    if "QUOTED-PRINTABLE" not in {word.upper() for word in said}:
        return value
    charset = next(iter(parameters.get("CHARSET", ())), "utf-8")
    try:
        return quopri.decodestring(value.encode("latin-1")).decode(charset)
    except (UnicodeError, LookupError) as error:
        raise ValueError(WRONG_ENCODING.fill(value=value[:60])) from error


def _split(value: str, separator: str) -> Iterator[str]:
    """The parts of a value; an escaped separator is none."""
    begin = at = 0
    while at < len(value):
        if value[at] == separator:
            yield value[begin:at]
            begin = at + 1
        at += 2 if value[at] == "\\" else 1
    yield value[begin:]


def unescaped(value: str) -> str:
    """A text as it is meant."""
    return _ESCAPE.sub(lambda match: _MEANT.get(match[1], match[1]), value)


def escaped(text: str) -> str:
    """A text as it is written."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def write_line(name: str, values: Sequence[str], *, parameters: str = "", separator: str = ";") -> str:
    """A content line of escaped components, folded, with its line end."""
    return folded(f"{name}{parameters}:{separator.join(map(escaped, values))}")


def folded(line: str) -> str:
    """The line in pieces of at most WIDTH bytes, none of which cuts a character in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode("utf-8", "surrogatepass"))
        if size + width > WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"
