"""The form of a file of vehicles and plans; what is wrong with one is said with the places where it is."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from core.plugin_api import Invalid, Label, translations
from industry_packs.auto_dealer.services.vehicles.naming import valid_vin
from plugins.care.public import codes_of, written

_ = translations("auto_dealer")

NOT_SO = _("The fleet was not imported: its file is not as it should be. Nothing was written.")
MEND = _("Mend these places and import the file again.")
PLACE = _("{place}: {problem}")
MORE = _("and {count} more.")
TWICE = _("This id stands there twice.")
SAME_VIN = _("{vehicle} has the same number.")
NO_PLAN = _("There is no plan {name} in the file.")
SAME_CODE = _("This code stands there twice.")
MOST_SHOWN = 20
LONGEST_CODES = 500
MOST = 10**9
LARGEST = 10**15

Distance = Annotated[int, Field(ge=1, le=MOST)]
Months = Annotated[int, Field(ge=1, le=1_200)]
Unit = Literal["km", "mi"]


def _one_word(code: str) -> str:
    """A code as plans and services know it."""
    if codes_of(code) != (code,):
        raise ValueError("a code is one word in capital letters")
    return code


Code = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(_one_word)]


def _short(codes: list[str]) -> list[str]:
    """As many codes as one service can have."""
    if len(written(codes)) > LONGEST_CODES:
        raise ValueError(f"codes have at most {LONGEST_CODES} characters together")
    return codes


Codes = Annotated[list[Code], AfterValidator(_short)]


class Form(BaseModel):
    """What all parts have in common: values are of the type that they should be, the rest is ignored."""

    model_config = ConfigDict(strict=True)


class TaskForm(Form):
    """One task; each leg may be missing, even all of them."""

    code: Code
    title: Annotated[str, Field(max_length=120)] | None = None
    every: Distance | None = None
    months: Months | None = None
    first: Distance | None = None
    first_months: Months | None = None


class PlanForm(Form):
    """A plan in one unit."""

    unit: Unit
    default_per_year: Annotated[int, Field(ge=0, le=MOST)]
    lead_days: Annotated[int, Field(ge=0, le=3_650)]
    lead_distance: Annotated[int, Field(ge=0, le=MOST)]
    max_per_day: Annotated[int, Field(ge=1, le=MOST)] | None = None
    tasks: Annotated[list[TaskForm], Field(max_length=200)]


class ReadingForm(Form):
    """What the meter showed."""

    date: date
    value: Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
    unit: Unit | None = None
    voided: bool = False


class ServiceForm(Form):
    """What was done."""

    date: date
    odometer: Annotated[int, Field(ge=-MOST, le=10**12)] | None = None
    codes: Codes


class EventForm(Form):
    """The meter was replaced."""

    date: date
    old_value: Annotated[int, Field(ge=0, le=LARGEST)]
    new_value: Annotated[int, Field(ge=0, le=LARGEST)]


class OwnerForm(Form):
    """To whom it belongs, as far as reminders go."""

    do_not_contact: bool = False
    consent: list[Literal["wechat", "sms", "email", "phone"]] = []


class AppointmentForm(Form):
    """When it comes."""

    date: date
    codes: Codes
    status: Literal["requested", "confirmed", "arrived", "done", "no_show", "cancelled"]


class VehicleForm(Form):
    """A vehicle with all that is known of it."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
    plan: str
    unit: Unit
    in_service_date: date
    vin: Annotated[str, Field(max_length=80)] | None = None
    readings: list[ReadingForm] = []
    services: list[ServiceForm] = []
    odometer_events: list[EventForm] = []
    status: Annotated[str, Field(min_length=1, max_length=60)] = "active"
    history_known_from: date | None = None
    owner: OwnerForm = OwnerForm()
    appointments: list[AppointmentForm] = []


class Fleet(Form):
    """All of a file; what it expects, and whatever else stands in it, is ignored."""

    plans: dict[Annotated[str, StringConstraints(min_length=1, max_length=200)], PlanForm]
    vehicles: list[VehicleForm]


def fleet_of(content: bytes) -> Fleet:
    """The content of a file; raises Invalid, which names every place where something is wrong."""
    try:
        fleet = Fleet.model_validate_json(content.removeprefix(BOM_UTF8))
    except ValidationError as error:
        raise refused(_told(error, content)) from error
    problems = [*_of_plans(fleet), *_of_vehicles(fleet)]
    if problems:
        raise refused(problems)
    return fleet


def refused(problems: Sequence[str | Label]) -> Invalid:
    """The refusal of a file, with the first of its problems."""
    shown = list(map(str, problems[:MOST_SHOWN]))
    rest = len(problems) - len(shown)
    return Invalid(
        message=NOT_SO, why="\n".join([*shown, *([MORE.fill(count=rest)] if rest else [])]), fix=MEND
    )


def said(place: str, problem: str) -> Label:
    """One problem, with its place."""
    return PLACE.fill(place=place, problem=problem)


def _told(error: ValidationError, content: bytes) -> list[Label]:
    names = _names(content)
    return [said(_place(item["loc"], names) or "JSON", item["msg"]) for item in error.errors()]


def _names(content: bytes) -> Sequence[str]:
    """The ids of vehicles, as far as they can be read in a file that is not as it should be."""
    try:
        found = json.loads(content)["vehicles"]
        return [str(each["id"]) for each in found]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ()


def _place(path: Sequence[int | str], names: Sequence[str]) -> str:
    """Where it is, as people count; a vehicle by its id."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in path]
    if parts[:1] == ["vehicles"] and len(parts) > 1 and names:
        parts[1] = names[int(parts[1]) - 1]
    return " / ".join(parts)


def _of_plans(fleet: Fleet) -> Iterator[Label]:
    for name, plan in fleet.plans.items():
        codes = Counter(task.code for task in plan.tasks)
        for task in plan.tasks:
            if codes[task.code] > 1:
                yield said(f"plans / {name} / {task.code}", SAME_CODE)


def _of_vehicles(fleet: Fleet) -> Iterator[Label]:
    ids = Counter(vehicle.id for vehicle in fleet.vehicles)
    numbers: dict[str, str] = {}
    for vehicle in fleet.vehicles:
        place = f"vehicles / {vehicle.id}"
        if ids[vehicle.id] > 1:
            yield said(place, TWICE)
        if vehicle.plan not in fleet.plans:
            yield said(place, NO_PLAN.fill(name=vehicle.plan))
        vin = valid_vin({"auto_dealer.vin": vehicle.vin})
        if vin and numbers.setdefault(vin, vehicle.id) != vehicle.id:
            yield said(place, SAME_VIN.fill(vehicle=numbers[vin]))
