"""From what a document says of a lead to the fields of leads and their vehicles.

What does not fit into a field is cut there; whole it stays in the document, which is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Any

from industry_packs.auto_dealer.services.adf.leads import Lead, WantedVehicle

Row = dict[str, Any]
LONGEST, LONGEST_NAME, LONGEST_TEXT, LONGEST_PHONE = 200, 100, 20_000, 40
MOST_LINES = 20
MOST_VEHICLES = 50
SEPARATOR = " · "


def lead_row(lead: Lead, account: str, zone: tzinfo, unit: int | None, document: int) -> Row:
    """A lead as sales takes it."""
    customer = lead.customer
    phones = [(kind, number) for kind, number in customer.phones if kind.lower() != "fax"]
    faxes = [(kind, number) for kind, number in customer.phones if kind.lower() == "fax"]
    row: Row = {
        "name": _cut(name_of(lead)),
        "family_name": _cut(customer.last, LONGEST_NAME),
        "given_name": _cut(customer.first, LONGEST_NAME),
        "source": account,
        "source_key": source_key(lead.key),
        "requested_at": _moment(lead.request_date, zone),
        "interest": _cut(SEPARATOR.join(map(told, lead.vehicles[:MOST_VEHICLES]))),
        "comments": _cut(lead.comments, LONGEST_TEXT),
        "unit": unit,
        "phones": [_phone(each) for each in (*phones[1:], *faxes)[:MOST_LINES]],
        "emails": [{"email": address} for address in customer.emails[1 : MOST_LINES + 1]],
        "auto_dealer.document": document,
        "auto_dealer.vendor": _cut(lead.vendor),
        "auto_dealer.provider": _cut(lead.provider),
        "auto_dealer.warnings": list(lead.warnings),
    }
    if phones:
        row["phone"] = phones[0][1][:LONGEST_PHONE]
    if customer.emails:
        row["email"] = customer.emails[0]
    return row


def name_of(lead: Lead) -> str:
    """How a lead is called: by name, else by how it can be reached, else by its number."""
    customer = lead.customer
    names = " ".join(filter(None, (customer.first, customer.last)))
    reached = (*customer.emails, *(number for _kind, number in customer.phones))
    return customer.full or names or next(iter(reached), "") or f"# {lead.key}"


def source_key(key: str) -> str:
    """The number at the source; a long one as its hash."""
    return key if len(key) <= LONGEST else f"sha256:{sha256(key.encode()).hexdigest()}"


def told(vehicle: WantedVehicle) -> str:
    """A vehicle in a few words."""
    named = " ".join(str(each) for each in (vehicle.year, vehicle.make, vehicle.model) if each)
    return f"{vehicle.interest}: {named}" if named else vehicle.interest


def vehicle_rows(lead: Lead, id: int) -> Iterator[Row]:
    """The vehicles of a lead."""
    for vehicle in lead.vehicles[:MOST_VEHICLES]:
        yield {
            "lead": id,
            "interest": _cut(vehicle.interest, 60),
            "status": _cut(vehicle.status, 60),
            "year": vehicle.year,
            "make": _cut(vehicle.make),
            "model": _cut(vehicle.model),
            "vin": _cut(vehicle.vin, 40),
            "vin_valid": vehicle.vin_valid,
            "stock": _cut(vehicle.stock, LONGEST_NAME),
            "odometer": vehicle.odometer,
            "odometer_units": _cut(vehicle.odometer_units, 20),
        }


def without(row: Mapping[str, Any], wrong: Mapping[str, Any]) -> Row:
    """The row without the values that are no telephone numbers, addresses, texts; they go to the comments.

    `wrong` names them as errors do: `email`, `phones.1.phone`.
    """
    kept, told_of = dict(row), [row.get("comments") or ""]
    lines: dict[str, set[int]] = {}
    for path in wrong:
        name, _dot, rest = path.partition(".")
        if name in ("phones", "emails") and rest:
            lines.setdefault(name, set()).add(int(rest.partition(".")[0]))
        elif name in kept and name != "comments":
            told_of.append(f"{name}: {kept.pop(name)}")
    for name, numbers in lines.items():
        told_of += [f"{name}: {' '.join(map(str, row[name][n].values()))}" for n in sorted(numbers)]
        kept[name] = [line for n, line in enumerate(row[name]) if n not in numbers]
    return {**kept, "comments": _cut("\n".join(filter(None, told_of)), LONGEST_TEXT)}


def _phone(phone: tuple[str, str]) -> Row:
    kind, number = phone
    return {"label": _cut(kind, 60), "phone": number[:LONGEST_PHONE]}


def _cut(text: str | None, length: int = LONGEST) -> str | None:
    return text[:length].strip() or None if text else None


def _moment(written: str | None, zone: tzinfo) -> datetime | None:
    """With an offset as it is; without one in the time zone of the company."""
    if written is None:
        return None
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=zone)
