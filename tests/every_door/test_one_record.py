"""Machines and orders, which hold every kind of field between them, through the API and the command line."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.contracts import choices, kinds
from core.contracts.kinds import Kind
from core.services.work import App
from core.testing.cli import Cli
from tests.every_door.conftest import LINES, MACHINE, MACHINES, ORDER, ORDERS
from tests.features.doors import DOORS, Door, Refused
from tests.sample import machine

OTHERS: dict[str, dict[str, Any]] = {
    MACHINES: {
        "serial": "S-2",
        "model": None,
        "status": "running",
        "hours": 0,
        "load": "-0.00000001",
        "price": "0.01",
        "currency": "USD",
        "installed_on": None,
        "leased": False,
        "hotline": "ring twice",
        "tags": ["old"],
    },
    ORDERS: {
        "code": "O-2",
        "customer": None,
        "owner": None,
        "ways": [],
        "terms": "Never",
        "due_at": "2027-12-31T23:59:59Z",
        "copy_to": None,
        "tracking": None,
        "ship_to": "CN",
        "language": "de",
        "time_zone": "Europe/Berlin",
        "currency": "JPY",
        "total": "7",
        "layout": [],
    },
}
SAMPLES = {MACHINES: MACHINE, ORDERS: {**ORDER, "lines": LINES}}


def test_a_record_type_of_ten_fields_takes_at_most_forty_lines(app: App) -> None:
    tree = ast.parse(Path(machine.__file__).read_text(encoding="utf-8"))
    declared = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.Assign)]
    assert sum((node.end_lineno or 0) - node.lineno + 1 for node in declared) <= 40
    own = [field for field in app.registry.type_of(MACHINES).writable if field.name != "tags"]
    assert len(own) >= 10


def kinds_of_field() -> Iterator[type[Kind]]:
    for module in (kinds, choices):
        yield from (
            item for item in vars(module).values() if isinstance(item, type) and issubclass(item, Kind)
        )


def test_machines_and_orders_hold_every_kind_of_field(app: App) -> None:
    held = {type(field.kind) for name in SAMPLES for field in app.registry.type_of(name).public}
    assert held == {*kinds_of_field()} - {Kind}


@pytest.mark.parametrize("resource", SAMPLES)
def test_what_was_written_is_what_is_read(door: Door, app: App, resource: str) -> None:
    sent = SAMPLES[resource]
    record_type = app.registry.type_of(resource)
    assert {*sent} == {*(field.name for field in record_type.writable), *record_type.children}
    shown = door.show(resource, door.create(resource, **sent))
    for line in shown.get("lines", []):
        assert line.pop("id") > 0
    assert {name: shown[name] for name in sent} == sent
    assert shown["version"] == 1


@pytest.mark.parametrize("resource", SAMPLES)
def test_every_field_is_changed_and_its_history_told(door: Door, resource: str) -> None:
    old, new = SAMPLES[resource], OTHERS[resource]
    id = door.create(resource, **old)
    door.change(resource, id, **new)
    shown = door.show(resource, id)
    assert {name: shown[name] for name in new} == new
    changed, created = door.history(resource, id)
    assert {name: changed["fields"][name] for name in new} == {
        name: {"before": old[name], "after": value} for name, value in new.items()
    }
    assert (created["operation"], changed["version"]) == ("create", 2)


@pytest.mark.parametrize("resource", SAMPLES)
def test_what_is_deleted_is_gone_and_its_key_free(door: Door, resource: str) -> None:
    id = door.create(resource, **SAMPLES[resource])
    door.delete(resource, id)
    assert door.rows(resource) == []
    with pytest.raises(Refused) as gone:
        door.show(resource, id)
    assert gone.value.code == "not_found"
    assert door.create(resource, **SAMPLES[resource]) > id


def test_the_command_line_answers_what_the_api_answers(door: Door, app: App) -> None:
    for resource, values in SAMPLES.items():
        id = door.create(resource, **values)
        through = [kind(door.person) for kind in DOORS.values()]  # type: ignore[attr-defined]
        assert through[0].show(resource, id) == through[1].show(resource, id)
        assert through[0].rows(resource) == through[1].rows(resource)
        assert through[0].history(resource, id) == through[1].history(resource, id)


def test_lines_are_kept_changed_added_and_dropped(door: Door) -> None:
    id = door.create(ORDERS, code="O-1", currency="KWD", lines=LINES)
    bolt, nut = door.show(ORDERS, id)["lines"]
    door.change(ORDERS, id, lines=[{"id": nut["id"], "quantity": "3"}, {"article": "Pin", "quantity": 1}])
    kept, added = door.show(ORDERS, id)["lines"]
    assert (kept["id"], kept["article"], kept["quantity"]) == (nut["id"], nut["article"], "3.000")
    assert (added["article"], added["id"] in (bolt["id"], nut["id"])) == ("Pin", False)


def test_the_life_of_a_status_holds(door: Door) -> None:
    with pytest.raises(Refused, match="draft"):
        door.create(ORDERS, code="O-1", status="paid")
    id = door.create(ORDERS, code="O-1")
    with pytest.raises(Refused, match="sent"):
        door.change(ORDERS, id, status="paid")
    with pytest.raises(Refused, match="due_at"):
        door.change(ORDERS, id, status="sent")
    door.change(ORDERS, id, status="sent", due_at="2026-03-01T09:30:00Z")
    door.change(ORDERS, id, status="paid")
    assert door.show(ORDERS, id)["status"] == "paid"


def test_an_action_of_a_plugin_is_carried_out(door: Door) -> None:
    id = door.create(ORDERS, code="O-1")
    with pytest.raises(Refused, match="due"):
        door.act(ORDERS, id, "send")
    door.act(ORDERS, id, "send", due_at="2026-03-01T09:30:00Z", terms="Now")
    shown = door.show(ORDERS, id)
    assert (shown["status"], shown["due_at"], shown["reminder"]) == ("sent", "2026-03-01T09:30:00Z", "Now")
    door.change(ORDERS, id, status="paid")
    with pytest.raises(Refused, match="status"):
        door.act(ORDERS, id, "send", due_at="2026-03-02T09:30:00Z")


def test_a_computed_value_follows_and_cannot_be_set(door: Door) -> None:
    id = door.create(ORDERS, code="O-1", terms="Soon or later")
    assert door.show(ORDERS, id)["reminder"] == "Soon"
    door.change(ORDERS, id, terms="Later")
    assert [row["reminder"] for row in door.rows(ORDERS, {"reminder": "Later"})] == ["Later"]
    for name, value in (
        ("reminder", "Never"),
        ("created_at", "2026-03-01T09:30:00Z"),
        ("hotline_checked", True),
    ):
        resource = MACHINES if name == "hotline_checked" else ORDERS
        with pytest.raises(Refused, match=name) as refused:
            door.create(resource, code="O-2", **{name: value})
        assert refused.value.code == "invalid"


def test_old_values_are_told_as_they_were(door: Door) -> None:
    id = door.create(ORDERS, **{**ORDER, "lines": LINES})
    for round in range(2):
        door.change(ORDERS, id, **OTHERS[ORDERS], lines=[])
        door.change(ORDERS, id, **{**ORDER, "lines": LINES})
        newest, before = door.history(ORDERS, id)[:2]
        for name in ("due_at", "total", "layout", "ways"):
            assert newest["fields"][name] == {"before": OTHERS[ORDERS][name], "after": ORDER[name]}, round
            assert before["fields"][name] == {"before": ORDER[name], "after": OTHERS[ORDERS][name]}, round
        (old,) = (line for line in before["fields"]["lines"]["before"] if line["article"] == "Bolt")
        assert {name: old[name] for name in LINES[0]} == LINES[0]


HOSTILE_STRUCTURES = (
    "[" * 33 + "]" * 33,
    "[" * 900 + "]" * 900,
    "[1e999]",
    "[10000000000000000000000]",
    "[0.1234567890123456789]",
    "1",
    '"text"',
    "true",
)


@pytest.mark.parametrize("structure", HOSTILE_STRUCTURES)
def test_structures_that_could_not_be_read_again_are_refused(
    cli: Cli, client: TestClient, structure: str
) -> None:
    body = f'{{"code": "O-1", "layout": {structure}}}'
    answer = client.post("/api/v1/sample/orders", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["layout"])
    ran = cli("sample", "orders", "create", "--json-input", "-", stdin=body)
    assert ran.code == 2
    assert "  layout: " in ran.stderr
