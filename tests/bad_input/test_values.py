"""Values that cannot be: a clear error at the door they came through, and nothing written."""

import json
from collections.abc import Callable
from itertools import cycle, product
from math import gcd
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.cli import Cli
from tests.every_door.conftest import MACHINE, MACHINES, ORDER, ORDERS
from tests.features.doors import Door, Refused

CUSTOMERS = "/api/v1/customers"
JSON = {"content-type": "application/json"}


def test_an_unknown_field_is_refused_with_the_nearest_that_there_is(door: Door) -> None:
    for resource, values in (
        ("customers", {"name": "X", "nmae": "Y"}),
        (ORDERS, {"code": "O", "lines": [{"artcle": 1}]}),
    ):
        with pytest.raises(Refused, match=r"nmae|artcle") as refused:
            door.create(resource, **values)
        assert refused.value.code == "invalid"
        assert "name" in refused.value.words or "article" in refused.value.words
    with pytest.raises(Refused, match="Did you mean name"):
        door.rows("customers", {"nmae": "X"})
    assert door.count("customers") == 1


HOSTILE: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        2**63,
        10**400,
        -(2**80),
        1e308,
        "",
        " ",
        "x",
        "x" * 100_000,
        "\x00",
        "a\x00b",
    ),
    *(
        "\u202e\u2066",
        "\ud83d\ude00",
        "' OR 1=1 --",
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%s%n",
    ),
    *(
        "٣",
        "１２",
        "2026-02-30",
        "2026-02-29T25:00:00Z",
        "0000-00-00",
        "9999-12-31T23:59:59-18:00",
        "now",
        "NaN",
        "1e999999",
    ),
    *([], {}, [None], [[]], [{}], {"a": 1}, ["x"] * 50, {"id": 1}, [{"id": 1}], [{"id": -1, "x": 1}]),
)


# Every value for each field; in every run for every fifth one, and for others than the value beside it.
EACH, SOME = pytest.param(1, marks=pytest.mark.nightly), 5


@pytest.mark.databases("postgresql")  # the stricter of the two about what a value may be
@pytest.mark.parametrize(("resource", "sound"), [(MACHINES, MACHINE), (ORDERS, ORDER)])
@pytest.mark.parametrize("step", [EACH, SOME])
def test_no_value_of_any_type_breaks_a_field_of_any_kind(
    app: App, client: TestClient, make_customer: MakeCustomer, resource: str, sound: dict[str, Any], step: int
) -> None:
    assert gcd(step, len(HOSTILE)) == 1  # or some values are tried with no field
    make_customer(name="Acme", number="K1", owner=None)
    record_type, path = app.registry.type_of(resource), f"/api/v1/{resource.replace('.', '/')}"
    fields = [*(field.name for field in record_type.writable), *record_type.children]
    for number, (field, value) in enumerate([*product(fields, HOSTILE)][::step]):
        key = record_type.resource.key
        row = {**sound, key: f"N{number}", field: value}
        answer = client.post(path, content=json.dumps(row), headers=JSON)
        assert answer.status_code in (201, 422), (field, value, answer.text)
        if answer.status_code == 422:
            named = {name.partition(".")[0] for name in answer.json()["errors"]}
            assert named == {field} or field == "currency", (field, value, named)
            continue
        assert client.get(answer.headers["location"]).json() == answer.json(), (field, value)


def test_a_text_that_is_too_long_is_refused_and_says_how_long_it_may_be(door: Door) -> None:
    for field, most in (("name", 200), ("city", 100), ("notes", 20_000), ("number", 40)):
        assert door.create("customers", **{"name": "X", field: "x" * most})
        with pytest.raises(Refused, match=field) as refused:
            door.create("customers", **{"name": "X", field: "x" * (most + 1)})
        assert str(most) in refused.value.words
        assert len(refused.value.words) < 2_000
    with pytest.raises(Refused, match="name"):
        door.create("customers", name="x" * 5_000_000)


def test_what_is_required_cannot_be_empty(door: Door) -> None:
    for empty in ("", "   ", "\u3000\u00a0", None):
        with pytest.raises(Refused, match="name") as refused:
            door.create("customers", name=empty)
        assert refused.value.code == "invalid"
        with pytest.raises(Refused, match="name"):
            door.change("customers", 1, name=empty)
    assert door.show("customers", 1)["name"] == "Acme"


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", "null", "[{}]", "[null]", '{"data": []}', '{"data": {}}', "1", '"x"']
)
def test_nothing_is_made_of_nothing(client: TestClient, cli: Cli, body: str) -> None:
    for method in ("POST", "PATCH", "DELETE"):
        answer = client.request(method, CUSTOMERS, content=body, headers=JSON)
        assert answer.status_code in (400, 422), (method, answer.text)
        assert answer.json()["detail"]
    ran = cli("customers", "create", "--json-input", "-", stdin=body)
    assert ran.code == 2 or (body == "[]" and ran.stdout == "Customers: 0 created.\n"), ran
    assert client.get(CUSTOMERS).json()["count"] == 0


def test_a_number_that_is_in_use_is_refused_wherever_it_is_given(door: Door) -> None:
    other = door.create("customers", name="Other", number="K2")
    for ask in (
        lambda: door.create("customers", name="X", number="K1"),
        lambda: door.change("customers", other, number="K1"),
    ):
        with pytest.raises(Refused, match="number") as refused:
            ask()
        assert refused.value.code == "invalid"
        assert "K1" in refused.value.words or "use" in refused.value.words
    door.delete("customers", 1)
    door.change("customers", other, number="K1")
    assert door.count("customers") == 1


def test_a_deleted_record_does_not_come_back_over_one_that_has_its_number(
    door: Door, client: TestClient, cli: Cli
) -> None:
    door.delete("customers", 1)
    door.create("customers", name="New", number="K1")
    answer = client.post(f"{CUSTOMERS}/1/restore")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["number"])
    ran = cli("customers", "restore", "1")
    assert (ran.code, "number" in ran.stderr) == (2, True)
    assert [row["name"] for row in door.rows("customers")] == ["New"]


# 1.0 is a way to write 1: spreadsheets do.
FOREIGN: tuple[Any, ...] = (0, -1, 999, 2**62, "999", "nobody", True, 1.5, "1e0", [1], {"id": 1}, "٣", "../1")


def test_ids_of_nobody_are_refused(door: Door) -> None:
    ways: tuple[Callable[[Any], tuple[str, dict[str, Any]]], ...] = (
        lambda id: ("contacts", {"name": "Anna", "customer": id}),
        lambda id: ("customers", {"name": "X", "owner": id}),
        lambda id: ("customers", {"name": "X", "team": [{"user": id}]}),
        lambda id: ("activities", {"subject": "X", "resource": "customers", "record_id": id}),
    )
    for id, way in zip(FOREIGN, cycle(ways), strict=False):
        resource, values = way(id)
        with pytest.raises(Refused) as refused:
            door.create(resource, **values)
        assert refused.value.code == "invalid", (resource, refused.value)
    assert (door.count("contacts"), door.count("customers"), door.count("activities")) == (0, 1, 0)


def test_a_line_of_another_record_is_not_taken(door: Door) -> None:
    one, two = (door.create("customers", name=name, phones=[{"phone": name}]) for name in ("4711", "4712"))
    (foreign,) = door.show("customers", one)["phones"]
    with pytest.raises(Refused, match=r"phones\.0\.id"):
        door.change("customers", two, phones=[{"id": foreign["id"], "phone": "666"}])
    for id, number in ((one, "4711"), (two, "4712")):
        assert [line["phone"] for line in door.show("customers", id)["phones"]] == [number]


BROKEN = (
    b'{"name": "\xff\xfe"}',
    b'{"name": "\xc3"}',
    b'{"name": "\xed\xa0\x80"}',
    b"\xff\xfe{\x00}\x00",
    b'{"name": "\\ud800"}',
)


@pytest.mark.parametrize("body", BROKEN)
def test_bytes_that_are_no_text_are_refused_as_such(
    client: TestClient, cli: Cli, tmp_path: Any, body: bytes
) -> None:
    answer = client.post(CUSTOMERS, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert answer.json()["why"]
    file = tmp_path / "new.json"
    file.write_bytes(body)
    ran = cli("customers", "create", "--json-input", str(file))
    assert (ran.code, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    assert client.get(CUSTOMERS).json()["count"] == 0


def test_a_formula_is_a_text_like_any_other(door: Door) -> None:
    for text in ("=1+1", "@SUM(A1)", '=HYPERLINK("http://evil")'):
        id = door.create("customers", name=text)
        assert door.show("customers", id)["name"] == text
