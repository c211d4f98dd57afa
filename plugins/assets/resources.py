"""The kinds of records of assets, and what is worked out beside them."""

from __future__ import annotations

from core.plugin_api import (
    Action,
    Contact,
    Customer,
    Extension,
    Resource,
    Section,
    Sort,
    View,
    day,
    reference,
    text,
    translations,
)
from plugins.assets.models import (
    Asset,
    AssetState,
    Definition,
    Holding,
    Meter,
    MeterEvent,
    Reading,
    ReadingVerdict,
)
from plugins.assets.services.transferring import transfer
from plugins.assets.services.voiding import unvoid, void

_ = translations("assets")

definitions = Resource(
    Definition,
    name="definitions",
    title=_("Definitions"),
    singular=_("Definition"),
    key="name",
    columns=("name", "kind", "maker", "model", "rating", "rating_unit", "meter_unit", "max_per_day"),
    filters=("kind", "maker", "meter_unit"),
    sorts=("name", "kind", "id"),
    default_sort="name",
    sections=(
        Section(title=_("Definition"), fields=("name", "kind", "maker", "model", "rating", "rating_unit")),
        Section(title=_("Meter"), fields=("meter_unit", "max_per_day")),
    ),
    icon="package",
)
assets = Resource(
    Asset,
    name="assets",
    title=_("Assets"),
    singular=_("Asset"),
    key="number",
    columns=(
        *("number", "name", "definition", "serial", "assets.owner", "status", "in_service_date"),
        *("assets.counted", "assets.read_on", "assets.doubtful"),
    ),
    filters=("status", "definition", "in_service_date", "unit", "meter_unit", "tags"),
    sorts=("name", "number", "serial", "status", "in_service_date", "id"),
    default_sort="name",
    actions=(
        Action(
            name="transfer",
            title=_("Transfer to another owner"),
            permission="assets.assets.edit",
            run=transfer,
            inputs={
                "customer": reference(Customer, _("New owner")),
                "contact": reference(Contact, _("Contact")),
                "on": day(_("On"), help=_("Today when left out.")),
            },
        ),
    ),
    views=(
        View(
            name="doubtful",
            title=_("With readings to check"),
            where={"field": "assets.doubtful", "op": "gt", "value": 0},
            sort="-assets.doubtful",
        ),
        View(
            name="active",
            title=_("In use"),
            where={"field": "status", "op": "eq", "value": "active"},
            sort="name",
        ),
    ),
    taggable=True,
    extensible=True,
    sections=(
        Section(title=_("Asset"), fields=("name", "number", "definition", "serial", "status")),
        Section(title=_("Use"), fields=("in_service_date", "meter_unit", "place", "unit", "first_owner")),
        Section(title=_("More"), fields=("note",)),
    ),
    first=("name", "number", "definition", "serial", "first_owner", "in_service_date"),
    icon="box",
    board="status",
)
holdings = Resource(
    Holding,
    name="holdings",
    title=_("Holders"),
    singular=_("Holder"),
    parent="customer",
    label="role",
    columns=("asset", "role", "customer", "contact", "since", "until"),
    filters=("asset", "customer", "contact", "role", "since", "until"),
    sorts=("since", "id"),
    default_sort="-since",
    icon="users",
    place="",
)
meters = Resource(
    Meter,
    name="meters",
    title=_("Meters"),
    singular=_("Meter"),
    parent="asset",
    label="unit",
    columns=("asset", "name", "serial", "unit", "max_per_day"),
    filters=("asset", "unit"),
    sorts=("id",),
    icon="gauge",
    place="",
)
readings = Resource(
    Reading,
    name="readings",
    title=_("Readings"),
    singular=_("Reading"),
    parent="asset",
    label="value",
    columns=(
        *("asset", "read_on", "value", "unit", "assets.state", "assets.flag", "assets.cumulative", "source"),
        "void_reason",
    ),
    filters=("asset", "meter", "read_on", "source", "voided_at"),
    sorts=("read_on", "id", Sort(name="asset", fields=("asset", "read_on"))),
    default_sort="-read_on",
    actions=(
        Action(
            name="void",
            title=_("Make void"),
            permission="assets.readings.edit",
            run=void,
            inputs={"reason": text(_("Why"), max_length=500, required=True)},
        ),
        Action(name="unvoid", title=_("Count it again"), permission="assets.readings.edit", run=unvoid),
    ),
    sections=(
        Section(title=_("Reading"), fields=("asset", "read_on", "value", "unit", "meter", "source")),
        Section(title=_("Void"), fields=("voided_at", "void_reason", "origin")),
    ),
    extensible=True,
    first=("asset", "read_on", "value"),
    icon="gauge",
)
meter_events = Resource(
    MeterEvent,
    name="meter_events",
    title=_("Replaced meters"),
    singular=_("Replaced meter"),
    parent="asset",
    label="replaced_on",
    columns=("asset", "meter", "replaced_on", "old_value", "new_value", "note"),
    filters=("asset", "meter", "replaced_on"),
    sorts=("replaced_on", "id"),
    default_sort="-replaced_on",
    icon="refresh-cw",
    place="",
)
RESOURCES = (definitions, assets, holdings, meters, readings, meter_events)
EXTENSIONS = (
    Extension(
        of=Asset,
        model=AssetState,
        title=_("Now"),
        sorts=("counted", "read_on", "doubtful"),
        filters=("owner", "counted", "read_on", "doubtful"),
        derived=True,
    ),
    Extension(
        of=Reading,
        model=ReadingVerdict,
        title=_("Verdict"),
        sorts=("state", "flag"),
        filters=("state", "flag"),
        derived=True,
        views=(
            View(
                name="to_check",
                title=_("Readings to check"),
                where={"field": "assets.state", "op": "eq", "value": "rejected"},
                sort="-read_on",
            ),
        ),
    ),
)
