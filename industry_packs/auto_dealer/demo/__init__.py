"""Demo data: two stores and a workshop, vehicles with histories, appointments, recalls, leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.plugin_api import DemoData, Document, Unit, User, Work, chunks, records, translations
from industry_packs.auto_dealer.demo.fleet import VEHICLES, DemoCar, cars, owners
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.leads.receiving import receive
from industry_packs.auto_dealer.services.names import APPOINTMENTS, RECALL_RANGES, RECALL_VEHICLES, RECALLS
from industry_packs.auto_dealer.services.plan_templates import SERVICE_PLANS
from industry_packs.auto_dealer.services.plans import put_templates
from plugins.assets.public import ASSETS
from plugins.care.public import SERVICES, SUBJECTS, PlanRecord
from plugins.messaging.public import CONSENTS

_ = translations("auto_dealer")

PART = 500
UNITS: tuple[tuple[str, str, str], ...] = (
    ("W1", "Store Riverside", "store"),
    ("W2", "Store Market Square", "store"),
    ("W3", "Workshop Harbour", "workshop"),
)
STAFF = (
    ("ben", "Ben Fischer", "salesperson"),
    ("chen", "陈静", "salesperson"),
    ("dora", "Dora Lang", "service"),
)
"""Who works where; those of the demo people who are there already stay as they are."""
ADF = """<?xml version="1.0"?><?adf version="1.0"?><adf><prospect><id source="portal">{number}</id>
<requestdate>{day}T09:00:00+08:00</requestdate><vehicle interest="{interest}"><year>2026</year>
<make>{make}</make><model>{model}</model></vehicle><customer><contact>
<name part="first">{first}</name><name part="last">{last}</name><phone>+8613900139{number:03}</phone>
</contact><comments>{words}</comments></customer><vendor><vendorname>{store}</vendorname></vendor>
<provider><name>Portal</name></provider></prospect></adf>"""
WANTED = (
    ("Buick", "Regal", "buy", "国庆前提车"),
    ("BYD", "Qin", "test-drive", "周末试驾"),
    ("Audi", "A4L", "trade-in", "置换旧车"),
)
LEADS = 12


def load(app: Any, actor: Any, report: Any) -> None:
    """Make them in one transaction; days are counted back from today."""
    with app.work(actor) as work:
        make(work, VEHICLES, report)


def make(work: Work, count: int, report: Any) -> None:
    """Make so many vehicles, with all that belongs to them."""
    day, units = today(work), _units(work)
    fleet = list(cars(day, count))
    people = list(_people(work, count, units, _staff(work, units)))
    report(0, 0.2)
    vehicles = _vehicles(work, fleet, people, units)
    report(len(vehicles) // 2, 0.5)
    _histories(work, fleet, vehicles, units)
    _appointments(work, fleet, vehicles, people, units, day)
    _recall(work, fleet, day)
    _leads(work, day)
    report(len(fleet), 1.0)


def _units(work: Work) -> list[int]:
    """The stores of the demo people, if they are there, and a workshop beside them."""
    known = {row.code: row for row in work.session.execute(select(Unit.code, Unit.id, Unit.parent_id))}
    above = known["W1"].parent_id if "W1" in known else None
    rows = [
        {"code": code, "name": name, "kind": kind, "parent": above}
        for code, name, kind in UNITS
        if code not in known
    ]
    made = dict(zip([row["code"] for row in rows], records.create(work, "units", rows), strict=True))
    return [made[code] if code in made else known[code].id for code, _name, _kind in UNITS]


def _staff(work: Work, units: Sequence[int]) -> list[int]:
    known = dict(work.session.execute(select(User.login, User.id)).all())
    rows = [
        {"login": login, "name": name, "unit": unit, "roles": [{"role": role}]}
        for (login, name, role), unit in zip(STAFF, units, strict=True)
        if login not in known
    ]
    made = dict(zip([row["login"] for row in rows], records.create(work, "users", rows), strict=True))
    return [made[login] if login in made else known[login] for login, _name, _role in STAFF]


def _people(work: Work, count: int, units: Sequence[int], staff: Sequence[int]) -> Iterator[int]:
    """Owners, half of each store; every third is served by the workshop too. Most want to be reminded."""
    rows = [
        {
            **row,
            "unit": units[number % 2],
            "owner": staff[number % 2],
            "sites": [{"unit": units[2]}] if number % 3 == 0 else [],
        }
        for number, row in enumerate(owners(count))
    ]
    for part in chunks(rows, PART):
        ids = records.create(work, "customers", part)
        said = [{"customer": id, "purpose": "service", "state": "given"} for id in ids if id % 5]
        records.create(work, CONSENTS, said)
        yield from ids


def _vehicles(work: Work, fleet: Sequence[DemoCar], people: Sequence[int], units: Sequence[int]) -> list[int]:
    """Vehicles of their owners, each under its plan."""
    put_templates(work)
    named = dict(work.session.execute(select(PlanRecord.name, PlanRecord.id)).all())
    rows = [{**car.values, "first_owner": people[car.owner], "unit": units[car.owner % 2]} for car in fleet]
    ids = [id for part in chunks(rows, PART) for id in records.create(work, ASSETS, part)]
    under = [
        {"plan": named[SERVICE_PLANS[car.plan]["name"]], "asset": id}
        for id, car in zip(ids, fleet, strict=True)
    ]
    for part in chunks(under, PART):
        records.create(work, SUBJECTS, part)
    return ids


def _histories(work: Work, fleet: Sequence[DemoCar], vehicles: Sequence[int], units: Sequence[int]) -> None:
    """What was done, in the store or, for every third owner, in the workshop."""
    rows = [
        {
            "asset": id,
            "done_on": day,
            "codes": codes,
            "value": value,
            "found": "good",
            "auto_dealer.unit": units[2] if car.owner % 3 == 0 else units[car.owner % 2],
        }
        for id, car in zip(vehicles, fleet, strict=True)
        for day, codes, value in car.services
    ]
    for part in chunks(rows, PART):
        records.create(work, SERVICES, part)


def _appointments(
    work: Work,
    fleet: Sequence[DemoCar],
    vehicles: Sequence[int],
    people: Sequence[int],
    units: Sequence[int],
    day: date,
) -> None:
    """Who comes today and in the next days."""
    rows = [
        {
            "asset": vehicles[place],
            "customer": people[fleet[place].owner],
            "unit": units[number % 3],
            "booked_on": day + timedelta(number // 9),
            "codes": "INSPECT" if fleet[place].plan == 1 else "OIL",
            "status": "confirmed" if number % 4 else "requested",
        }
        for number, place in enumerate(range(0, len(vehicles), max(1, len(vehicles) // 45)))
    ]
    records.create(work, APPOINTMENTS, rows)


def _recall(work: Work, fleet: Sequence[DemoCar], day: date) -> None:
    """A campaign with numbers of ours, and one that knows models only."""
    known, unsure = records.create(
        work,
        RECALLS,
        [
            {"number": "S2026-041", "title": "燃油泵 / Fuel pump", "announced_on": day - timedelta(20)},
            {"number": "S2026-057", "title": "安全带 / Seat belt", "announced_on": day - timedelta(3)},
        ],
    )
    named = [car.values["auto_dealer.vin"] for car in fleet if car.values["auto_dealer.series"] == "A4L"][:60]
    records.create(work, RECALL_VEHICLES, [{"recall": known, "vin": vin} for vin in named])
    models = {"make": "Roewe", "series": "i5", "year_from": day.year - 3, "year_to": day.year - 2}
    records.create(work, RECALL_RANGES, [{"recall": unsure, **models}])


def _leads(work: Work, day: date) -> None:
    """What a portal sent in the last days."""
    documents = []
    for number in range(LEADS):
        make, model, interest, words = WANTED[number % len(WANTED)]
        content = ADF.format(
            number=number, day=day - timedelta(number // 4), make=make, model=model, interest=interest,
            words=words, first="丽强敏"[number % 3], last="赵钱孙李"[number % 4], store=UNITS[number % 2][1],
        )  # fmt: skip
        documents.append(Document(content.encode(), f"portal-{number:02}.xml", "portal"))
    receive(work, documents)


DEMO_DATA = (
    DemoData(
        name="auto_dealer.fleet",
        title=_("Two stores and a workshop with their vehicles"),
        load=load,
        after=("core.people", "care.plans", "sales.leads"),
    ),
)
