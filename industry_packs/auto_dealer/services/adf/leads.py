"""The leads of a document: what each prospect says, and what is odd about it (rules A.6 to A.9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from industry_packs.auto_dealer.services.adf.parsing import Element
from industry_packs.auto_dealer.services.adf.values import (
    attribute,
    distance,
    line,
    lines_of,
    moment,
    name_parts,
    plain,
    text_of,
    whole_name,
    year,
)
from industry_packs.auto_dealer.services.vin import is_valid, normalise

State = Literal["ready", "incomplete", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who asks: telephones are pairs of type and number."""

    first: str | None
    last: str | None
    full: str | None
    emails: tuple[str, ...]
    phones: tuple[tuple[str, str], ...]

    @property
    def can_be_reached(self) -> bool:
        """Whether there is an e-mail address, or a telephone that is no fax."""
        return bool(self.emails) or any(kind.lower() != "fax" for kind, _ in self.phones)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedVehicle:
    """A vehicle that somebody wants, offers or wants to drive; an invalid VIN is kept."""

    interest: str
    status: str
    year: int | None
    make: str | None
    model: str | None
    vin: str | None
    vin_valid: bool | None
    stock: str | None
    odometer: int | None
    odometer_units: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A prospect. All texts are plain text of strangers: escape them, and never evaluate them."""

    key: str
    status: str
    request_date: str | None
    customer: Customer
    vehicles: tuple[WantedVehicle, ...]
    comments: str | None
    vendor: str | None
    provider: str | None
    state: State
    warnings: tuple[str, ...]


def lead_of(prospect: Element, is_known: Callable[[str], bool]) -> Lead:
    """What a prospect says; `is_known` tells whether the key of a lead was seen before."""
    key, customer = key_of(prospect), customer_of(prospect)
    vehicles = tuple(vehicle_of(each) for each in prospect.all("vehicle"))
    asked = moment(text_of(prospect.all("requestdate")))
    # In this order: the worked cases say `no_id` after what the values are found to be.
    findings = {
        "bad_requestdate": asked is None,
        "bad_vin": any(each.vin_valid is False for each in vehicles),
        "no_id": not _has_id(prospect),
        "no_contact_channel": not customer.can_be_reached,
        "no_vehicle": not vehicles,
    }
    return Lead(
        key=key,
        status=attribute(prospect, "status") or "new",
        request_date=asked,
        customer=customer,
        vehicles=vehicles,
        comments=comments_of(prospect),
        vendor=vendor_of(prospect),
        provider=whole_name(prospect.all("provider", "name")),
        state=_state(is_known(key), customer),
        warnings=tuple(code for code, is_so in findings.items() if is_so),
    )


def _state(is_known: bool, customer: Customer) -> State:
    if is_known:
        return "duplicate"
    return "ready" if customer.can_be_reached else "incomplete"


def key_of(prospect: Element) -> str:
    """The first id behind its source; without an id, what stands in the prospect as a hash."""
    for id in prospect.all("id"):
        if text := line(id.text):
            return f"{attribute(id, 'source') or 'unknown'}:{text}"
    return f"sha256:{sha256(json.dumps(_content(prospect)).encode()).hexdigest()}"


def _has_id(prospect: Element) -> bool:
    return text_of(prospect.all("id")) is not None


def _content(element: Element) -> list[Any]:
    """What makes two prospects the same: not layout, order of attributes, or that one was sent again."""
    attributes = {name: plain(value) for name, value in element.attributes.items()}
    if element.name == "prospect":
        attributes.pop("status", None)
    own = "".join(each for each in element.content if isinstance(each, str))
    return [
        element.name,
        sorted(attributes.items()),
        plain(own),
        [_content(each) for each in element.children],
    ]


def customer_of(prospect: Element) -> Customer:
    """Names and ways to reach the customer, of all his contacts."""
    names = name_parts(prospect.all("customer", "contact", "name"))
    emails = (line(each.text) for each in prospect.all("customer", "contact", "email"))
    phones = (
        (attribute(each, "type") or "voice", line(each.text))
        for each in prospect.all("customer", "contact", "phone")
    )
    return Customer(
        first=names.get("first"),
        last=names.get("last"),
        full=names.get("full"),
        emails=tuple(filter(None, emails)),
        phones=tuple((kind, number) for kind, number in phones if number),
    )


def vehicle_of(vehicle: Element) -> WantedVehicle:
    """What is said of a vehicle."""
    vin = normalise(text_of(vehicle.all("vin")) or "") or None
    units = (attribute(each, "units") for each in vehicle.all("odometer"))
    return WantedVehicle(
        interest=attribute(vehicle, "interest") or "buy",
        status=attribute(vehicle, "status") or "new",
        year=year(text_of(vehicle.all("year"))),
        make=text_of(vehicle.all("make")),
        model=text_of(vehicle.all("model")),
        vin=vin,
        vin_valid=is_valid(vin) if vin else None,
        stock=text_of(vehicle.all("stock")),
        odometer=distance(text_of(vehicle.all("odometer"))),
        odometer_units=next(filter(None, units), None),
    )


def comments_of(prospect: Element) -> str | None:
    """What the customer writes, else what was written beside his contact."""
    own = lines_of(prospect.all("customer", "comments"))
    return own or lines_of(prospect.all("customer", "contact", "comments"))


def vendor_of(prospect: Element) -> str | None:
    """The dealer: by its name, else by that of its contact."""
    own = text_of(prospect.all("vendor", "vendorname"))
    return own or whole_name(prospect.all("vendor", "contact", "name"))
