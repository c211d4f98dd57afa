"""Which property of a card fills which column, and back: one table for reading and for writing.

A card becomes a row of the same columns as those of a CSV file: `name`, `phones.1.phone`. A card of a person
at a company is, among customers, the company with the person as its contact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from core.formats.vcards import Property

CONTACTS, CUSTOMERS = "contacts", "customers"
KINDS = (CONTACTS, CUSTOMERS)
"""The kinds of records that are cards."""

NUMBER = "X-GUANXI-NUMBER"
"""The customer's number: that of a contact's company, or the card's own."""

ADDRESS_KIND = "X-GUANXI-KIND"
ADDRESS = ("", "", "street", "city", "region", "postal_code", "country")
COMPANY_NAME = "customer.name"
PLAIN: Mapping[str, str] = MappingProxyType(
    {"NOTE": "notes", "TITLE": "job_title", "LANG": "language", "URL": "website"}
)
OF_BOTH = frozenset({"phones", "emails", "tags"})
OF_CONTACT = frozenset(
    {
        *OF_BOTH,
        *("customer", "name", "family_name", "given_name", "job_title", "department", "birthday"),
        *("email", "mobile", "phone", "language", "notes"),
    }
)
OF_CUSTOMER = frozenset(
    {
        *(OF_CONTACT - {"customer", "job_title", "department", "mobile"}),
        *("number", "kind", "website", "street", "city", "region", "postal_code", "country", "addresses"),
    }
)
SAYS_NOTHING = frozenset({"voice", "pref", "internet", "x400", "msg", "text", "uri"})
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_BASIC_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")

Row = dict[str, str]


def row_of(kind: str, card: Sequence[Property]) -> Row:
    """The cells of a card by column; what a column cannot hold is left out."""
    person, company = dict(_names(card)), dict(_company(card))
    labels = {item.group: item.text for item in card if item.name == "X-ABLABEL" and item.group}
    reach = {**dict(_telephones(card, labels)), **dict(_emails(card, labels))}
    words = {"birthday": _birthday(card), **{column: _first(card, name) for name, column in PLAIN.items()}}
    words["tags"] = "; ".join(part.strip() for item in _all(card, "CATEGORIES") for part in item.parts(","))
    row = {**person, **reach, **words, **dict(_addresses(card)), **company}
    if kind == CONTACTS:
        row["customer"] = _first(card, NUMBER) or row["org"]
        row = {column: text for column, text in row.items() if _is_of(column, OF_CONTACT)}
    else:
        row = _customer(card, row)
    return {column: text for column, text in row.items() if text}


def _customer(card: Sequence[Property], row: Row) -> Row:
    """The card as a customer: a person, a company, or a company with the person as its contact."""
    organisation, row = row.pop("org", ""), {**row, "number": _first(card, NUMBER)}
    named = row.get("family_name") or row.get("given_name")
    alone = not named or row["name"] == organisation or _first(card, "KIND").casefold() == "org"
    if organisation and not alone:
        return _company_with_contact(row, organisation)
    person = bool(named) and not organisation
    if not person:
        row |= {"name": organisation or row["name"], "family_name": "", "given_name": "", "birthday": ""}
    return _of_customer({**row, "kind": "person" if person else "company"})


def _company_with_contact(row: Row, organisation: str) -> Row:
    """Where it is and its web site are the company's; all else that a contact has is the person's."""
    of_contact = {column: text for column, text in row.items() if column in OF_CONTACT - OF_BOTH}
    first = {f"contacts.1.{column}": text for column, text in of_contact.items()}
    company = {column: text for column, text in row.items() if column not in of_contact}
    return {**_of_customer({**company, "kind": "company", "name": organisation}), **first}


def _of_customer(row: Row) -> Row:
    """What a customer has; a mobile number is one of its telephones."""
    mobile = row.pop("mobile", "")
    if mobile and not row.get("phone"):
        row["phone"] = mobile
    elif mobile:
        count = sum(column.endswith(".phone") for column in row) + 1
        row |= {f"phones.{count}.label": "mobile", f"phones.{count}.phone": mobile}
    return {column: text for column, text in row.items() if _is_of(column, OF_CUSTOMER)}


def _is_of(column: str, known: frozenset[str]) -> bool:
    return column.partition(".")[0] in known


def _names(card: Sequence[Property]) -> Iterator[tuple[str, str]]:
    yield "name", _first(card, "FN")
    for item in _all(card, "N")[:1]:
        family, given, middle, *_rest = [*item.parts(), "", "", ""]
        yield "family_name", family
        yield "given_name", " ".join(filter(None, (given, middle)))


def _company(card: Sequence[Property]) -> Iterator[tuple[str, str]]:
    yield "org", ""
    for item in _all(card, "ORG")[:1]:
        organisation, *units = item.parts()
        yield "org", organisation
        yield "department", ", ".join(filter(None, units))


def _telephones(card: Sequence[Property], labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The first mobile, the first other one that is no fax, then the further ones with their labels."""
    rest = sorted(_all(card, "TEL"), key=_preference)
    for column, fits in (("mobile", _is_mobile), ("phone", _is_voice)):
        for item in [item for item in rest if fits(item)][:1]:
            rest.remove(item)
            yield column, _number(item)
    for count, item in enumerate(rest, 1):
        yield f"phones.{count}.label", _label(item, labels)
        yield f"phones.{count}.phone", _number(item)


def _is_mobile(item: Property) -> bool:
    return bool(item.types & {"cell", "mobile", "iphone"})


def _is_voice(item: Property) -> bool:
    return not item.types & {"fax", "pager", "cell", "mobile", "iphone"}


def _number(item: Property) -> str:
    return item.text.strip().removeprefix("tel:")


def _emails(card: Sequence[Property], labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for count, item in enumerate(sorted(_all(card, "EMAIL"), key=_preference)):
        address = item.text.strip().removeprefix("mailto:")
        if count == 0:
            yield "email", address
        else:
            yield f"emails.{count}.label", _label(item, labels)
            yield f"emails.{count}.email", address


def _addresses(card: Sequence[Property]) -> Iterator[tuple[str, str]]:
    kinds = {"work": "billing", "home": "other"}
    for count, item in enumerate(sorted(_all(card, "ADR"), key=_preference)):
        prefix = f"addresses.{count}." if count else ""
        for column, text in zip(ADDRESS, item.parts(), strict=False):
            if column:
                yield prefix + column, text.replace("\n", ", ")
        if count:
            guessed = next((kinds[word] for word in sorted(item.types & kinds.keys())), "other")
            yield f"{prefix}kind", next(iter(item.parameters.get(ADDRESS_KIND, ())), guessed)


def _preference(item: Property) -> int:
    """1 to 100; those without one come last, in the card's order."""
    written = next(iter(item.parameters.get("PREF", ())), "")
    if written.isascii() and written.isdigit():
        return int(written[:3])
    return 1 if "pref" in item.types else 101


def _label(item: Property, labels: Mapping[str, str]) -> str:
    said = labels.get(item.group, "") if item.group else ""
    apple = _APPLE.fullmatch(said)
    return (apple[1].lower() if apple else said) or " ".join(sorted(item.types - SAYS_NOTHING))


def _birthday(card: Sequence[Property]) -> str:
    """The day as the importer reads it; one without a year is none."""
    written = _BASIC_DAY.fullmatch(_first(card, "BDAY").strip())
    return "-".join(written.groups()) if written else ""


def _all(card: Iterable[Property], name: str) -> list[Property]:
    return [item for item in card if item.name == name and item.value]


def _first(card: Sequence[Property], name: str) -> str:
    return next((item.text for item in _all(card, name)), "")
