"""Which record a line is about: found by its key, for a whole part of a file at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.plugin_api import Customer, Label, Work, among, translations
from industry_packs.auto_dealer.models import Vehicle
from industry_packs.auto_dealer.services.exchange.keys import (
    customers_known_as,
    recalls_known_as,
    vehicles_known_as,
)
from industry_packs.auto_dealer.services.exchange.kinds import CUSTOMER, RECALL, VEHICLE, Kind
from industry_packs.auto_dealer.services.exchange.lines import Line
from industry_packs.auto_dealer.services.vin import is_valid
from plugins.assets.public import main_meters

_ = translations("auto_dealer")

NO_SUCH = {
    VEHICLE: _("There is no vehicle {key} here."),
    CUSTOMER: _("There is no customer {key} here."),
    RECALL: _("There is no campaign {key} here."),
}
NOT_SAID = _("It does not say which {name}.")
SOMEBODY_ELSE = _("The number {number} is that of somebody else here: {name}.")
OTHER_VEHICLE = _("The number {number} is that of another vehicle here: {vin}.")
KNOWN_AS: Mapping[str, Callable[[Work, Sequence[str]], dict[str, int]]] = {
    VEHICLE: vehicles_known_as,
    CUSTOMER: customers_known_as,
    RECALL: recalls_known_as,
}
OPTIONAL = frozenset({CUSTOMER})
"""References that only holdings cannot do without."""
Key = tuple[str, ...]


def name_by_vin(lines: Sequence[Line]) -> None:
    """Name vehicles by their own numbers where a line tells the one by which the sender calls them."""
    vins = {
        str(line.values["number"]): str(line.values["vin"])
        for line in lines
        if line.kind == VEHICLE and line.values.get("number") and is_valid(str(line.values.get("vin") or ""))
    }
    for line in lines:
        vin = vins.get(str(line.values.get(VEHICLE)))
        if vin:
            line.values = {**line.values, VEHICLE: vin}


def refer(work: Work, kind: Kind, lines: Sequence[Line]) -> dict[int, dict[str, int]]:
    """By line, the ids of the records that it names; lines that name none get their problem."""
    found: dict[int, dict[str, int]] = {line.number: {} for line in lines}
    if kind.name in (VEHICLE, CUSTOMER):
        # Without any key it would come in anew each time.
        for line in lines:
            if not any(line.values.get(name) for name in kind.key):
                line.problem = NOT_SAID.fill(name=kind.name)
    for name in kind.refers:
        said = [str(line.values[name]) for line in lines if line.values.get(name) is not None]
        known = KNOWN_AS[name](work, said)
        for line in lines:
            value = line.values.get(name)
            if value is not None and str(value) in known:
                found[line.number][name] = known[str(value)]
            elif value is not None or name in kind.key or name not in OPTIONAL:
                line.problem = line.problem or _missing(name, value)
    return found


def _missing(name: str, value: Any) -> Label:
    return NOT_SAID.fill(name=name) if value is None else NO_SUCH[name].fill(key=str(value)[:80])


def complete(work: Work, kind: Kind, lines: Sequence[Line], refers: Mapping[int, Mapping[str, int]]) -> None:
    """What makes lines equal to records and was left out: the role of owners, the unit of meters."""
    if kind.name == "holding":
        for line in lines:
            line.values = {"role": "owner", **line.values}
    if kind.name == "reading":
        lacking = [line for line in lines if not line.values.get("unit") and not line.problem]
        assets = sorted({refers[line.number][VEHICLE] for line in lacking})
        meters = main_meters(work, assets) if assets else {}
        for line in lacking:
            meter = meters.get(refers[line.number][VEHICLE])
            line.values = {**line.values, "unit": meter.unit if meter else None}
        for line in lines:
            line.values = {"source": "person", **line.values}


def key_of(kind: Kind, line: Line, refers: Mapping[str, int]) -> Key:
    """What makes a line equal to a record, as texts."""
    return tuple(_text(refers.get(name, line.values.get(name))) for name in kind.key)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def there(
    work: Work, kind: Kind, lines: Sequence[Line], refers: Mapping[int, Mapping[str, int]]
) -> dict[Key, int]:
    """The records of a kind that these lines may be about, by their keys."""
    if kind.name == CUSTOMER:
        return _customers(work, kind, lines)
    if kind.name == VEHICLE:
        return _vehicles(work, kind, lines)
    columns = [
        getattr(kind.model, f"{kind.refers[n]}_id" if n in kind.refers else kind.fields[n]) for n in kind.key
    ]
    about = columns[0]
    wanted = [refers[line.number].get(kind.key[0], line.values.get(kind.key[0])) for line in lines]
    found = select(kind.model.id, *columns).where(
        about.in_(sorted({each for each in wanted if each is not None}))
    )
    rows = work.session.execute(found.order_by(kind.model.id.desc()))
    return {tuple(map(_text, key)): id for id, *key in rows}


def _customers(work: Work, kind: Kind, lines: Sequence[Line]) -> dict[Key, int]:
    """Somebody else may have the number here, which other systems give on their own."""
    columns = Customer.number, Customer.id, Customer.name, Customer.phone, Customer.email
    wanted = Customer.number.in_([_text(line.values.get("number")) for line in lines])
    rows = {row.number: row for row in work.session.execute(select(*columns).where(wanted))}
    for line in lines:
        row = rows.get(_text(line.values.get("number")))
        if row is not None and not _is_same(row, line.values):
            line.problem = SOMEBODY_ELSE.fill(number=row.number, name=row.name)
    return {(number,): row.id for number, row in rows.items()}


def _is_same(row: Any, values: Mapping[str, Any]) -> bool:
    """Whether a line is about a customer: its name, telephone number or address is that of the customer."""
    return any(values.get(name) and values[name] == getattr(row, name) for name in ("name", "phone", "email"))


def _vehicles(work: Work, kind: Kind, lines: Sequence[Line]) -> dict[Key, int]:
    """By the number of the vehicle; by ours only where one of both says no other."""
    said = [_text(line.values.get(name)) for line in lines for name in kind.key]
    known = vehicles_known_as(work, [each for each in said if each])
    vins = dict(_vins(work, sorted(set(known.values()))))
    found: dict[Key, int] = {}
    for line in lines:
        vin, number = (_text(line.values.get(name)) for name in kind.key)
        id = known.get(vin) or known.get(number)
        if id is not None and vin and vins.get(id) not in (None, vin):
            line.problem = OTHER_VEHICLE.fill(number=number, vin=vins[id])
        elif id is not None:
            found[vin, number] = id
    return found


def _vins(work: Work, ids: Sequence[int]) -> list[tuple[int, str | None]]:
    rows = work.session.execute(select(Vehicle.id, Vehicle.vin).where(among(Vehicle.id, ids)))
    return [(id, vin) for id, vin in rows]
