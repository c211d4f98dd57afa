"""Rules of customers: what a company and a person need, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.builtin.findings import doubles, required
from core.builtin.people import proposed_name
from core.contracts.changes import Change
from core.contracts.resources import Values
from core.data.models import Customer
from core.errors import FieldError
from core.labels import translations
from core.services.chunks import chunks
from core.services.work import Work

_ = translations("core")

ONLY_PERSONS = _("Only persons have this. Empty it, or make the customer a person.")


def check_kind(values: Values) -> Mapping[str, FieldError]:
    """A company has a name; a person has a family name, and only a person has a birthday."""
    if values["kind"] == "person":
        return {} if values["family_name"] else required("family_name")
    found = {} if values["name"] else required("name")
    if values["birthday"]:
        found["birthday"] = FieldError("only_persons", ONLY_PERSONS, values["birthday"])
    return found


def check_number(values: Values) -> Mapping[str, FieldError]:
    """A customer never loses its number; only a new one is given its own."""
    return required("number") if values["id"] and not values["number"] else {}


def check_lines(values: Values) -> Mapping[str, FieldError]:
    """Nobody is twice in a team, and no unit twice among the sites."""
    return {**doubles(values, "team", "user"), **doubles(values, "sites", "unit")}


def complete(work: Work, changes: Sequence[Change]) -> Mapping[int, Mapping[str, Any]]:
    """Name persons by their family and given names."""
    persons = {n: change for n, change in enumerate(changes) if (change.after or {})["kind"] == "person"}
    return {n: proposal for n, change in persons.items() if (proposal := proposed_name(change))}


def numbers(work: Work, customers: Sequence[Values]) -> list[str]:
    """`C000123` by the id, or `C000123-2` and so on where somebody has chosen that number by hand."""
    chosen = {values["id"]: f"C{values['id']:06}" for values in customers}
    attempt = 1
    while taken := _in_use(work, list(chosen.values())):
        attempt += 1
        chosen = {id: f"C{id:06}-{attempt}" if name in taken else name for id, name in chosen.items()}
    return list(chosen.values())


def _in_use(work: Work, wanted: Sequence[str]) -> set[str | None]:
    """Which of these numbers a living customer has."""
    found: set[str | None] = set()
    with work.access.unrestricted(work, "numbers are unique among all customers") as session:
        for part in chunks(wanted):
            taken = select(Customer.number).where(Customer.number.in_(part), Customer.deleted_at.is_(None))
            found |= set(session.scalars(taken))
    return found
