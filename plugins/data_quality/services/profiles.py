"""Reading what of customers is compared: a few queries for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, select

from core.plugin_api import Customer, CustomerEmail, CustomerPhone, Work
from plugins.data_quality.services.likeness import Profile
from plugins.data_quality.services.names import core_names

COLUMNS = (
    *(Customer.id, Customer.kind, Customer.name, Customer.legal_name, Customer.phone, Customer.email),
    *(Customer.tax_id, Customer.country, Customer.city, Customer.birthday),
)
FEW = 500
"""Ids that one statement names."""

NAMES = ("id", "kind", "name", "legal_name", "phone", "email", "tax_id", "country", "city", "birthday")

Row = Mapping[str, Any]


def read_all(work: Work, after: int, limit: int) -> list[Profile]:
    """The profiles of the next visible customers by id."""
    return _profiles(work, select(*COLUMNS).where(Customer.id > after).order_by(Customer.id).limit(limit))


def read(work: Work, ids: Sequence[int]) -> list[Profile]:
    """The profiles of these customers, as far as they can be seen."""
    return _profiles(work, select(*COLUMNS).where(Customer.id.in_(ids)).order_by(Customer.id))


def _profiles(work: Work, customers: Executable) -> list[Profile]:
    """The profiles of what a query by id finds."""
    rows = [dict(zip(NAMES, row, strict=True)) for row in work.session.execute(customers)]
    ids = [row["id"] for row in rows]
    phones = _lines(work, CustomerPhone.customer_id, CustomerPhone.phone, ids)
    emails = _lines(work, CustomerEmail.customer_id, CustomerEmail.email, ids)
    return make(rows, phones, emails)


def _lines(work: Work, owner: Any, column: Any, ids: Sequence[int]) -> dict[int, list[str]]:
    """The values of lines by their customers; of many customers all lines between the first and the last."""
    found: dict[int, list[str]] = defaultdict(list)
    wanted = owner.in_(ids) if len(ids) < FEW else owner.between(ids[0], ids[-1])
    for id, value in work.session.execute(select(owner, column).where(wanted)) if ids else ():
        found[id].append(value)
    return found


def make(
    rows: Sequence[Row], phones: Mapping[int, list[str]], emails: Mapping[int, list[str]]
) -> list[Profile]:
    """Profiles of customers as they are read or sent."""
    names = core_names(row["name"] for row in rows)
    legal = core_names(row["legal_name"] for row in rows)
    return [
        Profile(
            id=row["id"],
            kind=row["kind"] or "company",
            name=names[n],
            legal_name=legal[n],
            phones=frozenset(_digits((row["phone"], *phones.get(row["id"], ())))),
            emails=frozenset(_addresses((row["email"], *emails.get(row["id"], ())))),
            tax_id="".join(filter(str.isalnum, (row["tax_id"] or "").casefold())),
            country=row["country"] or "",
            city=(row["city"] or "").casefold(),
            birthday=str(row["birthday"] or ""),
        )
        for n, row in enumerate(rows)
    ]


def _digits(numbers: Iterable[str | None]) -> Iterable[str]:
    for number in numbers:
        digits = "".join(filter(str.isdigit, (number or "").partition(";")[0]))
        if len(digits) >= 6:
            yield digits


def _addresses(addresses: Iterable[str | None]) -> Iterable[str]:
    for address in addresses:
        if address and "@" in address:
            yield address.casefold()


def of_rows(rows: Sequence[Row]) -> list[Profile]:
    """The profiles of full records with their lines."""
    phones = {row["id"]: [line["phone"] for line in row.get("phones") or ()] for row in rows}
    emails = {row["id"]: [line["email"] for line in row.get("emails") or ()] for row in rows}
    return make(rows, phones, emails)
