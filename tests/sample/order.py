"""A record type with lines, a life and computed values, of every kind that the machine does not have."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from core.plugin_api import (
    Action,
    Child,
    Children,
    Customer,
    Record,
    Resource,
    Transitions,
    User,
    choice,
    choices,
    country,
    currency,
    decimal,
    email,
    integer,
    long_text,
    moment,
    money,
    parent,
    records,
    reference,
    structure,
    text,
    translations,
    url,
)
from core.plugin_api import language as language_field
from core.plugin_api import time_zone as time_zone_field

_ = translations("sample")

STATUSES = {"draft": _("Draft"), "sent": _("Sent"), "paid": _("Paid")}
WAYS = {"post": _("By post"), "van": _("By van"), "pick_up": _("Picked up")}


def reminder(values: Mapping[str, Any]) -> str | None:
    """The first words of the terms."""
    terms = values.get("terms")
    return terms.split()[0] if terms else None


class Order(Record):
    """An order with lines."""

    __tablename__ = "sample_order"

    code: Mapped[str] = text(_("Code"), max_length=20, required=True, unique=True, sortable=True)
    customer_id: Mapped[int | None] = reference(Customer, _("Customer"))
    owner_id: Mapped[int | None] = reference(User, _("Owner"))
    status: Mapped[str] = choice(_("Status"), STATUSES, required=True, default="draft")
    ways: Mapped[list[str] | None] = choices(_("Ways of delivery"), WAYS)
    terms: Mapped[str | None] = long_text(_("Terms"))
    reminder: Mapped[str | None] = text(_("Reminder"), read_only=True, computed=reminder)
    due_at: Mapped[datetime | None] = moment(_("Due at"), sortable=True)
    copy_to: Mapped[str | None] = email(_("Copy to"))
    tracking: Mapped[str | None] = url(_("Tracking"))
    ship_to: Mapped[str | None] = country(_("Ship to"))
    language: Mapped[str | None] = language_field(_("Language"))
    time_zone: Mapped[str | None] = time_zone_field(_("Time zone"))
    currency: Mapped[str | None] = currency(_("Currency"))
    total: Mapped[Decimal | None] = money(_("Total"), sortable=True)
    layout: Mapped[Any | None] = structure(_("Layout"))


class OrderLine(Child):
    """A line of an order."""

    __tablename__ = "sample_order_line"

    order_id: Mapped[int] = parent(Order)
    article: Mapped[str] = text(_("Article"), required=True)
    quantity: Mapped[Decimal] = decimal(_("Quantity"), places=3, required=True)
    price: Mapped[Decimal | None] = money(_("Price"))
    discount: Mapped[int | None] = integer(_("Discount"), minimum=0, maximum=100)


def send(work: Any, id: int | None, inputs: Mapping[str, Any]) -> int | None:
    """The action: it is on its way, and due."""
    records.update(work, "sample.orders", [records.Update(id or 0, {"status": "sent", **inputs})])
    return id


orders = Resource(
    Order,
    name="orders",
    title=_("Orders"),
    singular=_("Order"),
    key="code",
    label="code",
    sorts=("id", "code", "due_at", "total"),
    default_sort="code",
    children=(Children(model=OrderLine, name="lines", title=_("Lines")),),
    actions=(
        Action(
            name="send",
            title=_("Send"),
            permission="sample.orders.edit",
            run=send,
            inputs={"due_at": moment(_("Due at"), required=True), "terms": long_text(_("Terms"))},
        ),
    ),
    transitions={
        "status": Transitions(
            initial=("draft",),
            moves={"draft": ("sent",), "sent": ("draft", "paid")},
            needs={"sent": ("due_at",)},
        )
    },
)
