"""An asset is seen by whoever sees one of its holders' customers, or works for its unit; at every level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from core.contracts.work import Actor, ReachName
from core.errors import Forbidden, Invalid, NotFound
from core.services import lists, records
from core.services.grants import Grants
from core.services.records import Update
from core.services.search import search
from core.services.work import App
from plugins.assets.public import ASSETS, HOLDINGS, METERS, READINGS
from tests.plugins.assets.asking import Row, create, read, rows

EVERYTHING = ("core.*", "assets.*")


@dataclass(frozen=True)
class People:
    """Two salespersons in two units; a van of each of Anna's possible relations to customers."""

    anna: int
    north: int
    vans: dict[str, int]

    def actor(self, reach: ReachName, *permissions: str, **values: Any) -> Actor:
        grants = Grants([(name, reach) for name in permissions or EVERYTHING])
        usual = {"name": "Anna", "user_id": self.anna, "unit_id": self.north, "unit_ids": (self.north,)}
        return Actor(door="test", grants=grants, **{**usual, **values})


@pytest.fixture
def people(app: App) -> People:
    """Customers by what Anna has to do with them, each with a van, and vans that nobody holds."""
    north, south = create(app, "units", *({"code": code, "name": code} for code in ("north", "south")))
    anna, berta = create(app, "users", *({"login": n, "name": n} for n in ("anna", "berta")))
    customers: dict[str, Row] = {
        "own": {"owner": anna, "unit": south},
        "team": {"owner": berta, "unit": south, "team": [{"user": anna}]},
        "unit": {"owner": berta, "unit": north},
        "site": {"owner": berta, "unit": south, "sites": [{"unit": north}]},
        "foreign": {"owner": berta, "unit": south},
    }
    ids = create(app, "customers", *({"name": name, **values} for name, values in customers.items()))
    kinds: list[tuple[str, int | None, int]] = [(n, id, south) for n, id in zip(customers, ids, strict=True)]
    kinds += [("ours", None, north), ("theirs", None, south)]
    vans = [{"name": n, "first_owner": id, "unit": unit, "meter_unit": "km"} for n, id, unit in kinds]
    found = create(app, ASSETS, *vans)
    for van in found:
        read(app, van, ("2024-01-01", 10))
    return People(anna, north, dict(zip([name for name, _id, _unit in kinds], found, strict=True)))


def names(app: App, actor: Actor, resource: str = ASSETS, field: str = "name") -> set[Any]:
    with app.reading(actor) as work:
        query = lists.Query(fields=("id", field), limit=100)
        return {row[field] for row in lists.list_records(work, resource, query).rows}


SEEN: dict[ReachName, set[str]] = {
    "own": {"own", "ours"},
    "team": {"own", "team", "ours"},
    "unit": {"own", "team", "unit", "site", "ours"},
    "all": {"own", "team", "unit", "site", "foreign", "ours", "theirs"},
}


@pytest.mark.parametrize("reach", SEEN)
def test_assets_are_seen_with_their_holders_and_so_is_all_that_belongs_to_them(
    app: App, people: People, reach: ReachName
) -> None:
    actor = people.actor(reach)
    assert names(app, actor) == SEEN[reach]
    seen = {people.vans[name] for name in SEEN[reach]}
    assert names(app, actor, READINGS, "asset") == seen
    assert names(app, actor, METERS, "asset") == seen
    assert names(app, actor, HOLDINGS, "asset") == {people.vans[n] for n in SEEN[reach] - {"ours", "theirs"}}


def test_a_wide_right_to_assets_shows_none_of_customers_that_are_not_seen(app: App, people: People) -> None:
    grants = Grants([("core.customers.view", "own"), ("assets.*", "unit")])
    assert names(app, replace(people.actor("own"), grants=grants)) == {"own", "ours"}


def test_who_may_not_see_an_asset_finds_reads_and_changes_nothing_of_it(app: App, people: People) -> None:
    actor, foreign = people.actor("unit"), people.vans["foreign"]
    with app.work(actor) as work:
        assert search(work, "foreign") == []
        for attempt in (
            lambda: records.read(work, ASSETS, foreign),
            lambda: records.update(work, ASSETS, [Update(foreign, {"name": "mine"})]),
            lambda: records.delete(work, ASSETS, [foreign]),
        ):
            with pytest.raises(NotFound):
                attempt()
        with pytest.raises(Invalid, match="may not see it"):
            records.create(work, READINGS, [{"asset": foreign, "read_on": "2024-01-02", "value": 11}])


def test_who_sees_all_but_edits_his_own_cannot_change_the_others(app: App, people: People) -> None:
    views = ("core.customers.view", "assets.assets.view", "assets.holdings.view")
    edits = ("assets.assets.edit", "core.customers.edit")
    grants = Grants([*((name, "all") for name in views), *((name, "own") for name in edits)])
    actor = replace(people.actor("own"), grants=grants)
    assert names(app, actor) == SEEN["all"]
    with app.work(actor) as work:
        records.update(work, ASSETS, [Update(people.vans["own"], {"place": "Yard"})])
        with pytest.raises(Forbidden):
            records.update(work, ASSETS, [Update(people.vans["foreign"], {"place": "Yard"})])


@pytest.mark.parametrize("reach", ["own", "team", "unit"])
def test_a_narrow_right_to_assets_holds_everywhere_however_wide_the_others_are(
    app: App, people: People, reach: ReachName
) -> None:
    others: tuple[tuple[str, ReachName], ...] = (
        ("core.*", "unit"),
        ("assets.holdings.view", "all"),
        ("assets.meters.view", "unit"),
    )
    actor = replace(people.actor("unit"), grants=Grants((*others, ("assets.assets.view", reach))))
    assert names(app, actor) == SEEN[reach]
    create(app, "activities", *(about(van, people.anna) for van in people.vans.values()))
    assert names(app, actor, "activities", "record_id") == {people.vans[name] for name in SEEN[reach]}
    with app.reading(actor) as work:
        found = {hit.id for name in SEEN["all"] for hit in search(work, name) if hit.resource == ASSETS}
    assert found == {people.vans[name] for name in SEEN[reach]}


def about(van: int, owner: int) -> Row:
    return {"type": "note", "subject": "Seen", "resource": ASSETS, "record_id": van, "owner": owner}


def test_whoever_makes_an_asset_sees_it_until_others_hold_it(app: App, people: People) -> None:
    actor = people.actor("own", unit_id=None, unit_ids=())
    with app.work(actor) as work:
        (van,) = records.create(work, ASSETS, [{"name": "new", "meter_unit": "km"}])
        records.create(work, READINGS, [{"asset": van, "read_on": "2024-01-02", "value": 11}])
    assert names(app, actor) == {"own", "new"}
    (stranger,) = create(app, "customers", name="Stranger")
    create(app, HOLDINGS, asset=van, customer=stranger)
    assert names(app, actor) == {"own"}


def test_a_new_asset_belongs_to_the_unit_of_whoever_makes_it(app: App, people: People) -> None:
    with app.work(people.actor("unit")) as work:
        (van,) = records.create(work, ASSETS, [{"name": "new"}])
        assert records.read(work, ASSETS, van)["unit"] == people.north


def test_nobody_makes_an_asset_of_a_customer_that_he_does_not_see(app: App, people: People) -> None:
    (foreign,) = rows(app, "customers", where={"field": "name", "op": "eq", "value": "foreign"})
    with app.work(people.actor("own")) as work, pytest.raises(Invalid, match="may not see it"):
        records.create(work, ASSETS, [{"name": "new", "first_owner": foreign["id"]}])
