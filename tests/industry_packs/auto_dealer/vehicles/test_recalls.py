"""Recalls: lists of numbers are certain, models are not; owners are told once, and what they say is kept."""

import csv
import io
from typing import Any

import pytest

from core.errors import Invalid
from core.services.work import App
from core.testing.cli import Cli
from core.testing.jobs import RunJobs
from tests.plugins.care.asking import act, change, consent, create, person, read, rows

RECALLS, RANGES, RECALLED = (f"auto_dealer.{n}" for n in ("recalls", "recall_ranges", "recall_vehicles"))
VIN, OTHER = "LSGKE54H1PW100238", "LSGKE54H3PW100239"


def recall(app: App, number: str = "R-1") -> int:
    return create(app, RECALLS, number=number, title="Airbag")


def vehicle(app: App, owner: int | None = None, **values: Any) -> int:
    named = {f"auto_dealer.{name}": value for name, value in values.items()}
    return create(app, "assets.assets", name="Car", first_owner=owner, **named)


def recalled(app: App) -> list[tuple[int | None, str | None, str, str]]:
    found = rows(app, RECALLED, "asset", "vin", "found_by", "state")
    return [(row["asset"], row["vin"], row["found_by"], row["state"]) for row in found]


def told(app: App) -> list[str | None]:
    return [row["auto_dealer.told"] for row in rows(app, RECALLED, "auto_dealer.told")]


def tell(app: App, run_jobs: RunJobs, id: int, **inputs: Any) -> None:
    act(app, RECALLS, "notify", id, **inputs)
    run_jobs()


def test_numbers_are_matched_for_certain_and_those_that_are_not_ours_are_kept(app: App) -> None:
    ours, campaign = vehicle(app, vin=VIN), recall(app)
    for vin in ("lsgke54h1pw-100238", OTHER, "SHORT"):
        create(app, RECALLED, recall=campaign, vin=vin)
    assert recalled(app) == [
        (ours, VIN, "vin", "open"),
        (None, OTHER, "vin", "open"),
        (None, "SHORT", "vin", "open"),
    ]
    with pytest.raises(Invalid, match="already used"):
        create(app, RECALLED, recall=campaign, vin=VIN)


def test_a_vehicle_that_comes_later_is_found_by_its_number_and_its_model(app: App) -> None:
    campaign = recall(app)
    create(app, RECALLED, recall=campaign, vin=OTHER)
    create(app, RANGES, recall=campaign, make="Roewe", series="I5")
    later = vehicle(app, vin=OTHER, make="roewe", series="i5")
    second = vehicle(app, make="ROEWE", series="i-5")
    assert recalled(app) == [(later, OTHER, "vin", "open"), (second, None, "model", "open")]


def test_models_are_compared_as_people_write_them_and_years_are_limits(app: App) -> None:
    years: dict[str, Any] = {"make": "Roewe", "series": "i5"}
    ids = [vehicle(app, **years, model_year=year) for year in (2019, 2020, 2022, 2023)]
    unknown = vehicle(app, **years)
    vehicle(app, make="Roewe", series="i50", model_year=2021)
    create(app, RANGES, recall=recall(app), make="ＲＯＥＷＥ", series="I 5", year_from=2020, year_to=2022)
    assert [asset for asset, *_rest in recalled(app)] == [*ids[1:3], unknown]
    assert {found_by for _asset, _vin, found_by, _state in recalled(app)} == {"model"}


def test_a_make_alone_means_all_its_series_and_unknown_models_are_said(app: App) -> None:
    vehicle(app, make="Roewe", series="i5")
    vehicle(app, make="Roewe")
    campaign = recall(app)
    create(app, RANGES, recall=campaign, make="Roewe")
    create(app, RANGES, recall=campaign, make="Trabant", series="601")
    assert [row["auto_dealer.found"] for row in rows(app, RANGES, "auto_dealer.found")] == [2, 0]
    vehicle(app, make="trabant", series="601")
    assert [row["auto_dealer.found"] for row in rows(app, RANGES, "auto_dealer.found")] == [2, 1]


def test_a_number_confirms_what_the_model_had_said_and_keeps_what_was_noted(app: App) -> None:
    id, campaign = vehicle(app, vin=VIN, make="Roewe", series="i5"), recall(app)
    create(app, RANGES, recall=campaign, make="Roewe", series="i5")
    (row,) = rows(app, RECALLED)
    act(app, RECALLED, "respond", row["id"], response="later", note="In May")
    change(app, RECALLED, row["id"], state="parts_awaited")
    create(app, RECALLED, recall=campaign, vin=VIN)
    assert recalled(app) == [(id, VIN, "vin", "parts_awaited")]
    assert rows(app, RECALLED, "response", "note")[0]["response"] == "later"


def test_a_service_with_the_campaign_remedies_the_vehicle(app: App) -> None:
    id, other = vehicle(app, vin=VIN), vehicle(app, vin=OTHER)
    create(app, RECALLS, number="R-2", title="Belt", code="BELT-7")
    for number in (recall(app), 2 - 1):
        create(app, RECALLED, recall=number, vin=VIN)
    create(app, RECALLED, recall=1, vin=OTHER)
    create(app, "care.services", asset=id, done_on="2026-11-20", codes="OIL, belt-7")
    assert [state for *_rest, state in recalled(app)] == ["open", "remedied", "open"]
    create(app, "care.services", asset=other, done_on="2026-11-20", codes="R-1")
    assert recalled(app)[2][0] == other


def test_owners_are_told_once_without_any_consent_to_marketing(app: App, run_jobs: RunJobs) -> None:
    owner, campaign = person(app), recall(app)
    consent(app, owner, "withdrawn", "marketing")
    vehicle(app, owner, vin=VIN, plate="B 1")
    create(app, RECALLED, recall=campaign, vin=VIN)
    tell(app, run_jobs, campaign)
    tell(app, run_jobs, campaign)
    (call,) = rows(app, "activities", "type", "customer", "description")
    assert (call["type"], call["customer"]) == ("call", owner) and "B 1" in call["description"]
    assert told(app) == ["sent"]


def test_nobody_is_told_who_does_not_want_to_be_contacted_or_is_not_certain(
    app: App, run_jobs: RunJobs
) -> None:
    campaign = recall(app)
    refusing, moved = person(app, do_not_contact=True), person(app, "Moved", phone=None, email=None)
    vehicle(app, refusing, vin=VIN)
    vehicle(app, moved, vin=OTHER)
    vehicle(app, person(app, "Perhaps"), make="Roewe")
    for vin in (VIN, OTHER):
        create(app, RECALLED, recall=campaign, vin=vin)
    create(app, RANGES, recall=campaign, make="Roewe")
    create(app, RECALLED, recall=campaign, asset=vehicle(app))
    tell(app, run_jobs, campaign)
    assert told(app) == ["do_not_contact", "no_address", None, None]
    tell(app, run_jobs, campaign, unconfirmed=True)
    assert told(app)[2:] == ["sent", "no_owner"] and len(rows(app, "activities")) == 1


def test_what_owners_say_is_kept(app: App) -> None:
    id = create(app, RECALLED, recall=recall(app), vin=VIN)
    act(app, RECALLED, "respond", id, response="elsewhere")
    row = read(app, RECALLED, id)
    assert (row["response"], row["state"]) == ("elsewhere", "remedied") and row["responded_on"]


@pytest.mark.databases("sqlite")
def test_campaigns_models_and_numbers_come_as_csv(app: App, cli: Cli) -> None:
    ours = vehicle(app, vin=VIN, make="Roewe", series="i5")
    files = {
        "recalls": [["Campaign", "What is wrong"], ["R-1", "Airbag"], ["R-2", ""]],
        "recall_ranges": [["Campaign", "Make", "Series"], ["R-1", "Roewe", "i5"], ["R-1", "Trabant", "601"]],
        "recall_vehicles": [["Campaign", "VIN"], ["R-1", VIN], ["R-1", OTHER], ["R-9", OTHER]],
    }
    failed = [_imported(cli, name, lines) for name, lines in files.items()]
    assert failed == [1, 0, 1]
    assert recalled(app) == [(ours, VIN, "vin", "open"), (None, OTHER, "vin", "open")]


def _imported(cli: Cli, name: str, lines: list[list[str]]) -> int:
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    ran = cli("auto_dealer", name, "import", "-", "--json", stdin=file.getvalue())
    return int(ran.json["data"]["failed"])
