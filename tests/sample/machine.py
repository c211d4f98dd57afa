"""A record type of ten fields: everything that is needed to use it through every door."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from core.plugin_api import (
    Customer,
    Record,
    Resource,
    choice,
    currency,
    day,
    decimal,
    flag,
    integer,
    money,
    phone,
    reference,
    text,
    translations,
)

_ = translations("sample")


class Machine(Record):
    """Something that a customer bought and that is looked after."""

    __tablename__ = "sample_machine"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    serial: Mapped[str] = text(
        _("Serial number"), max_length=40, required=True, unique=True, search=True, tails=True
    )
    model: Mapped[str | None] = text(_("Model"), sortable=True, sort_key=True, search=True)
    status: Mapped[str | None] = choice(_("Status"), {"running": _("Running"), "broken": _("Broken")})
    hours: Mapped[int | None] = integer(_("Operating hours"), minimum=0, sortable=True)
    load: Mapped[Decimal | None] = decimal(_("Load"), digits=18, places=8, sortable=True)
    price: Mapped[Decimal | None] = money(_("Price"), sortable=True)
    currency: Mapped[str | None] = currency(_("Currency"))
    installed_on: Mapped[date | None] = day(_("Installed on"), sortable=True)
    leased: Mapped[bool] = flag(_("Leased"))
    hotline: Mapped[str | None] = phone(_("Hotline"))


machines = Resource(
    Machine, name="machines", title=_("Machines"), singular=_("Machine"), parent="customer",
    key="serial", label="serial", columns=("serial", "model", "customer", "status"), taggable=True,
    sorts=("id", "model", "hours", "load", "price", "installed_on"), default_sort="model",
)  # fmt: skip
