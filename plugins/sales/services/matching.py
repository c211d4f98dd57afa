"""Who a lead may be already: customers with one of its telephone numbers or e-mail addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.plugin_api import Work, lists, records

Values = Mapping[str, Any]
MOST = 20
"""Records that are looked at for one number: what more have in common says nothing."""
SHORTEST = 6
LOOKED_AT = ("phone", "mobile", "email")
LINES = {"phones": "phone", "emails": "email"}
SOUGHT = (("customers", "id"), ("contacts", "customer"))
"""Where numbers are looked for, and which field of a row names the customer."""


def reached_by(values: Values) -> set[str]:
    """All numbers and addresses of a record, so written that equal ones are equal."""
    found = {_plain(values.get(name)) for name in LOOKED_AT}
    for lines, name in LINES.items():
        found |= {_plain(line[name]) for line in values.get(lines) or ()}
    return found - {""}


def _plain(value: str | None) -> str:
    text = (value or "").strip().casefold()
    return text if "@" in text else "".join(each for each in text if each.isdigit() or each == "+")


def known_customers(work: Work, lead: Values) -> list[int]:
    """The customers, themselves or by a contact, that the actor may see and that have one of its numbers."""
    wanted = reached_by(lead)
    # Shorter ones are extensions and the like.
    numbers = [words for words in sorted(wanted) if len(words) >= SHORTEST]
    seen = [(kind, name) for kind, name in SOUGHT if work.actor.reach(f"core.{kind}.view") is not None]
    found = (
        row[name] for words in numbers for kind, name in seen for row in _found(work, kind, words, wanted)
    )
    return list(dict.fromkeys(found))


def known_contact(work: Work, customer: int, lead: Values) -> int | None:
    """The contact of a customer who has one of the lead's numbers, or its name."""
    wanted, name = reached_by(lead), (lead["name"] or "").casefold()
    where = {"field": "customer", "op": "eq", "value": customer}
    page = lists.list_records(work, "contacts", lists.Query(where=where, limit=MOST, count="none"))
    rows = _whole(work, "contacts", page.rows)
    same = (row["id"] for row in rows if reached_by(row) & wanted)
    named = (row["id"] for row in rows if (row["name"] or "").casefold() == name)
    return next(iter((*same, *named)), None)


def _found(work: Work, resource: str, words: str, wanted: set[str]) -> Iterator[Values]:
    page = lists.list_records(work, resource, lists.Query(q=words, limit=MOST, count="none"))
    yield from (row for row in _whole(work, resource, page.rows) if reached_by(row) & wanted)


def _whole(work: Work, resource: str, rows: Iterable[Values]) -> list[dict[str, Any]]:
    """With their lines."""
    return records.load(work, work.registry.type_of(resource), [row["id"] for row in rows])
