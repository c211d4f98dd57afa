"""The kinds of records of the pack, and what stands beside vehicles and customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import (
    Action,
    Calendar,
    Customer,
    Extension,
    Resource,
    Section,
    View,
    choice,
    day,
    flag,
    text,
    translations,
)
from industry_packs.auto_dealer import models
from industry_packs.auto_dealer.services import words
from industry_packs.auto_dealer.services.recalls import actions as recalling
from industry_packs.auto_dealer.services.vehicles.checking import check_policy, check_range, check_recalled
from industry_packs.auto_dealer.services.vehicles.taking_in import take_in
from plugins.assets.public import Asset

_ = translations("auto_dealer")

OURS = ("auto_dealer.plate", "auto_dealer.vin", "auto_dealer.make", "auto_dealer.series")


def _is(name: str, value: Any, operator: str = "eq") -> Mapping[str, Any]:
    return {"field": name, "op": operator, "value": value}


vehicle = Extension(
    of=Asset,
    model=models.Vehicle,
    title=_("Vehicle"),
    sorts=("plate", "vin", "make", "invoice_date"),
    filters=("vin_verdict", "make", "series", "model_year", "powertrain", "invoice_date"),
    views=(
        View(
            name="vehicles",
            title=_("Vehicles"),
            where=_is("status", "active"),
            sort="name",
            columns=(*OURS, "auto_dealer.model_year", "assets.owner", "assets.counted", "assets.read_on"),
        ),
        View(
            name="vins_to_check",
            title=_("Numbers to check"),
            where=_is("auto_dealer.vin_verdict", "valid", "ne"),
            sort="name",
            columns=("name", *OURS, "auto_dealer.vin_verdict"),
        ),
    ),
)
plates = Resource(
    models.Plate,
    name="plates",
    title=_("Former plates"),
    singular=_("Former plate"),
    parent="asset",
    label="plate",
    columns=("plate", "asset", "since", "until"),
    filters=("asset", "plate", "since", "until"),
    sorts=("plate", "until", "id"),
    default_sort="-until",
    icon="tag",
    place="",
)
policies = Resource(
    models.Policy,
    name="policies",
    title=_("Insurance and inspections"),
    singular=_("Insurance or inspection"),
    parent="asset",
    label="kind",
    columns=("asset", "kind", "company", "number", "begins_on", "ends_on"),
    filters=("kind", "asset", "ends_on"),
    sorts=("ends_on", "id"),
    default_sort="ends_on",
    checks=(check_policy,),
    icon="shield",
)
appointments = Resource(
    models.Appointment,
    name="appointments",
    title=_("Appointments"),
    singular=_("Appointment"),
    parent="asset",
    label="codes",
    columns=("booked_on", "starts_at", "asset", "customer", "unit", "adviser", "codes", "status"),
    filters=("booked_on", "status", "unit", "adviser", "asset", "customer"),
    sorts=("booked_on", "starts_at", "id"),
    default_sort="booked_on",
    board="status",
    calendar=Calendar(by="booked_on"),
    actions=(
        Action(
            name="take_in",
            title=_("Take in a vehicle of another store"),
            permission="auto_dealer.appointments.create",
            run=take_in,
            inputs={"vin": text(_("VIN"), max_length=80, required=True)},
            on="collection",
            answers="mapping",
        ),
    ),
    extensible=True,
    first=("asset", "booked_on", "starts_at", "codes", "unit", "adviser"),
    icon="calendar-check",
)
recalls = Resource(
    models.Recall,
    name="recalls",
    title=_("Recalls"),
    singular=_("Recall"),
    key="number",
    label="number",
    columns=("number", "title", "announced_on", "status"),
    filters=("status", "announced_on"),
    sorts=("number", "announced_on", "id"),
    default_sort="-announced_on",
    actions=(
        Action(
            name="notify",
            title=_("Tell the owners"),
            permission="auto_dealer.recalls.edit",
            run=recalling.notify,
            inputs={
                "unconfirmed": flag(_("Those found by their model, too")),
            },
            answers="mapping",
        ),
    ),
    sections=(
        Section(title=_("Recall"), fields=("number", "title", "announced_on", "status")),
        Section(title=_("For the workshop"), fields=("consequence", "remedy", "code")),
    ),
    icon="triangle-alert",
)
recall_ranges = Resource(
    models.RecallRange,
    name="recall_ranges",
    title=_("Recalled models"),
    singular=_("Recalled model"),
    label="make",
    columns=("recall", "make", "series", "year_from", "year_to", "auto_dealer.found"),
    filters=("recall", "make"),
    sorts=("id",),
    checks=(check_range,),
    extensible=True,
    icon="list",
    place="",
)
range_state = Extension(
    of=models.RecallRange,
    model=models.RecallRangeState,
    title=_("Found"),
    sorts=("found",),
    filters=("found",),
    views=(
        View(
            name="unknown_models",
            title=_("Models that nobody has"),
            where=_is("auto_dealer.found", 0),
            sort="id",
        ),
    ),
    derived=True,
)
recall_vehicles = Resource(
    models.RecallVehicle,
    name="recall_vehicles",
    title=_("Recalled vehicles"),
    singular=_("Recalled vehicle"),
    parent="asset",
    label="vin",
    columns=("recall", "asset", "vin", "found_by", "state", "auto_dealer.told", "response", "responded_on"),
    filters=("recall", "state", "found_by", "response", "asset"),
    sorts=("vin", "id"),
    default_sort="id",
    checks=(check_recalled,),
    actions=(
        Action(
            name="respond",
            title=_("Record the response"),
            permission="auto_dealer.recall_vehicles.edit",
            run=recalling.respond,
            inputs={
                "response": choice(_("Response"), words.RESPONSES, required=True),
                "on": day(_("On"), help=_("Today when left out.")),
                "note": text(_("Note"), max_length=500),
            },
        ),
    ),
    views=(
        View(name="open_recalls", title=_("To be remedied"), where=_is("state", "open"), sort="id"),
        View(
            name="not_ours",
            title=_("Numbers that are not ours"),
            where=_is("asset", True, "empty"),
            sort="vin",
        ),
    ),
    extensible=True,
    icon="triangle-alert",
    place="",
)
recall_notice = Extension(
    of=models.RecallVehicle,
    model=models.RecallNotice,
    title=_("Notice"),
    sorts=("told", "told_on"),
    filters=("told", "told_on"),
    derived=True,
)
customer_cars = Extension(
    of=Customer,
    model=models.CustomerCars,
    title=_("Vehicles"),
    sorts=("cars", "bought_on", "replace_on", "repurchase"),
    filters=("cars", "bought_on", "replace_on", "repurchase"),
    views=(
        View(
            name="repurchase",
            title=_("Likely to buy a car again"),
            where={"and": [_is("auto_dealer.repurchase", "open"), _is("do_not_contact", False)]},
            sort="auto_dealer.replace_on",
            columns=("number", "name", "owner", "auto_dealer.bought_on", "auto_dealer.replace_on", "phone"),
        ),
    ),
    derived=True,
)

RESOURCES = (plates, policies, appointments, recalls, recall_ranges, recall_vehicles)
EXTENSIONS = (vehicle, range_state, recall_notice, customer_cars)
