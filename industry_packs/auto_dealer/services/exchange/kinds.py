"""What is exchanged, kind by kind: which fields a line has, and by which of them it finds its equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.plugin_api import Customer
from industry_packs.auto_dealer.models import Appointment, Recall, RecallVehicle
from plugins.assets.public import (
    ASSETS,
    HOLDINGS,
    METER_EVENTS,
    METERS,
    READINGS,
    Asset,
    Holding,
    Meter,
    MeterEvent,
    Reading,
)
from plugins.care.public import SERVICES, ServiceRecord

VEHICLE, CUSTOMER, RECALL = "vehicle", "customer", "recall"
OURS = "auto_dealer."


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Lines of one kind: the record type, its fields by their names in lines, and what names a record.

    `key` are the names in lines of what makes a line equal to a record. `refers` are those that name records
    of other kinds by their keys. `only` is the filter of what is exchanged at all. `places` says that a line
    tells where something was done. `ours` is a field that a record which has it keeps.
    """

    name: str
    resource: str
    model: type[Any]
    fields: Mapping[str, str]
    key: tuple[str, ...]
    refers: Mapping[str, str] = field(default_factory=dict)
    only: Any = None
    places: bool = False
    ours: str = ""


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


OF_VEHICLE = {VEHICLE: "asset"}
OF_PACK = ("vin", "plate", "make", "series", "model_year", "powertrain", "colour")
WHO = (
    *("number", "name", "family_name", "given_name", "phone", "email", "street", "city", "region"),
    *("postal_code", "country", "language", "do_not_contact"),
)

CUSTOMERS = Kind(
    name=CUSTOMER,
    resource="customers",
    model=Customer,
    fields={"is": "kind", **_same(*WHO)},
    key=("number",),
)
VEHICLES = Kind(
    name=VEHICLE,
    resource=ASSETS,
    model=Asset,
    fields={
        **_same("number", "name", "status", "in_service_date", "meter_unit"),
        **{name: OURS + name for name in (*OF_PACK, "invoice_date", "first_registration")},
    },
    key=("vin", "number"),
    ours="number",
)
KINDS = (
    CUSTOMERS,
    VEHICLES,
    Kind(
        name="holding",
        resource=HOLDINGS,
        model=Holding,
        fields=_same("role", "since", "until"),
        key=(VEHICLE, CUSTOMER, "role", "since"),
        refers={**OF_VEHICLE, CUSTOMER: "customer"},
    ),
    Kind(
        name="meter",
        resource=METERS,
        model=Meter,
        fields=_same("name", "unit", "max_per_day"),
        key=(VEHICLE, "name"),
        refers=OF_VEHICLE,
    ),
    Kind(
        name="meter_replaced",
        resource=METER_EVENTS,
        model=MeterEvent,
        fields=_same("replaced_on", "old_value", "new_value"),
        key=(VEHICLE, "replaced_on", "old_value", "new_value"),
        refers=OF_VEHICLE,
    ),
    Kind(
        name="reading",
        resource=READINGS,
        model=Reading,
        fields=_same("read_on", "value", "unit", "source", "void_reason"),
        key=(VEHICLE, "read_on", "value", "unit", "source"),
        refers=OF_VEHICLE,
        only={"field": "origin", "op": "empty", "value": True},  # those of services come with these
    ),
    Kind(
        name="service",
        resource=SERVICES,
        model=ServiceRecord,
        fields=_same("done_on", "codes", "value", "meter_unit", "found", "report"),
        key=(VEHICLE, "done_on", "codes", "value"),
        refers={**OF_VEHICLE, CUSTOMER: "customer"},
        only={"field": "asset", "op": "empty", "value": False},
        places=True,
    ),
    Kind(
        name="appointment",
        resource="auto_dealer.appointments",
        model=Appointment,
        fields=_same("booked_on", "starts_at", "codes", "status", "note"),
        key=(VEHICLE, "booked_on", "codes"),
        refers={**OF_VEHICLE, CUSTOMER: "customer"},
    ),
    Kind(
        name=RECALL,
        resource="auto_dealer.recalls",
        model=Recall,
        fields=_same("number", "title", "announced_on", "consequence", "remedy", "code", "status"),
        key=("number",),
    ),
    Kind(
        name="recalled",
        resource="auto_dealer.recall_vehicles",
        model=RecallVehicle,
        fields=_same("vin", "state", "response", "responded_on", "note"),
        key=(RECALL, "vin"),
        refers={RECALL: "recall"},
        only={"field": "vin", "op": "empty", "value": False},
    ),
)
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
