"""Rows of an export as cards, in version 4.0 or, for what does not know that yet, in 3.0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from core.formats.vcards import write_line
from core.services.files.vcard_columns import ADDRESS, ADDRESS_KIND, COMPANY_NAME, NUMBER, PLAIN

KNOWN_TYPES = frozenset({"home", "work", "fax", "pager"})


class CardWriter:
    """Writes a card for each row; the first row are the headings."""

    def __init__(self, file: BinaryIO, version: str) -> None:
        self._file = file
        self._version = version
        self._headings: Sequence[str] = ()

    def write(self, cells: Sequence[str]) -> None:
        """Add one card."""
        if not self._headings:
            self._headings = tuple(cells)
            return
        row = {heading: cell for heading, cell in zip(self._headings, cells, strict=True) if cell}
        self._file.write("".join(self._lines(row)).encode())

    def _lines(self, row: Mapping[str, str]) -> Iterator[str]:
        yield "BEGIN:VCARD\r\n"
        yield f"VERSION:{self._version}\r\n"
        yield from self._identity(row)
        yield from self._reach(row)
        yield from _addresses(row)
        for name, column in PLAIN.items():
            if column in row:
                yield write_line(name, [row[column]])
        if birthday := row.get("birthday"):
            yield f"BDAY:{birthday if self._version == '3.0' else birthday.replace('-', '')}\r\n"
        if "tags" in row:
            yield write_line("CATEGORIES", row["tags"].split("; "), separator=",")
        yield "END:VCARD\r\n"

    def _identity(self, row: Mapping[str, str]) -> Iterator[str]:
        company = row.get("name", "") if row.get("kind") == "company" else row.get(COMPANY_NAME, "")
        if row.get("kind") == "company" and self._version != "3.0":
            yield "KIND:org\r\n"
        yield write_line("FN", [row.get("name", "")])
        yield write_line("N", [row.get("family_name", ""), row.get("given_name", ""), "", "", ""])
        if company or "department" in row:
            yield write_line("ORG", [company, *([row["department"]] if "department" in row else [])])
        if number := row.get("number") or row.get("customer"):
            yield write_line(NUMBER, [number])

    def _reach(self, row: Mapping[str, str]) -> Iterator[str]:
        first = ";TYPE=WORK,VOICE,PREF" if self._version == "3.0" else ";TYPE=work,voice;PREF=1"
        if "phone" in row:
            yield write_line("TEL", [row["phone"]], parameters=first)
        if "mobile" in row:
            yield write_line("TEL", [row["mobile"]], parameters=";TYPE=cell")
        if "email" in row:
            preferred = ";TYPE=INTERNET,PREF" if self._version == "3.0" else ";PREF=1"
            yield write_line("EMAIL", [row["email"]], parameters=preferred)
        group = 0
        for name, child, column in (("TEL", "phones", "phone"), ("EMAIL", "emails", "email")):
            for number in numbers(row, child, column):
                group += 1
                yield from _labelled(name, f"item{group}", row, f"{child}.{number}", column)


def numbers(row: Mapping[str, str], child: str, column: str) -> Iterator[int]:
    """The lines of one kind that a row has."""
    number = 1
    while f"{child}.{number}.{column}" in row:
        yield number
        number += 1


def _labelled(name: str, group: str, row: Mapping[str, str], line: str, column: str) -> Iterator[str]:
    """A further way to reach somebody, with its label as everybody writes it."""
    label = row.get(f"{line}.label", "")
    known = f";TYPE={label}" if label in KNOWN_TYPES else ""
    yield write_line(f"{group}.{name}", [row[f"{line}.{column}"]], parameters=known)
    if label:
        yield write_line(f"{group}.X-ABLabel", [label])


def _addresses(row: Mapping[str, str]) -> Iterator[str]:
    """The main address first, then the further ones."""
    prefixes = ["", *(f"addresses.{number}." for number in numbers(row, "addresses", "kind"))]
    for prefix in prefixes:
        parts = [row.get(prefix + column, "") if column else "" for column in ADDRESS]
        if any(parts):
            kind = f";{ADDRESS_KIND}={row[f'{prefix}kind']}" if prefix else ";PREF=1"
            yield write_line("ADR", parts, parameters=kind)
