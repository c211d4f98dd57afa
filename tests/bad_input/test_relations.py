"""Circles, owners, administrators, and filters that are meant to break something.

Stale versions: tests/api/test_records.py, tests/cli/test_writing.py, tests/test_real_server.py. Killed in the
middle of an import: tests/services/importing/test_killed.py; of a migration: tests/data/test_migrations.py.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.services.work import App
from core.testing.api import TokenOf, signed_in
from core.testing.cli import Cli
from core.testing.people import Hire, Person
from tests.features.doors import Door, Refused

CUSTOMERS = "/api/v1/customers"


def refusal(ask: Callable[[], object]) -> Refused:
    """How it is refused."""
    with pytest.raises(Refused) as refused:
        ask()
    return refused.value


@pytest.mark.parametrize(("resource", "key"), [("customers", "number"), ("units", "code")])
def test_nothing_stands_above_itself(door: Door, resource: str, key: str) -> None:
    top, middle, low = (door.create(resource, **{"name": name, key: name}) for name in "ABC")
    door.change(resource, middle, parent=top)
    door.change(resource, low, parent="B")
    for parent in (top, middle, low, "C"):
        refused = refusal(lambda parent=parent: door.change(resource, top, parent=parent))  # type: ignore[misc]
        assert (refused.code, "parent" in refused.words, "circle" in refused.words) == ("invalid", True, True)
    assert [door.show(resource, id)["parent"] for id in (top, middle, low)] == [None, top, middle]


def test_no_circle_is_made_by_one_request_for_many(client: TestClient) -> None:
    ids = client.post(CUSTOMERS, json=[{"name": name} for name in "ABC"]).json()["ids"]
    circle = [{"id": id, "parent": parent} for id, parent in zip(ids, [*ids[1:], ids[0]], strict=True)]
    answer = client.patch(CUSTOMERS, json=circle)
    assert answer.status_code == 422
    assert {row["parent"] for row in client.get(CUSTOMERS).json()["data"]} == {None}


def test_of_two_moves_that_together_make_a_circle_one_is_refused(client: TestClient) -> None:
    for _ in range(5):
        one, two = client.post(CUSTOMERS, json=[{"name": "A"}, {"name": "B"}]).json()["ids"]

        def move(pair: tuple[int, int]) -> int:
            return client.patch(f"{CUSTOMERS}/{pair[0]}", json={"parent": pair[1]}).status_code

        with client, ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(move, [(one, two), (two, one)])) == [200, 422]


def test_who_owns_customers_is_not_deleted_before_they_are_handed_over(door: Door, hire: Hire) -> None:
    ben, cem = hire("ben", "salesperson"), hire("cem", "salesperson")
    customer = door.create("customers", name="His", owner="ben")
    refused = refusal(lambda: door.delete("users", ben.id))
    assert refused.code == "invalid"
    assert "1 customers" in refused.words
    assert "guanxi users reassign ben" in refused.words
    assert door.show("customers", customer)["owner"] == ben.id
    door.act("users", ben.id, "reassign", to="cem")
    door.delete("users", ben.id)
    assert door.show("customers", customer)["owner"] == cem.id


def last_administrator(door: Door, ada: int) -> list[Refused]:
    """What every way to be rid of the last administrator answers."""
    (role,) = door.rows("roles", {"name": "administrator"})
    ways: tuple[Callable[[], object], ...] = (
        lambda: door.act("users", ada, "disable"),
        lambda: door.change("users", ada, active=False),
        lambda: door.change("users", ada, roles=[]),
        lambda: door.change("users", ada, roles=[{"role": "salesperson"}]),
        lambda: door.change("roles", role["id"], grants=[{"permission": "core.*", "reach": "all"}]),
        lambda: door.change("roles", role["id"], grants=[{"permission": "*", "reach": "unit"}]),
        lambda: door.delete("roles", role["id"]),
        lambda: door.delete("users", ada),
    )
    return [refusal(way) for way in ways]


def test_the_last_administrator_stays_one(door: Door, hire: Hire) -> None:
    ada = door.rows("users")[0]["id"]
    door.change("customers", 1, owner=None)
    refused = last_administrator(door, ada)
    assert {item.code for item in refused} <= {"invalid", "forbidden"}
    assert sum("nobody could do everything" in item.words for item in refused) >= 6
    shown = door.show("users", ada)
    assert (shown["active"], len(shown["roles"])) == (True, 1)
    hire("eve", "administrator")
    door.act("users", ada, "disable")


def test_of_two_last_administrators_who_dismiss_each_other_one_stays(
    hire: Hire, asgi: Any, token_of: TokenOf
) -> None:
    ada, eve = hire("ada", "administrator"), hire("eve", "administrator")

    def dismiss(pair: tuple[Person, Person]) -> int:
        return (
            signed_in(asgi, token_of(pair[0].id))
            .patch(f"/api/v1/users/{pair[1].id}", json={"roles": []})
            .status_code
        )

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(dismiss, [(ada, eve), (eve, ada)]))
    assert answers[0] == 200
    assert answers[1] in (401, 403, 404, 422)


def deep(depth: int) -> str:
    return '{"not":' * depth + '{"field":"name","op":"eq","value":"x"}' + "}" * depth


@pytest.mark.parametrize("depth", [11, 1000, 100_000])
def test_a_filter_that_is_too_deep_is_refused_wherever_filters_come_in(
    client: TestClient, cli: Cli, depth: int
) -> None:
    client.post(CUSTOMERS, json={"name": "Acme"})
    for method in ("PATCH",):
        body = f'{{"where": {deep(depth)}, "values": {{"city": "X"}}}}'
        answer = client.request(method, CUSTOMERS, content=body, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 422), answer.text
    for verb in ("list", "delete", "export", "update"):
        words = {"delete": ["--yes"], "update": ["--set", "city=X"]}.get(verb, [])
        ran = cli("customers", verb, "--where", "-", *words, stdin=deep(depth))
        assert (ran.code, ran.stdout) == (2, ""), verb
        assert len(ran.stderr) < 2_000
    (row,) = client.get(CUSTOMERS).json()["data"]
    assert (row["name"], row["city"]) == ("Acme", None)


SQL = (
    "name'; DROP TABLE core_customer; --",
    'name" OR 1=1',
    "name) UNION SELECT 1",
    "core_customer.name",
    "1",
    "*",
    "",
)


def test_sql_in_the_name_of_a_sort_or_a_field_is_no_sql(client: TestClient, cli: Cli) -> None:
    client.post(CUSTOMERS, json={"name": "Acme"})
    for text in SQL:
        for query in (
            {"sort": text},
            {f"filter[{text}]": "x"},
            {"where": json.dumps({"field": text, "value": "x"})},
            {"fields": text},
        ):
            answer = client.get(CUSTOMERS, params=query)
            assert answer.status_code == 422 or query == {"sort": ""}, (query, answer.text)
        for option in ("--sort", "--fields", "--filter"):
            ran = cli("customers", "list", f"{option}={text}{'=x' if option == '--filter' else ''}")
            assert ran.code == 2 or text == "", (option, text, ran)
            assert "Traceback" not in ran.stderr
        assert client.get(CUSTOMERS, params={"sum": text}).status_code == 422
    assert client.get(CUSTOMERS).json()["count"] == 1


def test_sql_in_a_value_is_a_value(door: Door, app: App) -> None:
    for text in (
        "'; DROP TABLE core_customer; --",
        '" OR ""="',
        "\\'; --",
        "%' OR '1'='1",
        "$1",
        ":name",
        "?",
    ):
        id = door.create("customers", name=text)
        assert [row["id"] for row in door.rows("customers", {"name": text})] == [id]
        assert [row["id"] for row in door.rows("customers", {"name[contains]": text})] == [id]
        door.rows("customers", q=text)
        door.search(text)


def test_a_customer_that_others_name_is_not_deleted(door: Door) -> None:
    child = door.create("customers", name="Branch", parent=1)
    refused = refusal(lambda: door.delete("customers", 1))
    assert (refused.code, "Parent customer" in refused.words) == ("invalid", True)
    door.delete("customers", child)
    door.delete("customers", 1)


def test_a_tree_is_turned_round_in_one_request(client: TestClient) -> None:
    top, low = client.post(CUSTOMERS, json=[{"name": "A"}, {"name": "B"}]).json()["ids"]
    assert client.patch(f"{CUSTOMERS}/{low}", json={"parent": top}).status_code == 200
    turned = [{"id": top, "parent": low}, {"id": low, "parent": None}]
    assert client.patch(CUSTOMERS, json=turned).json() == {"ids": [top, low]}
    rows = client.get(CUSTOMERS, params={"sort": "id"}).json()["data"]
    assert [row["parent"] for row in rows] == [low, None]
