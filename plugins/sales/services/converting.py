"""A lead becomes a customer with a contact: a known one, or a new one; all of it can be undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core.plugin_api import Customer, Work, invalid, records, translations, undoable
from plugins.sales.services.matching import known_contact, known_customers
from plugins.sales.services.names import LEADS
from plugins.sales.services.words import BEGUN

_ = translations("sales")

Values = Mapping[str, Any]
CUSTOMERS, CONTACTS = "customers", "contacts"
DONE_ALREADY = _("This lead belongs to a customer already.")
CHOOSE = _("These customers have its telephone number or e-mail address: {names}.")
CHOOSE_ONE = _("Choose one of them, or say that it is a new customer all the same.")
HIDDEN = _("A customer whom you may not see has its telephone number or e-mail address.")
ASK = _("Ask somebody who sees that customer, or say that it is a new customer all the same.")
COPIED = ("family_name", "given_name", "city", "region", "postal_code", "country", "source")
REACHED = ("phone", "email")


def convert(work: Work, id: int | None, inputs: Values) -> int:
    """The action. Without inputs: the customer who has its number or address, else a new one.

    Raises Invalid if there are several, or one that the actor may not see, and nobody says which is meant.
    """
    assert id is not None  # noqa: S101  # an action on a record
    records.read(work, LEADS, id, ("id",))
    (lead,) = records.load(work, work.registry.type_of(LEADS), [id], for_action="edit") or [{}]
    if not lead or lead["customer"]:
        raise invalid("customer", "converted_already", DONE_ALREADY)
    known = _chosen(work, inputs) or (None if inputs.get("new") else _known(work, lead))
    for resource in (CUSTOMERS, CONTACTS):
        work.require(f"core.{resource}.create")
    # Whoever may not see a telephone number may not write one either: but it goes along with the lead.
    with undoable(work, LEADS), work.unlimited(work.cause) as everything:
        customer = known or records.create(everything, CUSTOMERS, [_customer(lead)])[0]
        contact = _contact(everything, customer, lead, is_new=known is None)
        if known:
            _look_after(everything, known, lead["owner"])
        stage = {"stage": "qualified"} if lead["stage"] in BEGUN else {}
        values = {"customer": customer, "contact": contact, **stage}
        records.update(everything, LEADS, [records.Update(id, values)])
    return id


def _chosen(work: Work, inputs: Values) -> int | None:
    """The customer that was named, by id or number; NotFound for one that the actor may not see."""
    named = inputs.get("customer")
    if named is None:
        return None
    if isinstance(named, str):
        named = work.session.scalar(select(Customer.id).where(Customer.number == named)) or 0
    return int(records.read(work, CUSTOMERS, named, ("id",))["id"])


def _known(work: Work, lead: Values) -> int | None:
    """The one customer that it is."""
    with work.unlimited(work.cause) as everything:
        all_of_them = known_customers(everything, lead)
    seen = select(Customer.id, Customer.number, Customer.name).where(Customer.id.in_(all_of_them))
    rows = work.session.execute(seen.order_by(Customer.id)).all()
    if len(rows) < len(all_of_them):
        raise invalid("customer", "customer_not_seen", HIDDEN, fix=ASK)
    if len(rows) > 1:
        names = ", ".join(f"{row.number} {row.name}" for row in rows)
        raise invalid("customer", "several_customers", CHOOSE.fill(names=names), fix=CHOOSE_ONE)
    return rows[0].id if rows else None


def _customer(lead: Values) -> dict[str, Any]:
    """A person, or the company that the lead speaks for; the person is its contact then."""
    company = lead["company"]
    values = {name: lead[name] for name in COPIED if lead[name]}
    values |= {"owner": lead["owner"], "unit": lead["unit"], **_reached(lead)}
    if company:
        values.pop("family_name", None)
        values.pop("given_name", None)
        return {**values, "kind": "company", "name": company}
    family = values.get("family_name") or values.pop("given_name", None) or (lead["name"] or "")[:100]
    return {**values, "kind": "person", "family_name": family, "name": lead["name"]}


def _reached(lead: Values) -> dict[str, Any]:
    """The ways to reach it, with further ones."""
    found: dict[str, Any] = {name: lead[name] for name in REACHED if lead[name]}
    for lines, name in (("phones", "phone"), ("emails", "email")):
        if lead[lines]:
            found[lines] = [{"label": line["label"], name: line[name]} for line in lead[lines]]
    return found


def _contact(work: Work, customer: int, lead: Values, *, is_new: bool) -> int | None:
    """The person at the customer; None where the customer is that person himself."""
    if is_new and not lead["company"]:
        return None
    if not is_new:
        found = known_contact(work, customer, lead)
        name = work.session.scalar(select(Customer.name).where(Customer.id == customer))
        if found or (name or "").casefold() == (lead["name"] or "").casefold():
            return found
    names = {name: lead[name] for name in ("family_name", "given_name", "name") if lead[name]}
    if names.get("name") == lead["company"]:
        return None
    return records.create(work, CONTACTS, [{**names, **_reached(lead), "customer": customer}])[0]


def _look_after(work: Work, customer: int, owner: int | None) -> None:
    """Whoever has the lead goes on seeing it: he is on the team of the customer, unless it is his."""
    customers = work.registry.type_of(CUSTOMERS)
    (row,) = records.load(work, customers, [customer], children=("team",), for_action="edit")
    if owner not in (None, row["owner"], *(line["user"] for line in row["team"])):
        lines = [{"id": line["id"]} for line in row["team"]]
        records.update(work, CUSTOMERS, [records.Update(customer, {"team": [*lines, {"user": owner}]})])
