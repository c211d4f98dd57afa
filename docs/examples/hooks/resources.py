"""Machines that customers own: a list, a form, an API, commands, import and export, from one declaration."""

# /// guanxi-plugin
# title = "Machines"
# version = "1.0"
# ///

from collections.abc import Iterable
from datetime import date

from core.plugin_api import Customer, Mapped, Record, Resource, day, hookimpl, reference, text, translations

_ = translations("resources")


class Machine(Record):
    """Something that a customer bought."""

    __tablename__ = "resources_machine"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    serial: Mapped[str] = text(_("Serial number"), max_length=40, required=True, unique=True, search=True)
    installed_on: Mapped[date | None] = day(_("Installed on"), sortable=True)


@hookimpl()
def resources() -> Iterable[Resource]:
    """One kind of record, at /api/v1/resources/machines; who sees the customer sees its machines."""
    machines = Resource(
        Machine,
        name="machines",
        title=_("Machines"),
        singular=_("Machine"),
        parent="customer",
        key="serial",
        label="serial",
        columns=("serial", "customer", "installed_on"),
        sorts=("id", "installed_on"),
    )
    return [machines]
