"""Definitions and items, who holds them since when, their meters and what these showed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index

from core.plugin_api import (
    Contact,
    Customer,
    Extra,
    Mapped,
    Record,
    Unit,
    choice,
    day,
    decimal,
    extends,
    integer,
    long_text,
    moment,
    reference,
    text,
    translations,
)
from plugins.assets.services.units import UNITS

_ = translations("assets")

KINDS = {
    "vehicle": _("Vehicle"),
    "machine": _("Machine"),
    "appliance": _("Appliance"),
    "meter": _("Meter"),
    "transformer": _("Transformer"),
    "system": _("System"),
    "building": _("Building"),
    "other": _("Other"),
}
STATUSES = {
    "active": _("In use"),
    "stored": _("Laid up"),
    "sold": _("Sold"),
    "scrapped": _("Scrapped"),
    "lost": _("Lost"),
}
ROLES = {"owner": _("Owner"), "driver": _("Driver"), "payer": _("Payer"), "user": _("User")}
SOURCES = {
    "person": _("Read by us"),
    "customer": _("Told by the customer"),
    "service": _("At a service"),
    "device": _("Sent by the device"),
    "file": _("From a file"),
}
STATES = {"accepted": _("Accepted"), "rejected": _("Rejected"), "voided": _("Voided")}
STATE_TONES = {"accepted": "green", "rejected": "red", "voided": "gray"}
FLAGS = {
    "future_date": _("The date lies in the future"),
    "before_in_service": _("Before it went into service"),
    "negative": _("Below zero"),
    "rollback": _("Below an earlier reading"),
    "jump": _("More than is possible in that time"),
}


class Definition(Record):
    """A make or model of which there are many items: what is the same for all of them."""

    __tablename__ = "assets_definition"

    name: Mapped[str] = text(
        _("Name"), required=True, unique=True, sortable=True, sort_key=True, search=True,
        aliases=("model name", "type", "型号", "型號"),
    )  # fmt: skip
    kind: Mapped[str] = choice(_("Kind"), KINDS, required=True, default="other", sortable=True)
    maker: Mapped[str | None] = text(_("Maker"), max_length=100, search=True)
    model: Mapped[str | None] = text(_("Model"), max_length=100, search=True)
    rating: Mapped[Decimal | None] = decimal(
        _("Rating"), digits=12, places=3, help=_("Such as 630, with kVA beside it.")
    )
    rating_unit: Mapped[str | None] = text(_("Unit of the rating"), max_length=20, aliases=("kVA", "kW"))
    meter_unit: Mapped[str | None] = choice(
        _("What its meter counts"), UNITS, help=_("Empty for what has no meter.")
    )
    max_per_day: Mapped[int | None] = integer(
        _("Most in a day"), minimum=1, maximum=10**12,
        help=_("In the unit of its meter; what rises faster is a typing error."),
    )  # fmt: skip
    note: Mapped[str | None] = long_text(_("Note"))


class Asset(Record):
    """One thing that customers own or use."""

    __tablename__ = "assets_asset"

    name: Mapped[str] = text(
        _("Name"), required=True, sortable=True, sort_key=True, search=True, aliases=("asset", "设备", "設備")
    )
    number: Mapped[str | None] = text(
        _("Number"), max_length=40, unique=True, sortable=True, search=True,
        help=_("Yours: files and people name it by this."), aliases=("asset number", "plate", "编号", "編號"),
    )  # fmt: skip
    serial: Mapped[str | None] = text(
        _("Serial number"), max_length=80, sortable=True, search=True, help=_("The maker's."),
        aliases=("serial", "vin", "序列号", "序列號"),
    )  # fmt: skip
    definition_id: Mapped[int | None] = reference(
        Definition, _("Definition"), aliases=("model", "型号", "型號")
    )
    status: Mapped[str] = choice(_("Status"), STATUSES, required=True, default="active", sortable=True)
    in_service_date: Mapped[date | None] = day(
        _("In service since"), sortable=True, help=_("Readings before this day are not believed."),
        aliases=("first registration", "installed", "启用日期", "啟用日期"),
    )  # fmt: skip
    meter_unit: Mapped[str | None] = choice(
        _("What its meter counts"), UNITS, help=_("That of its definition when left out.")
    )
    place: Mapped[str | None] = text(_("Place"), max_length=200, search=True, help=_("Where it stands."))
    unit_id: Mapped[int | None] = reference(
        Unit, _("Unit in charge"), help=_("Whoever works for it sees the asset, whoever holds it.")
    )
    first_owner_id: Mapped[int | None] = reference(
        Customer, _("First owner"), on_delete="keep",
        help=_("Holds it from the beginning; later owners come by transfer."),
        aliases=("owner", "customer", "客户", "客戶", "车主", "車主"),
    )  # fmt: skip
    note: Mapped[str | None] = long_text(_("Note"))


class AssetState(Extra):
    """Worked out of holdings and readings: who owns it now, what its meter counted, what to look at."""

    __tablename__ = "assets_state"

    id: Mapped[int] = extends(Asset)
    owner_id: Mapped[int | None] = reference(Customer, _("Owner"), on_delete="keep", read_only=True)
    counted: Mapped[int | None] = integer(
        _("Counted"), read_only=True, sortable=True, help=_("By all its meters since it went into service.")
    )
    read_on: Mapped[date | None] = day(_("Last read on"), read_only=True, sortable=True)
    doubtful: Mapped[int | None] = integer(
        _("Readings to check"), read_only=True, sortable=True, help=_("Those that cannot be true.")
    )


class Holding(Record):
    """Somebody has an asset in a role, from a day on; on the day `until` he has it no more."""

    __tablename__ = "assets_holding"

    asset_id: Mapped[int] = reference(Asset, _("Asset"), required=True, on_delete="follow")
    role: Mapped[str] = choice(_("Role"), ROLES, required=True, default="owner")
    customer_id: Mapped[int] = reference(
        Customer, _("Customer"), required=True, on_delete="follow", help=_("Whoever sees it sees the asset.")
    )
    contact_id: Mapped[int | None] = reference(Contact, _("Contact"), on_delete="keep")
    since: Mapped[date | None] = day(_("Since"), sortable=True, help=_("Empty: for as long as is known."))
    until: Mapped[date | None] = day(_("Until"), help=_("From this day on no more. Empty: still."))


class Meter(Record):
    """What counts the use of an asset. Its first one is its main meter."""

    __tablename__ = "assets_meter"

    asset_id: Mapped[int] = reference(Asset, _("Asset"), required=True, on_delete="follow")
    name: Mapped[str | None] = text(_("Name"), max_length=80, help=_("Where there are several: day, night."))
    serial: Mapped[str | None] = text(_("Serial number"), max_length=80, search=True)
    unit: Mapped[str] = choice(_("Unit"), UNITS, required=True)
    max_per_day: Mapped[int | None] = integer(
        _("Most in a day"), minimum=1, maximum=10**12, help=_("That of the definition when left out.")
    )


class Reading(Record):
    """What a meter showed on a day."""

    __tablename__ = "assets_reading"

    asset_id: Mapped[int] = reference(Asset, _("Asset"), required=True, on_delete="follow")
    meter_id: Mapped[int | None] = reference(
        Meter, _("Meter"), on_delete="follow", help=_("The asset's main meter when left out.")
    )
    read_on: Mapped[date] = day(
        _("Read on"), required=True, sortable=True, aliases=("date", "日期", "抄表日期")
    )
    value: Mapped[int] = integer(
        _("Value"), required=True, minimum=-(10**15), maximum=10**15,
        aliases=("reading", "odometer", "读数", "讀數"),
    )  # fmt: skip
    unit: Mapped[str | None] = choice(_("Unit"), UNITS, help=_("That of the meter when left out."))
    source: Mapped[str] = choice(_("Source"), SOURCES, required=True, default="person")
    origin: Mapped[str | None] = text(
        _("Origin"), max_length=100, unique=True, help=_("The record from which it comes.")
    )
    voided_at: Mapped[datetime | None] = moment(_("Voided at"), help=_("A void reading counts for nothing."))
    void_reason: Mapped[str | None] = text(_("Why it is void"), max_length=500)


class ReadingVerdict(Extra):
    """What the scan says of a reading; worked out anew whenever anything changes for its meter."""

    __tablename__ = "assets_verdict"

    id: Mapped[int] = extends(Reading)
    state: Mapped[str | None] = choice(_("State"), STATES, read_only=True, sortable=True, tones=STATE_TONES)
    flag: Mapped[str | None] = choice(_("Why"), FLAGS, read_only=True, sortable=True)
    cumulative: Mapped[int | None] = integer(
        _("Cumulative"), read_only=True, help=_("In the unit of the meter, with what earlier meters counted.")
    )


class MeterEvent(Record):
    """A meter was replaced: what the old one showed last, and what the new one began with."""

    __tablename__ = "assets_meter_event"

    asset_id: Mapped[int] = reference(Asset, _("Asset"), required=True, on_delete="follow")
    meter_id: Mapped[int | None] = reference(
        Meter, _("Meter"), on_delete="follow", help=_("The asset's main meter when left out.")
    )
    replaced_on: Mapped[date] = day(_("Replaced on"), required=True, sortable=True)
    old_value: Mapped[int] = integer(
        _("Last value of the old meter"), required=True, minimum=0, maximum=10**15
    )
    new_value: Mapped[int] = integer(
        _("First value of the new meter"), required=True, minimum=0, maximum=10**15, default=0
    )
    note: Mapped[str | None] = text(_("Note"), max_length=500)


Index("ix_assets_reading_asset_day", Reading.asset_id, Reading.read_on)
Index("ix_assets_reading_meter_day", Reading.meter_id, Reading.read_on)
Index("ix_assets_holding_customer_role", Holding.customer_id, Holding.role, Holding.asset_id)
