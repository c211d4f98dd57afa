"""An asset changes hands: the old holding ends on a day, the new one begins; history stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Contact, Customer, Work, invalid, records, translations, undoable
from plugins.assets.models import Holding
from plugins.assets.services.looking_up import customers_of, lock, today

_ = translations("assets")

FUTURE = _("{day} lies in the future: transfer the asset when it has happened.")
TOO_EARLY = _("The owner has it since {since}: the transfer cannot be before that.")
SAME = _("This customer owns it already.")
NOBODY = _("Say to which customer or contact it goes.")
ASSETS, HOLDINGS = "assets.assets", "assets.holdings"


def transfer(work: Work, id: int | None, inputs: Mapping[str, Any]) -> int:
    """Close the holding of the owner on the day `on` (today when left out) and open that of the new one; one
    operation, which can be undone.

    Raises Invalid for a day in the future or not after the day on which the owner got it, and for an owner
    who has it already.
    """
    assert id is not None  # noqa: S101  # an action on a record
    lock(work, [id])
    on = inputs.get("on") or today(work)
    customer, contact = _new_owner(work, inputs)
    if on > today(work):
        raise invalid("on", "future_date", FUTURE.fill(day=on.isoformat()), on)
    values = {"asset": id, "role": "owner", "customer": customer, "contact": contact, "since": on}
    with undoable(work, ASSETS):
        _close(work, id, customer, on)
        records.create(work, HOLDINGS, [values])
    return id


def _new_owner(work: Work, inputs: Mapping[str, Any]) -> tuple[int | str, int | str | None]:
    """The ids of customer and contact; of one that cannot be seen, what was said."""
    contact = _id_of(work, Contact, Contact.id, inputs.get("contact"))
    customer = _id_of(work, Customer, Customer.number, inputs.get("customer"))
    if customer is None and isinstance(contact, int):
        customer = customers_of(work, [contact]).get(contact)
    if customer is None:
        raise invalid("customer", "required", NOBODY)
    return customer, contact


def _id_of(work: Work, model: type[Any], key: Any, value: int | str | None) -> int | str | None:
    """The id of a visible record that is named by its id or its key; the name, if there is none."""
    if value is None or isinstance(value, int):
        return value
    words = select(model.id).where(key == value) if key is not model.id else None
    found = work.session.scalars(words).first() if words is not None else None
    if found is None and value.isascii() and value.isdigit():
        return int(value)
    return value if found is None else found


def _close(work: Work, asset: int, customer: int | str, on: date) -> None:
    """End the holding that is open; with none there is nothing to end."""
    found = select(Holding.id, Holding.customer_id, Holding.since, Holding.version).where(
        Holding.asset_id == asset, Holding.role == "owner", Holding.until.is_(None)
    )
    for id, owner, since, version in work.session.execute(found).all():
        if owner == customer:
            raise invalid("customer", "same_owner", SAME, customer)
        if since and on <= since:
            raise invalid("on", "too_early", TOO_EARLY.fill(since=since.isoformat()), on)
        records.update(work, HOLDINGS, [records.Update(id, {"until": on}, version)])
