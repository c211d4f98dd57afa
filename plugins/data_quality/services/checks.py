"""The checks that data quality brings itself: what contradicts itself, or cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import phonenumbers
from sqlalchemy import select

from core.plugin_api import Work, translations
from plugins.data_quality.models import Duplicate
from plugins.data_quality.public import Look, Problem, RecordCheck
from plugins.data_quality.services.tax_ids import has_wrong_digits

_ = translations("data_quality")

Row = Mapping[str, Any]
One = Callable[[Row], Iterator[Problem]]

FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"),
        *("me.com", "aol.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "proton.me", "foxmail.com"),
        *("qq.com", "163.com", "126.com", "sina.com", "sohu.com", "aliyun.com"),
    }
)
# No text names a number, an address or a tax id: whoever sees the score may not see these.
UNREADABLE = _("A telephone number is not valid.")
OTHER_COUNTRY = _("The telephone number is of {there}, the address of {here}.")
WRONG_TAX_ID = _("The check digit of the tax id is wrong.")
OTHER_DOMAIN = _("The e-mail address is not at the domain of the web site.")
ADDRESS_TWICE = _("The same address stands twice.")
NUMBER_TWICE = _("The same number stands twice.")
BORN_LATER = _("The birthday lies in the future.")
THERE_TWICE = _("It is likely there twice.")
COMPARE = _("Compare the likely duplicates; merge or dismiss them.")
CHECK_NUMBER = _("Call it, or ask for the right one.")
CHECK_COUNTRY = _("Correct the number or the country.")
CHECK_TAX_ID = _("Compare it with an invoice or the public register.")
CHECK_DOMAIN = _("Find out which of them is still used.")
REMOVE = _("Remove one of them.")
CORRECT = _("Correct it.")


def _each(one: One) -> Look:
    """A check of one record as a check of many."""

    def look(_work: Work, rows: Sequence[Row]) -> Mapping[int, Sequence[Problem]]:
        return {row["id"]: found for row in rows if (found := list(one(row)))}

    return look


def _numbers(row: Row) -> Iterator[tuple[str, str]]:
    for name in ("phone", "mobile"):
        if row.get(name):
            yield name, row[name]
    yield from (("phones", line["phone"]) for line in row.get("phones") or ())


def unreadable_numbers(row: Row) -> Iterator[Problem]:
    """Numbers that are kept as they were written, since they are none."""
    for name, number in _numbers(row):
        if not number.startswith("+"):
            yield Problem(name, UNREADABLE, CHECK_NUMBER)


def number_of_other_country(row: Row) -> Iterator[Problem]:
    """All numbers are of another country than the address."""
    country = row.get("country")
    regions = {region for _name, number in _numbers(row) if (region := _region(number))}
    if country and regions and country not in regions:
        there = ", ".join(sorted(regions))
        yield Problem("phone", OTHER_COUNTRY.fill(there=there, here=country), CHECK_COUNTRY)


def _region(number: str) -> str | None:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number.partition(";")[0]))
    except phonenumbers.NumberParseException:
        return None


def wrong_tax_id(row: Row) -> Iterator[Problem]:
    """A tax id whose check digit does not fit."""
    if row.get("tax_id") and has_wrong_digits(row["tax_id"], row.get("country")):
        yield Problem("tax_id", WRONG_TAX_ID, CHECK_TAX_ID)


def other_domain(row: Row) -> Iterator[Problem]:
    """An address of the firm's own that is not at the domain of its web site."""
    host = (row.get("email") or "").rpartition("@")[2].casefold()
    mail, site = _domain(host), _domain(_host(row.get("website")))
    if mail and site and mail != site and host not in FREE_MAIL:
        yield Problem("email", OTHER_DOMAIN, CHECK_DOMAIN)


def _host(address: str | None) -> str:
    return (address or "").partition("://")[2].partition("/")[0].partition(":")[0]


def _domain(host: str) -> str:
    """The name in a domain that its owner chose: of `www.acme.co.uk` and `acme.com`, `acme`."""
    parts = [part for part in host.casefold().split(".") if part]
    while len(parts) > 1 and (len(parts[-1]) <= 3 or parts[-1] in ("info", "example")):
        last = parts.pop()
        if len(parts) == 1 or len(last) > 3:
            break
    return parts[-1] if parts else ""


def same_address_twice(row: Row) -> Iterator[Problem]:
    """Addresses that say the same, the main one among them."""
    names = ("street", "city", "postal_code", "country")
    lines = [
        tuple((line.get(name) or "").casefold() for name in names) for line in row.get("addresses") or ()
    ]
    main = tuple((row.get(name) or "").casefold() for name in names)
    counted = Counter([*lines, *([main] if any(main) else [])])
    if any(count > 1 for count in counted.values()):
        yield Problem("addresses", ADDRESS_TWICE, REMOVE)


def same_number_twice(row: Row) -> Iterator[Problem]:
    """A number that stands in two places."""
    counted = Counter(number for _name, number in _numbers(row))
    if any(count > 1 for count in counted.values()):
        yield Problem("phones", NUMBER_TWICE, REMOVE)


def born_in_the_future(work: Work, rows: Sequence[Row]) -> Mapping[int, Sequence[Problem]]:
    """A birthday after today."""
    today = work.now.date()
    late = (row for row in rows if row.get("birthday") and row["birthday"] > today)
    return {row["id"]: [Problem("birthday", BORN_LATER, CORRECT)] for row in late}


def twice(work: Work, rows: Sequence[Row]) -> Mapping[int, Sequence[Problem]]:
    """Customers of whom there is a pair that nobody has decided upon."""
    ids = [row["id"] for row in rows]
    named = Duplicate.customer_id.in_(ids) | Duplicate.other_id.in_(ids)
    pairs = select(Duplicate.customer_id, Duplicate.other_id).where(Duplicate.status == "open", named)
    found = {id for pair in work.session.execute(pairs) for id in pair}
    return {id: [Problem("name", THERE_TWICE, COMPARE)] for id in found & set(ids)}


CUSTOMERS = ("customers",)
BOTH = ("customers", "contacts")


def _checks(
    resources: Sequence[str], name: str, title: str, look: Look, points: int
) -> tuple[RecordCheck, ...]:
    """The same check for records of each of these kinds."""
    return tuple(
        RecordCheck(name=f"data_quality.{name}", resource=resource, title=title, look=look, points=points)
        for resource in resources
    )


CHECKS = (
    *_checks(BOTH, "number", _("Telephone number"), _each(unreadable_numbers), 15),
    *_checks(BOTH, "country", _("Country of the number"), _each(number_of_other_country), 10),
    *_checks(BOTH, "twice", _("Number twice"), _each(same_number_twice), 3),
    *_checks(BOTH, "birthday", _("Birthday"), born_in_the_future, 15),
    *_checks(CUSTOMERS, "duplicate", _("Duplicate"), twice, 10),
    *_checks(CUSTOMERS, "tax_id", _("Tax id"), _each(wrong_tax_id), 20),
    *_checks(CUSTOMERS, "domain", _("Domain"), _each(other_domain), 5),
    *_checks(CUSTOMERS, "address", _("Address"), _each(same_address_twice), 5),
)
