"""Vehicles beside assets, their plates, policies, appointments and recalls; who is likely to buy again."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlalchemy.orm import mapped_column

from core.plugin_api import (
    Activity,
    Customer,
    Extra,
    Fact,
    Mapped,
    Record,
    Unit,
    User,
    choice,
    day,
    extends,
    integer,
    long_text,
    moment,
    reference,
    text,
    translations,
)
from industry_packs.auto_dealer.services import words
from industry_packs.auto_dealer.services.vehicles import naming
from plugins.assets.public import Asset

_ = translations("auto_dealer")

LONGEST_VIN = 80
LONGEST_WORD = 100
FIRST_YEAR, LAST_YEAR = 1885, 2200


class Vehicle(Extra):
    """Beside an asset: what only vehicles have. A number that is not valid is kept as it was written."""

    __tablename__ = "auto_dealer_vehicle"

    id: Mapped[int] = extends(Asset)
    vin: Mapped[str | None] = text(
        _("VIN"), max_length=LONGEST_VIN, search=True, tails=True, sortable=True,
        help=_("One that is not valid is kept, and says why."),
        aliases=("vehicle identification number", "chassis number", "车架号", "車架號", "车辆识别代号"),
    )  # fmt: skip
    valid_vin: Mapped[str | None] = text(
        _("VIN, if valid"), max_length=17, unique=True, taken=words.VEHICLE_THERE, computed=naming.valid_vin
    )
    vin_verdict: Mapped[str | None] = choice(
        _("VIN checked"), words.VERDICTS, computed=naming.vin_verdict, tones=words.VERDICT_TONES
    )
    plate: Mapped[str | None] = text(
        _("Plate"), max_length=20, search=True, tails=True, sortable=True,
        aliases=("licence plate", "license plate", "registration", "车牌", "車牌", "车牌号"),
    )  # fmt: skip
    make: Mapped[str | None] = text(
        _("Make"), max_length=LONGEST_WORD, search=True, sortable=True, aliases=("brand", "品牌")
    )
    series: Mapped[str | None] = text(
        _("Series"), max_length=LONGEST_WORD, search=True, aliases=("model", "车系", "車系")
    )
    model_year: Mapped[int | None] = integer(
        _("Model year"), minimum=FIRST_YEAR, maximum=LAST_YEAR, aliases=("year", "年款")
    )
    powertrain: Mapped[str | None] = choice(_("Powertrain"), words.POWERTRAINS, aliases=("动力", "動力"))
    colour: Mapped[str | None] = text(_("Colour"), max_length=60, aliases=("color", "颜色", "顏色"))
    invoice_date: Mapped[date | None] = day(
        _("Invoice date"), sortable=True, help=_("Warranty and three guarantees begin on it."),
        aliases=("invoiced on", "sold on", "发票日期", "發票日期"),
    )  # fmt: skip
    first_registration: Mapped[date | None] = day(
        _("First registration"), aliases=("registered on", "初次登记", "初次登記")
    )
    replace_after: Mapped[int | None] = integer(
        _("Likely to be replaced after months"), minimum=1, maximum=600,
        help=_("That of the company when left out."),
    )  # fmt: skip
    model_key: Mapped[str | None] = text(
        _("Key"), max_length=2 * LONGEST_WORD + 1, hidden=True, sortable=True, computed=naming.key_of_vehicle
    )


class Plate(Record):
    """A plate that a vehicle had before the one that it has."""

    __tablename__ = "auto_dealer_plate"

    asset_id: Mapped[int] = reference(Asset, _("Vehicle"), required=True, on_delete="follow")
    plate: Mapped[str] = text(
        _("Plate"), max_length=20, required=True, search=True, tails=True, sortable=True
    )
    since: Mapped[date | None] = day(_("Since"), help=_("Empty: for as long as is known."))
    until: Mapped[date | None] = day(_("Until"), sortable=True, help=_("From this day on no more."))


class Policy(Record):
    """Something of a vehicle that ends on a day: its insurance, its statutory inspection, a warranty."""

    __tablename__ = "auto_dealer_policy"

    asset_id: Mapped[int] = reference(Asset, _("Vehicle"), required=True, on_delete="follow")
    kind: Mapped[str] = choice(_("Kind"), words.POLICY_KINDS, required=True, default="insurance")
    company: Mapped[str | None] = text(
        _("With"), max_length=120, help=_("The insurer, the station."), aliases=("insurer", "保险公司")
    )
    number: Mapped[str | None] = text(_("Number"), max_length=60, search=True, aliases=("policy", "保单号"))
    begins_on: Mapped[date | None] = day(_("Begins on"))
    ends_on: Mapped[date] = day(
        _("Ends on"), required=True, sortable=True, aliases=("expires", "valid until", "到期日")
    )
    ends_at: Mapped[int | None] = integer(
        _("Ends at (meter)"), minimum=1, maximum=10**9, help=_("For a warranty with a second leg.")
    )
    note: Mapped[str | None] = text(_("Note"), max_length=500)


class Appointment(Record):
    """That a vehicle comes to a store or workshop."""

    __tablename__ = "auto_dealer_appointment"

    asset_id: Mapped[int] = reference(Asset, _("Vehicle"), required=True, on_delete="follow")
    customer_id: Mapped[int | None] = reference(
        Customer, _("Customer"), on_delete="keep", help=_("The owner when left out.")
    )
    unit_id: Mapped[int | None] = reference(
        Unit, _("Store or workshop"), help=_("Yours when left out."), aliases=("store", "门店", "門店")
    )
    booked_on: Mapped[date] = day(_("Day"), required=True, sortable=True, aliases=("date", "日期"))
    starts_at: Mapped[datetime | None] = moment(_("Comes at"), sortable=True)
    adviser_id: Mapped[int | None] = reference(User, _("Adviser"), on_delete="keep")
    codes: Mapped[str | None] = text(_("Tasks"), max_length=500, help=_("Codes of the plan: OIL, CABIN."))
    status: Mapped[str] = choice(
        _("Status"), words.APPOINTMENTS, required=True, default="requested", tones=words.APPOINTMENT_TONES
    )
    note: Mapped[str | None] = text(_("Note"), max_length=500)


class Recall(Record):
    """A campaign of a maker."""

    __tablename__ = "auto_dealer_recall"

    number: Mapped[str] = text(
        _("Campaign"), max_length=60, required=True, unique=True, sortable=True, search=True,
        aliases=("campaign number", "recall", "召回编号", "召回編號"),
    )  # fmt: skip
    title: Mapped[str] = text(
        _("What is wrong"), required=True, search=True, aliases=("component", "summary", "部件")
    )
    announced_on: Mapped[date | None] = day(_("Announced on"), sortable=True)
    consequence: Mapped[str | None] = long_text(_("What may happen"))
    remedy: Mapped[str | None] = long_text(_("What is done"))
    code: Mapped[str | None] = text(
        _("Code of the task"), max_length=40,
        help=_("A service with it remedies the vehicle. That of the campaign when left out."),
    )  # fmt: skip
    status: Mapped[str] = choice(
        _("Status"), words.RECALLS, required=True, default="open", tones=words.RECALL_TONES
    )


class RecallRange(Record):
    """Models that a campaign is about; whether a vehicle among them is, only its number can tell."""

    __tablename__ = "auto_dealer_recall_range"

    recall_id: Mapped[int] = reference(Recall, _("Campaign"), required=True, on_delete="follow")
    make: Mapped[str] = text(_("Make"), max_length=LONGEST_WORD, required=True, aliases=("brand", "品牌"))
    series: Mapped[str | None] = text(
        _("Series"), max_length=LONGEST_WORD, help=_("Empty: all of the make."), aliases=("model", "车系")
    )
    year_from: Mapped[int | None] = integer(_("From model year"), minimum=FIRST_YEAR, maximum=LAST_YEAR)
    year_to: Mapped[int | None] = integer(_("To model year"), minimum=FIRST_YEAR, maximum=LAST_YEAR)
    model_key: Mapped[str | None] = text(
        _("Key"), max_length=2 * LONGEST_WORD + 1, hidden=True, sortable=True, computed=naming.key_of_range
    )


class RecallRangeState(Extra):
    """Worked out of the register: how many vehicles of ours are of such a model."""

    __tablename__ = "auto_dealer_recall_range_state"

    id: Mapped[int] = extends(RecallRange)
    found: Mapped[int | None] = integer(
        _("Vehicles of ours"), read_only=True, sortable=True,
        help=_("0: nobody has such a model, or it is written in another way."),
    )  # fmt: skip


class RecallVehicle(Record):
    """A vehicle that a campaign names, ours or not, and what came of it."""

    __tablename__ = "auto_dealer_recall_vehicle"

    recall_id: Mapped[int] = reference(Recall, _("Campaign"), required=True, on_delete="follow")
    vin: Mapped[str | None] = text(
        _("VIN"), max_length=LONGEST_VIN, sortable=True, search=True, tails=True, aliases=("车架号",)
    )
    asset_id: Mapped[int | None] = reference(
        Asset, _("Vehicle"), on_delete="follow", help=_("Empty: not one of ours.")
    )
    key: Mapped[str] = text(_("Key"), max_length=140, hidden=True, unique=True, computed=naming.recall_key)
    found_by: Mapped[str | None] = choice(
        _("Found by"), words.FOUND_BY, computed=naming.found_by, tones=words.FOUND_TONES
    )
    state: Mapped[str] = choice(
        _("State"), words.RECALL_STATES, required=True, default="open", tones=words.STATE_TONES
    )
    response: Mapped[str | None] = choice(_("Response"), words.RESPONSES)
    responded_on: Mapped[date | None] = day(_("Response on"))
    note: Mapped[str | None] = text(_("Note"), max_length=500)


class RecallNotice(Extra):
    """What became of the notice to whoever has a vehicle that is recalled."""

    __tablename__ = "auto_dealer_recall_notice"

    id: Mapped[int] = extends(RecallVehicle)
    told: Mapped[str | None] = choice(
        _("Notice"), words.NOTICES, read_only=True, sortable=True, tones=words.NOTICE_TONES
    )
    told_on: Mapped[date | None] = day(_("Notice on"), read_only=True, sortable=True)


class CustomerCars(Extra):
    """Worked out of holdings and invoices: who has cars, and who is likely to buy the next one."""

    __tablename__ = "auto_dealer_customer"

    id: Mapped[int] = extends(Customer)
    cars: Mapped[int | None] = integer(_("Vehicles"), read_only=True, sortable=True)
    bought_on: Mapped[date | None] = day(_("Newest vehicle of"), read_only=True, sortable=True)
    replace_on: Mapped[date | None] = day(_("Likely to replace it on"), read_only=True, sortable=True)
    repurchase: Mapped[str | None] = choice(
        _("Next car"), words.REPURCHASES, read_only=True, sortable=True, tones=words.REPURCHASE_TONES
    )


class RepurchaseTask(Fact):
    """That a sales task was opened for the replacement of a vehicle: once for a customer and a vehicle."""

    __tablename__ = "auto_dealer_repurchase"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    asset_id: Mapped[int] = reference(Asset, _("Vehicle"), required=True, on_delete="follow")
    activity_id: Mapped[int | None] = reference(Activity, _("Task"), on_delete="keep")
    replace_on: Mapped[date] = mapped_column(Date)


Index("uq_auto_dealer_repurchase_asset", RepurchaseTask.customer_id, RepurchaseTask.asset_id, unique=True)
Index("ix_auto_dealer_appointment_day", Appointment.booked_on, Appointment.status)
