"""A fleet goes into the database from a file, and what is due comes out exactly as the rule says."""

import copy
import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from core.data.models.journal import JournalEntry
from core.errors import Invalid
from core.services.work import App
from core.testing.app import Clock
from industry_packs.auto_dealer.services.fleet.form import fleet_of
from tests.industry_packs.auto_dealer.vehicles.fleets import any_fleet, due_list, put
from tests.plugins.care.vehicles import AS_OF, EXPECTED, FILE, told


def written(app: App) -> int:
    with app.reading(app.system("test")) as work:
        return work.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def test_the_worked_cases_come_out_as_expected_whatever_day_it_is(app: App, clock: Clock) -> None:
    clock.forward(days=-900)
    assert put(app, FILE).new == len(EXPECTED)
    assert due_list(app, AS_OF) == list(EXPECTED.values())
    clock.forward(days=5_000)
    assert due_list(app, AS_OF) == list(EXPECTED.values())


@pytest.mark.parametrize("seed", range(6))
def test_other_fleets_come_out_as_the_rule_says(app: App, seed: int) -> None:
    file = any_fleet(seed)
    put(app, file)
    found = due_list(app, date.fromisoformat(file["as_of"]))
    assert found == [told(vehicle, file) for vehicle in file["vehicles"]]


def test_a_second_time_changes_nothing(app: App) -> None:
    for file in (FILE, any_fleet(7)):
        put(app, file)
        before = written(app)
        assert put(app, file).new == 0
        assert written(app) == before


def test_what_a_later_file_knows_better_is_written_down(app: App) -> None:
    file = any_fleet(8)
    put(app, file)
    later = copy.deepcopy(file)
    later["plans"]["A"]["tasks"] = [{"code": "OIL", "every": 7_000}]
    for vehicle in later["vehicles"]:
        vehicle["readings"] = [{**each, "voided": not each["voided"]} for each in vehicle["readings"]]
        vehicle["owner"] = {"do_not_contact": False, "consent": ["phone"]}
        vehicle["plan"], vehicle["status"] = "A", "active"
    put(app, later)
    assert due_list(app, date.fromisoformat(file["as_of"])) == [told(v, later) for v in later["vehicles"]]


WRONG: dict[str, Any] = {
    "vehicles / V02 / in_service_date": ("in_service_date", "2025-02-30"),
    "vehicles / V02 / plan": ("plan", 7),
    "vehicles / V02: There is no plan NONE": ("plan", "NONE"),
    "vehicles / V02 / unit": ("unit", "furlong"),
    "vehicles / V02 / readings / 2 / value": (
        "readings", [{"date": "2025-01-01", "value": 1}, {"date": "2025-01-01", "value": "x"}]
    ),
    "vehicles / V02 / services / 1 / codes": ("services", [{"date": "2025-01-01", "codes": ["two words"]}]),
    "vehicles / V01: This id": ("id", "V01"),
    "vehicles / V02 / owner / consent / 1": ("owner", {"consent": ["pigeon"]}),
    "vehicles / V02 / appointments / 1 / status": (
        "appointments", [{"date": "2026-01-01", "codes": ["OIL"], "status": "maybe"}]
    ),
}  # fmt: skip


@pytest.mark.databases("sqlite")
def test_bad_rows_are_named_and_nothing_is_half_done(app: App) -> None:
    before = written(app)
    for place, (name, value) in WRONG.items():
        file = copy.deepcopy(FILE)
        file["vehicles"][1][name] = value
        with pytest.raises(Invalid) as refused:
            put(app, file)
        assert place in refused.value.why, refused.value.why
    assert written(app) == before


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"plans": 1}', b"[" * 9_000, b"\xff\xfe"])
def test_what_is_no_fleet_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        fleet_of(content)


@pytest.mark.databases("sqlite")
def test_two_vehicles_with_one_number_are_refused_in_the_file_and_in_the_database(app: App) -> None:
    file = json.loads(json.dumps(FILE))
    file["vehicles"][0]["vin"] = file["vehicles"][1]["vin"] = "lsgke54h1pw100238"
    with pytest.raises(Invalid, match="V01 has the same number"):
        put(app, file)
    del file["vehicles"][0]["vin"]
    put(app, file)
    other = {**file["vehicles"][1], "id": "W1"}
    with pytest.raises(Invalid, match=r"vehicles / W1 / auto_dealer\.valid_vin"):
        put(app, {**file, "vehicles": [other]})


def test_a_byte_order_mark_is_no_mistake() -> None:
    content = json.dumps(FILE).encode()
    assert fleet_of(b"\xef\xbb\xbf" + content) == fleet_of(content)
