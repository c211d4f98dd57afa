"""A company with all kinds of users and records, and who sees what in it, worked out without any SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from core.contracts.work import REACHES, Actor, ReachName
from core.services import records
from core.services.lists import Query, iterate
from core.services.work import App, Work
from core.testing.people import Hire, Person

Row = dict[str, Any]

# Which fields of each kind say whose a record is: owner, unit, lines with users, lines with units.
WHOSE = {
    "customers": ("owner", "unit", "team", "sites"),
    "activities": ("owner", "unit", "participants", ""),
    "users": ("id", "unit", "", ""),
    "units": ("", "id", "", ""),
    "tokens": ("user", "", "", ""),
}


@dataclass(frozen=True)
class World:
    """Everything there is, by kind and id, and the people who look at it."""

    app: App
    people: Mapping[str, Person]
    rows: Mapping[str, Mapping[int, Row]]

    def actor(self, who: str) -> Actor:
        """Somebody with his rights at this moment."""
        return self.app.actors.of_user(self.people[who].id, "test")

    def visible(self, who: str, resource: str) -> set[int]:
        """The ids of what somebody should see."""
        judge = Judge(self, self.actor(who))
        return {id for id in self.rows[resource] if judge.sees(resource, id)}


@dataclass(frozen=True)
class Judge:
    """Decides in plain Python what one actor sees."""

    world: World
    actor: Actor

    def sees(self, resource: str, id: int, at_most: ReachName = "all") -> bool:
        reach = self.reach(resource, at_most)
        if reach is None:
            return False
        row = self.world.rows[resource][id]
        if resource in ("contacts", "sample.machines"):
            return self.sees("customers", row["customer"], reach)
        if resource == "activities":
            return self.sees_activity(row, reach)
        if resource == "saved_views":
            return self.sees_view(row)
        return self.within(resource, row, reach)

    def reach(self, resource: str, at_most: ReachName) -> ReachName | None:
        permission = self.world.app.registry.type_of(resource).resource.permission("view")
        own = self.actor.reach(permission)
        return None if own is None else min(own, at_most, key=REACHES.index)

    def within(self, resource: str, row: Row, reach: ReachName) -> bool:
        if reach == "all" or resource not in WHOSE:
            return True
        owner, unit, team, sites = WHOSE[resource]
        ways = {
            "own": bool(owner) and row[owner] == self.actor.user_id,
            "team": bool(team) and any(line["user"] == self.actor.user_id for line in row[team]),
            "unit": (bool(unit) and row[unit] in self.actor.unit_ids)
            or (bool(sites) and any(line["unit"] in self.actor.unit_ids for line in row[sites])),
        }
        return any(found for way, found in ways.items() if REACHES.index(way) <= REACHES.index(reach))

    def sees_activity(self, row: Row, reach: ReachName) -> bool:
        if row["customer"]:
            return self.reach(row["resource"], "all") is not None and self.sees(
                "customers", row["customer"], reach
            )
        about = row["resource"] is None or self.sees(row["resource"], row["record_id"])
        return about and self.within("activities", row, reach)

    def sees_view(self, row: Row) -> bool:
        of_unit = row["visibility"] == "team" and row["unit"] in self.actor.unit_ids
        return row["owner"] == self.actor.user_id or row["visibility"] == "public" or of_unit


def build(app: App, hire: Hire) -> World:
    """Make the company."""
    with app.work(app.system()) as work:
        units = _units(work)
        mechanic = {"name": "mechanic", "title": "Mechanic", "grants": MECHANIC}
        records.create(work, "roles", [mechanic])
    roles = {
        "admin": (["administrator"], "hq"),
        "manager": (["manager"], "north"),
        "seller": (["salesperson"], "store"),
        "rival": (["salesperson"], "south"),
        "service": (["service"], "store"),
        "reader": (["read_only"], "south"),
        "mechanic": (["mechanic"], "store"),
        "both": (["salesperson", "service"], "south"),
        "nobody": ([], "hq"),
    }
    people = {who: hire(who, *named, unit=units[unit]) for who, (named, unit) in roles.items()}
    with app.work(app.system()) as work:
        _fill(work, people, units)
    with app.reading(app.system()) as work:
        rows = {name: _everything(work, name) for name in app.registry.types}
    return World(app, people, rows)


MECHANIC = [
    {"permission": permission, "reach": reach}
    for permission, reach in (
        ("sample.machines.*", "unit"),
        ("sample.orders.view", "own"),
        ("core.customers.view", "all"),
        ("core.activities.view", "own"),
    )
]


def _units(work: Work) -> dict[str, int]:
    units: dict[str, int] = {}
    for code, above in (("hq", None), ("north", "hq"), ("store", "north"), ("south", "hq")):
        parent = units[above] if above else None
        (units[code],) = records.create(work, "units", [{"code": code, "name": code, "parent": parent}])
    return units


def _fill(work: Work, people: Mapping[str, Person], units: Mapping[str, int]) -> None:
    seller, rival = people["seller"].id, people["rival"].id
    owned = product((seller, rival, None), (*units.values(), None))
    customers: list[Row] = [{"owner": owner, "unit": unit} for owner, unit in owned]
    customers += [{"owner": rival, "unit": units["south"], "team": [{"user": seller}]}]
    customers += [{"owner": rival, "unit": units["south"], "sites": [{"unit": units["store"]}]}]
    ids = records.create(work, "customers", [{"name": f"Acme {n}", **c} for n, c in enumerate(customers)])
    records.create(work, "contacts", [{"name": f"Contact {id}", "customer": id} for id in ids])
    records.create(work, "sample.machines", [{"serial": f"M{id}", "customer": id} for id in ids])
    records.create(work, "sample.orders", [{"code": f"O{id}", "customer": id} for id in ids[1:4]])
    records.create(work, "activities", [*_activities(people, units), *_about(ids, rival)])
    records.create(work, "tags", [{"name": "vip"}])
    rate = {"currency": "EUR", "base_currency": "USD", "rate": "1.1", "valid_from": "2026-01-01"}
    records.create(work, "exchange_rates", [rate])
    views = product((seller, rival, people["reader"].id), ("private", "team", "public"), units.values())
    records.create(work, "saved_views", [_view(owner, shown, unit) for owner, shown, unit in views])
    records.delete(work, "customers", [ids[0]])


def _activities(people: Mapping[str, Person], units: Mapping[str, int]) -> list[Row]:
    """About nothing, or about a unit."""
    alone: list[Row] = [{"subject": who, "owner": person.id} for who, person in people.items()]
    alone += [{"subject": f"in {code}", "unit": unit} for code, unit in units.items()]
    alone += [{"subject": "with the seller", "participants": [{"user": people["seller"].id}]}]
    about = {"resource": "units", "record_id": units["south"]}
    return [*alone, {"subject": "about a unit", "owner": people["seller"].id, **about}]


def _about(customers: list[int], owner: int) -> list[Row]:
    return [{"subject": f"about {id}", "customer": id, "owner": owner} for id in customers]


def _view(owner: int, visibility: str, unit: int) -> Row:
    named = {"name": f"{visibility} of {owner}", "resource": "customers", "definition": {}}
    return {**named, "owner": owner, "visibility": visibility, "unit": unit}


def _everything(work: Work, resource: str) -> dict[int, Row]:
    found = [row["id"] for rows in iterate(work, resource, Query()) for row in rows]
    return {row["id"]: row for row in records.read_many(work, resource, found)}
