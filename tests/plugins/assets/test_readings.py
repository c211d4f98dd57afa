"""Readings in the database: judged by rule S whatever happens to them, in whichever order it happens."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.errors import Invalid
from core.services import records
from core.services.records import Update
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from core.testing.statements import Counting
from plugins.assets.public import (
    ASSETS,
    DEFINITIONS,
    METER_EVENTS,
    METERS,
    READINGS,
    NewReading,
    put_readings,
    verdicts,
)
from tests.plugins.assets.asking import asset, believed, change, create, delete, flags, read, rows, show
from tests.plugins.assets.cases import cases


@pytest.fixture
def clock() -> Clock:
    """The day of the worked cases."""
    return Clock(datetime.fromisoformat(cases()["as_of"]).replace(hour=12, tzinfo=UTC))


def enter(app: App, vehicle: Mapping[str, Any]) -> int:
    """A vehicle of the worked cases with all that is known of it, services last."""
    plan = cases()["plans"][vehicle["plan"]]
    name = f"{vehicle['plan']} {vehicle['id']}"
    create(app, DEFINITIONS, name=name, meter_unit=plan["unit"], max_per_day=plan["max_per_day"])
    id = asset(
        app,
        vehicle["id"],
        definition=name,
        meter_unit=vehicle["unit"],
        in_service_date=vehicle["in_service_date"],
    )
    read(app, id, *((each["date"], each["value"]) for each in vehicle["readings"]))
    for each in vehicle["odometer_events"]:
        create(
            app, METER_EVENTS, asset=id, replaced_on=each["date"], old_value=each["old_value"],
            new_value=each["new_value"],
        )  # fmt: skip
    with app.work(app.system("test")) as work:
        put_readings(work, [
            NewReading(id, date.fromisoformat(each["date"]), each["odometer"], f"care.services:{id}-{number}")
            for number, each in enumerate(vehicle["services"]) if each["odometer"] is not None
        ])  # fmt: skip
    return id


@pytest.mark.parametrize("index", range(len(cases()["vehicles"])))
def test_worked_cases_come_out_the_same(app: App, index: int) -> None:
    vehicle, expected = cases()["vehicles"][index], cases()["expected"][index]
    id = enter(app, vehicle)
    assert [[day.isoformat(), value] for day, value in believed(app, id)] == expected["accepted_readings"]
    flagged = [(value, flag) for value, flag in flags(app, id) if flag]
    assert flagged == [(each["value"], each["flag"]) for each in expected["flags"]]
    state = show(app, ASSETS, id)
    assert (state["assets.doubtful"] or 0) == len(flagged)
    assert state["assets.counted"] == (expected["accepted_readings"] or [[None, None]])[-1][1]


def test_a_reading_of_long_ago_changes_what_came_after_it(app: App) -> None:
    van = asset(app)
    read(app, van, ("2024-03-01", 40_000), ("2024-04-01", 41_000), ("2024-05-01", 60_000))
    read(app, van, ("2024-02-01", 50_000))
    assert flags(app, van) == [(50_000, None), (40_000, "rollback"), (41_000, "rollback"), (60_000, None)]
    assert believed(app, van) == [(date(2024, 2, 1), 50_000), (date(2024, 5, 1), 60_000)]


def test_one_typing_error_is_rejected_and_the_true_ones_stay(app: App) -> None:
    create(app, DEFINITIONS, name="Van", meter_unit="km", max_per_day=1_000)
    van = asset(app, definition="Van")
    read(
        app, van, ("2024-02-01", 2_000), ("2024-03-01", 4_000), ("2024-03-05", 402_000), ("2024-04-01", 6_000)
    )
    assert flags(app, van) == [(2_000, None), (4_000, None), (402_000, "jump"), (6_000, None)]
    assert show(app, ASSETS, van)["assets.counted"] == 6_000


def test_voiding_the_wrong_one_brings_back_those_it_had_hidden(app: App) -> None:
    van = asset(app)
    wrong, *_true = read(app, van, ("2024-02-01", 90_000), ("2024-03-01", 2_000), ("2024-04-01", 4_000))
    assert flags(app, van)[1:] == [(2_000, "rollback"), (4_000, "rollback")]
    change(app, READINGS, wrong, void_reason="A zero too many")
    assert flags(app, van) == [(90_000, None), (2_000, None), (4_000, None)]
    found = show(app, READINGS, wrong)
    assert (found["assets.state"], found["voided_at"]) == ("voided", app.clock())
    change(app, READINGS, wrong, void_reason=None)
    assert flags(app, van)[1:] == [(2_000, "rollback"), (4_000, "rollback")]
    assert show(app, READINGS, wrong)["voided_at"] is None


def test_nothing_is_void_without_a_reason(app: App) -> None:
    van = asset(app)
    (id,) = read(app, van, ("2024-02-01", 2_000))
    with pytest.raises(Invalid, match="Say why"):
        change(app, READINGS, id, voided_at=app.clock())


def test_deleting_and_restoring_a_reading_is_followed(app: App) -> None:
    van = asset(app)
    wrong, _true = read(app, van, ("2024-02-01", 90_000), ("2024-03-01", 2_000))
    delete(app, READINGS, wrong)
    assert flags(app, van) == [(2_000, None)]
    assert show(app, ASSETS, van)["assets.doubtful"] is None
    with app.work(app.system("test")) as work:
        records.restore(work, READINGS, [wrong])
    assert flags(app, van) == [(90_000, None), (2_000, "rollback")]


def test_a_replaced_meter_is_followed_when_it_is_told_changed_and_taken_back(app: App) -> None:
    van = asset(app)
    read(app, van, ("2024-02-01", 20_000), ("2024-03-01", 100))
    assert flags(app, van)[1] == (100, "rollback")
    (event,) = create(app, METER_EVENTS, asset=van, replaced_on="2024-02-10", old_value=20_500)
    assert believed(app, van) == [(date(2024, 2, 1), 20_000), (date(2024, 3, 1), 20_600)]
    change(app, METER_EVENTS, event, new_value=50)
    assert believed(app, van)[1] == (date(2024, 3, 1), 20_550)
    change(app, METER_EVENTS, event, replaced_on="2024-03-02")
    assert flags(app, van)[1] == (100, "rollback")
    delete(app, METER_EVENTS, event)
    assert believed(app, van) == [(date(2024, 2, 1), 20_000)]


def test_miles_are_converted_value_by_value(app: App) -> None:
    van = asset(app)
    read(app, van, ("2024-02-01", 1_000), unit="mi")
    read(app, van, ("2024-03-01", 2_000))
    assert believed(app, van) == [(date(2024, 2, 1), 1_609), (date(2024, 3, 1), 2_000)]
    (meter,) = rows(app, METERS)
    change(app, METERS, meter["id"], unit="mi")
    assert believed(app, van) == [(date(2024, 2, 1), 1_000), (date(2024, 3, 1), 1_243)]


def test_a_definition_in_the_other_unit_is_converted(app: App) -> None:
    create(app, DEFINITIONS, name="Van", meter_unit="mi", max_per_day=620)
    van = asset(app, definition="Van")
    read(app, van, ("2024-01-02", 998))
    other = asset(app, "Other", definition="Van")
    read(app, other, ("2024-01-02", 999))
    assert (flags(app, van), flags(app, other)) == ([(998, None)], [(999, "jump")])


@pytest.mark.parametrize(
    "values",
    [
        {"unit": "h"},
        {"meter": 99},
        {"asset": 99},
        {"read_on": "2024-02-30"},
        {"value": "12.5"},
        {"value": 10**16},
        {"source": "rumour"},
    ],
)
def test_what_makes_no_sense_is_refused(app: App, values: Mapping[str, Any]) -> None:
    van = asset(app)
    with pytest.raises(Invalid) as refused:
        create(app, READINGS, **{"asset": van, "read_on": "2024-02-01", "value": 1, **values})
    assert rows(app, READINGS) == []
    assert set(refused.value.errors) == set(values)


def test_what_has_no_meter_cannot_be_read_until_it_gets_one(app: App) -> None:
    oven = asset(app, "Oven", meter_unit=None)
    with pytest.raises(Invalid, match="no meter"):
        read(app, oven, ("2024-02-01", 1))
    create(app, METERS, asset=oven, unit="h")
    read(app, oven, ("2024-02-01", 1))
    assert believed(app, oven) == [(date(2024, 2, 1), 1)]


def test_a_reading_of_another_meter_does_not_count_for_the_main_one(app: App) -> None:
    house = asset(app, "House", meter_unit="kWh")
    (night,) = create(app, METERS, asset=house, unit="kWh", name="Night")
    read(app, house, ("2024-02-01", 5_000))
    read(app, house, ("2024-03-01", 70), meter=night)
    assert flags(app, house) == [(5_000, None), (70, None)]
    assert believed(app, house) == [(date(2024, 2, 1), 5_000)]
    other = asset(app, "Other")
    with pytest.raises(Invalid, match="another asset"):
        read(app, other, ("2024-03-01", 1), meter=night)


def test_the_next_meter_is_the_main_one_when_the_first_goes(app: App) -> None:
    house = asset(app, "House", meter_unit="kWh")
    (first,) = rows(app, METERS)
    (night,) = create(app, METERS, asset=house, unit="kWh", name="Night")
    read(app, house, ("2024-02-01", 5_000))
    read(app, house, ("2024-03-01", 70), meter=night)
    delete(app, METERS, first["id"])
    assert show(app, ASSETS, house)["assets.counted"] == 70
    assert believed(app, house) == [(date(2024, 3, 1), 70)]
    with app.work(app.system("test")) as work:
        records.restore(work, METERS, [first["id"]])
    assert show(app, ASSETS, house)["assets.counted"] == 5_000


def test_an_asset_in_the_trash_takes_all_that_is_its_along_and_brings_it_back(app: App) -> None:
    van = asset(app, number="V1")
    read(app, van, ("2024-02-01", 900))
    delete(app, ASSETS, van)
    assert believed(app, van) == [] == rows(app, READINGS)
    asset(app, "Another", number="V1")
    with pytest.raises(Invalid, match="number"), app.work(app.system("test")) as work:
        records.restore(work, ASSETS, [van])
    change(app, ASSETS, van + 1, number="V2")
    with app.work(app.system("test")) as work:
        records.restore(work, ASSETS, [van])
    assert believed(app, van) == [(date(2024, 2, 1), 900)]


def test_readings_that_come_at_once_are_judged_together(app: App) -> None:
    van = asset(app)
    points = [(f"2024-{month:02}-01", 1_000 * month) for month in range(2, 12)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda point: read(app, van, point), [*points, ("2024-01-15", 5_500)]))
    expected = [flag for _value, flag in flags(app, van)]
    assert expected == [None, *["rollback"] * 4, *[None] * 6]
    assert show(app, ASSETS, van)["assets.doubtful"] == 4


def test_what_lay_in_the_future_comes_true_at_night(app: App, clock: Clock, run_jobs: RunJobs) -> None:
    van = asset(app)
    read(app, van, ("2026-11-21", 20_000), ("2026-11-22", 20_100), ("2027-01-01", 30_000))
    assert flags(app, van)[1:] == [(20_100, "future_date"), (30_000, "future_date")]
    run_jobs()
    clock.forward(days=1)
    run_jobs()
    assert flags(app, van)[1:] == [(20_100, None), (30_000, "future_date")]
    assert show(app, ASSETS, van)["assets.counted"] == 20_100


def test_other_terms_of_a_definition_are_followed_by_a_job(app: App, run_jobs: RunJobs) -> None:
    (definition,) = create(app, DEFINITIONS, name="Van", meter_unit="km", max_per_day=100)
    van = asset(app, definition=definition)
    read(app, van, ("2024-01-02", 150))
    assert flags(app, van) == [(150, "jump")]
    change(app, DEFINITIONS, definition, max_per_day=200)
    run_jobs()
    assert flags(app, van) == [(150, None)]


def test_another_beginning_is_followed_at_once(app: App) -> None:
    van = asset(app)
    read(app, van, ("2024-02-01", 2_000))
    change(app, ASSETS, van, in_service_date="2024-02-02")
    assert flags(app, van) == [(2_000, "before_in_service")]
    change(app, ASSETS, van, in_service_date=None)
    assert flags(app, van) == [(2_000, None)]


def test_readings_of_others_are_replaced_by_their_origin_and_taken_away(app: App) -> None:
    van, other = asset(app), asset(app, "Other")
    day, name = date(2024, 2, 1), "care.services:1"
    for row in (
        NewReading(van, day, 900, name),
        NewReading(van, day, 950, name),
        NewReading(other, day, 7, name),
    ):
        with app.work(app.system("test")) as work:
            put_readings(work, [row])
        with app.reading(app.system("test")) as work:
            found = verdicts(work, [name])[name]
        assert (found.asset, found.state, found.cumulative) == (row.asset, "accepted", row.value)
    assert believed(app, van) == []
    with app.work(app.system("test")) as work:
        put_readings(work, [], gone=[name, "care.services:99"])
    assert rows(app, READINGS) == []


def test_many_readings_need_as_many_statements_as_one(app: App, statements: Counting) -> None:
    vans = create(app, ASSETS, *({"name": f"Van {n}", "meter_unit": "km"} for n in range(200)))
    read(app, vans[0], ("2024-01-01", 1))
    counts = []
    for part in (vans[1:2], vans[2:]):
        with statements() as asked:
            create(app, READINGS, *({"asset": van, "read_on": "2024-01-01", "value": 5} for van in part))
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 6, counts


def test_a_bulk_that_is_changed_at_once_is_judged_at_once(app: App) -> None:
    van = asset(app)
    ids = read(app, van, *((f"2024-{month:02}-01", 1_000 * month) for month in range(2, 12)))
    with app.work(app.system("test")) as work:
        records.update(work, READINGS, [Update(id, {"value": 7}) for id in ids[1:]])
    assert [flag for _value, flag in flags(app, van)] == [None, *["rollback"] * 9]
