"""Every kind of record as every kind of user: list, count, export, search and read show the same."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from core.contracts.work import Actor
from core.data.models.journal import JournalEntry
from core.errors import Forbidden, GuanxiError, Invalid, NotFound
from core.services import records
from core.services.exporting import export
from core.services.lists import Query, iterate, list_records
from core.services.search import search
from core.services.work import App, Work
from core.testing.people import Hire
from tests.sample.fixtures import plugins, preparation
from tests.walk import World, build

__all__ = ["plugins", "preparation"]

NOWHERE = 10**9


@pytest.fixture
def world(app: App, hire: Hire) -> World:
    return build(app, hire)


def pairs(world: World) -> Iterator[tuple[str, str]]:
    return ((who, resource) for who in world.people for resource in world.app.registry.types)


def outcome(act: Callable[..., Any], *arguments: Any) -> Any:
    """What comes of it: the answer, or the kind and words of the error."""
    try:
        return act(*arguments)
    except GuanxiError as error:
        return type(error), str(error)


def paged(work: Work, resource: str) -> set[int]:
    """The ids of a list, three a page."""
    found: list[int] = []
    query = Query(limit=3)
    while True:
        page = list_records(work, resource, query)
        found += [row["id"] for row in page.rows]
        if page.next is None:
            return set(found)
        query = Query(limit=3, after=page.next)


def listed(app: App, actor: Actor, resource: str) -> dict[str, Any]:
    """The ids, or their number, by every way of listing; what the right to see forbids is nothing."""
    with app.reading(actor) as work:
        if not actor.reach(app.registry.type_of(resource).resource.permission("view")):
            for way in (paged, lambda work, resource: list(iterate(work, resource, Query()))):
                with pytest.raises(Forbidden):
                    way(work, resource)
            return {}
        return {
            "pages": paged(work, resource),
            "count": list_records(work, resource, Query(count="exact")).count,
            "iterate": {row["id"] for rows in iterate(work, resource, Query()) for row in rows},
        }


def test_lists_and_counts_show_what_each_may_see(world: World) -> None:
    for who, resource in pairs(world):
        visible, found = world.visible(who, resource), listed(world.app, world.actor(who), resource)
        expected = {"pages": visible, "count": len(visible), "iterate": visible} if found else {}
        assert found == expected, (who, resource)
        assert found or not visible


def test_reading_finds_what_lists_show_and_nothing_else(world: World) -> None:
    for who, resource in pairs(world):
        with world.app.reading(world.actor(who)) as work:
            ids = [*world.rows[resource], NOWHERE]
            answers = {id: outcome(records.read, work, resource, id) for id in ids}
        refused = {id: answer[0] for id, answer in answers.items() if isinstance(answer, tuple)}
        assert answers.keys() - refused.keys() == world.visible(who, resource), (who, resource)
        assert set(refused.values()) in ({NotFound}, {Forbidden})


def test_the_api_counts_what_lists_show(world: World) -> None:
    for who, resource in pairs(world):
        path = f"/api/v1/{world.app.registry.type_of(resource).resource.path}"
        answer = world.people[who].api.get(path, params={"count": "exact", "limit": 1})
        count = answer.json()["count"] if answer.status_code == 200 else 0
        assert count == len(world.visible(who, resource)), (who, resource)


def exported(app: App, actor: Actor, resource: str) -> int | None:
    """How many records an export holds; None where exporting is not offered or not allowed."""
    try:
        return export(app, actor, resource, Query(), ["id"], "csv", io.BytesIO())
    except (Forbidden, NotFound):
        return None


def test_exports_hold_what_lists_show(world: World) -> None:
    held = {pair: exported(world.app, world.actor(pair[0]), pair[1]) for pair in pairs(world)}
    visible = {(who, resource): len(world.visible(who, resource)) for who, resource in held}
    assert {pair: count for pair, count in held.items() if count not in (None, visible[pair])} == {}
    assert held["manager", "customers"] and held["admin", "sample.machines"]
    assert held["seller", "customers"] is None


def test_search_finds_only_what_lists_show(world: World) -> None:
    for who in world.people:
        with world.app.reading(world.actor(who)) as work:
            hits = [
                hit for word in ("acme", "contact", "about", "in") for hit in search(work, word, limit=100)
            ]
        found = {(hit.resource, hit.id) for hit in hits}
        visible = {(name, id) for name in world.rows for id in world.visible(who, name)}
        assert found <= visible, who
        assert {id for name, id in found if name == "customers"} == world.visible(who, "customers")


def attempts(work: Work, resource: str, id: int) -> dict[str, Any]:
    """What everything that changes or looks closely at a record answers."""
    return {
        "update": outcome(records.update, work, resource, [records.Update(id, {})]),
        "update of a version": outcome(records.update, work, resource, [records.Update(id, {}, version=1)]),
        "delete": outcome(records.delete, work, resource, [id]),
        "restore": outcome(records.restore, work, resource, [id]),
        "history": outcome(records.history, work, resource, id),
        "read": outcome(records.read, work, resource, id),
    }


def test_writing_what_cannot_be_seen_answers_as_if_it_did_not_exist(world: World) -> None:
    before = changes(world.app)
    for who, resource in pairs(world):
        hidden = sorted(set(world.rows[resource]) - world.visible(who, resource))[:3]
        with world.app.work(world.actor(who)) as work:
            nowhere = attempts(work, resource, NOWHERE)
            assert all(isinstance(answer, tuple) for answer in nowhere.values())
            assert [attempts(work, resource, id) for id in hidden] == [nowhere] * len(hidden), (who, resource)
    assert changes(world.app) == before


def changes(app: App) -> int:
    with app.reading(app.system()) as work:
        return len(work.session.execute(select(JournalEntry.id)).all())


def test_naming_what_cannot_be_seen_answers_as_if_it_did_not_exist(world: World) -> None:
    for who, resource in product(("manager", "seller", "service", "both"), ("contacts", "activities")):
        hidden = min(set(world.rows["customers"]) - world.visible(who, "customers"))
        name = "name" if resource == "contacts" else "subject"
        with world.app.work(world.actor(who)) as work:
            rows = [[{name: "x", "customer": id}] for id in (hidden, NOWHERE)]
            answers = [outcome(records.create, work, resource, row) for row in rows]
        assert answers[0] == answers[1]
        assert answers[0][0] is Invalid


def test_everybody_sees_something_else(world: World) -> None:
    """The walk is worth nothing if all see all."""
    seen = {who: frozenset(world.visible(who, "customers")) for who in world.people}
    assert len(set(seen.values())) >= 6
    assert seen["nobody"] == frozenset()
    assert seen["admin"] == seen["mechanic"] == frozenset(world.rows["customers"])
    assert frozenset() < seen["seller"] < seen["admin"]
    assert len(world.rows["contacts"]) == len(world.rows["customers"]) == len(world.rows["sample.machines"])
