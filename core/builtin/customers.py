"""Rules of customers: what a company and a person need, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import select

from core.builtin.findings import doubles, required
from core.builtin.people import proposed_name
from core.contracts.changes import Change
from core.contracts.resources import Values
from core.data.models import Customer
from core.errors import FieldError
from core.labels import translations
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


def number(work: Work, id: int) -> str:
    """`C000123`, or `C000123-2` and so on where somebody has chosen that number by hand."""
    wanted = f"C{id:06}"
    with work.access.unrestricted(work, "numbers are unique among all customers") as session:
        taken = Customer.number.like(f"{wanted}%"), Customer.deleted_at.is_(None)
        numbers = set(session.scalars(select(Customer.number).where(*taken)))
    return next(name for n in count(1) if (name := f"{wanted}-{n}" if n > 1 else wanted) not in numbers)
