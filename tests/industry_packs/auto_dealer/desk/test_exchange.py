"""Vehicles with their histories go out as lines of JSON and come in elsewhere: equal, once, safely."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.config import Settings
from core.errors import Invalid
from core.services.work import App
from core.testing.app import Build
from core.testing.databases import Databases, Preparation
from industry_packs.auto_dealer.services.exchange.giving import give, give_page
from industry_packs.auto_dealer.services.exchange.lines import in_parts, lines_of
from industry_packs.auto_dealer.services.exchange.names import LINES
from industry_packs.auto_dealer.services.exchange.taking import Tally, take
from tests.industry_packs.auto_dealer.vehicles.fleets import any_fleet, put
from tests.plugins.care.asking import change, create, read, rows
from tests.plugins.care.vehicles import FILE


@pytest.fixture
def other(
    databases_of: Callable[[str], Databases],
    database_kind: str,
    preparation: Preparation,
    build_app: Build,
    settings: Settings,
    app: App,
) -> Iterator[App]:
    """Another installation."""
    with databases_of(database_kind).fresh(preparation) as url:
        other = replace(build_app(settings.model_copy(update={"database_url": url})), clock=app.clock)
        yield other
        other.close()


def given(app: App) -> list[dict[str, Any]]:
    """What goes out, without the heading."""
    with app.reading(app.system("test")) as work:
        return [json.loads(line) for line in give(work)][1:]


def taken(app: App, lines: list[Any], size: int = 7) -> Tally:
    """Take lines in, in small parts."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    tally = Tally()
    for part in in_parts(lines_of(raw), size):
        with app.work(app.system("test")) as work:
            tally.add(take(work, "maker.jsonl", part))
    return tally


def known(lines: list[dict[str, Any]]) -> list[str]:
    """Lines in an order that is the same everywhere."""
    return sorted(json.dumps(line, sort_keys=True) for line in lines)


def campaign(app: App) -> None:
    """A recall of a vehicle of ours, which is answered, and of one that is none."""
    change(app, "assets.assets", 1, **{"auto_dealer.vin": "LSGKE54H1PW100238", "auto_dealer.plate": "沪A·1"})
    recall = create(app, "auto_dealer.recalls", number="R-1", title="Belt", announced_on="2026-01-02")
    named = create(app, "auto_dealer.recall_vehicles", recall=recall, vin="LSGKE54H1PW100238")
    change(app, "auto_dealer.recall_vehicles", named, state="parts_awaited", response="later")
    create(app, "auto_dealer.recall_vehicles", recall=recall, vin="WVWZZZ1JZXW000001")


def test_an_export_from_one_imported_into_another_gives_equal_rows(app: App, other: App) -> None:
    put(app, {**FILE, "vehicles": FILE["vehicles"][:9]})
    campaign(app)
    lines = given(app)
    tally = taken(other, lines, size=50)
    assert (tally.aside, tally.changed, tally.problems) == (0, tally.changed, [])
    assert known(given(other)) == known(lines)
    assert {line["kind"] for line in lines} >= {
        "customer",
        "vehicle",
        "holding",
        "reading",
        "service",
        "recalled",
    }


@pytest.mark.parametrize("seed", [3])
def test_a_second_time_nothing_changes(app: App, other: App, seed: int) -> None:
    put(app, any_fleet(seed, vehicles=4))
    lines = given(app)
    taken(other, lines, size=30)
    again = taken(other, lines, size=30)
    assert (again.new, again.changed, again.aside, again.same) == (0, 0, 0, len(lines))


VIN = "LSGKE54H1PW100238"
CAR = {"kind": "vehicle", "vin": "lsgke54h1 pw100238", "name": "Golf"}
OWNER = {"kind": "customer", "number": "K1", "family_name": "Ada", "phone": "+4930901820"}
BAD: dict[bytes, str] = {
    b"{": "no object",
    b"[1]": "no object",
    b"[" * 9_000: "no object",
    b'{"kind": "reading", "vehicle": {"a": 1}}': "no object",
    b'{"kind": "car"}': "no such kind",
    b'{"kind": "reading", "vehicle": "NONE", "read_on": "2026-01-01", "value": 1}': "no vehicle NONE",
    b'{"kind": "reading", "vehicle": "LSGKE54H1PW100238", "read_on": "2026-02-30", "value": 1}': "read_on",
    b'{"kind": "holding", "vehicle": "LSGKE54H1PW100238"}': "which customer",
    b'{"kind": "holding", "vehicle": "LSGKE54H1PW100238", "customer": "K9"}': "no customer K9",
    b'{"kind": "service", "vehicle": "LSGKE54H1PW100238", "done_on": "2026-01-01"}': "codes",
    b'{"kind": "customer", "number": "K2", "name": ""}': "name",
    b'{"kind": "vehicle", "name": "Without any number"}': "which vehicle",
    b'{"kind": "customer", "name": "Without any number"}': "which customer",
    b'{"kind": "exchange", "form": 2}': "later",
    b'{"kind": "vehicle", "name": "' + b"x" * 70_000 + b'"}': "longer",
}


def test_bad_lines_are_named_and_kept_and_all_others_come_in(app: App) -> None:
    good = [OWNER, CAR, {"kind": "reading", "vehicle": VIN, "read_on": "2026-01-01", "value": 10}]
    tally = taken(app, [b"", *BAD, b"\xff\xfe\x00", *good, b" "], size=100)
    assert (tally.new, tally.aside) == (3, len(BAD) + 1)
    problems = dict(tally.problems)
    for number, words in enumerate(BAD.values(), 2):
        assert words in problems[number], (words, problems[number])
    kept = rows(app, LINES, "line", "state", "file")
    assert sorted(row["line"] for row in kept) == list(range(2, len(BAD) + 3))
    assert taken(app, [*BAD, *good], size=100).aside == len(BAD)
    assert len(rows(app, LINES)) == len(kept)


def test_the_number_of_somebody_else_is_not_taken_for_him(app: App) -> None:
    create(app, "customers", number="K1", name="Mill")
    tally = taken(app, [OWNER, CAR, {"kind": "holding", "vehicle": VIN, "customer": "K1"}])
    assert "somebody else" in dict(tally.problems)[1]
    assert read(app, "customers", 1)["name"] == "Mill"


def test_our_number_of_another_vehicle_is_not_taken_for_it(app: App) -> None:
    taken(app, [{**CAR, "number": "V1"}])
    tally = taken(app, [{"kind": "vehicle", "number": "V1", "vin": "LSGKE54H1PW100239", "name": "Polo"}])
    assert "another vehicle" in dict(tally.problems)[1]
    assert taken(app, [{**CAR, "number": "V1", "colour": "red"}]).changed == 1


def test_a_line_that_waited_comes_in_when_a_person_has_mended_it(app: App) -> None:
    taken(app, [CAR, {"kind": "reading", "vehicle": "NONE", "read_on": "2026-01-01", "value": 7}])
    mended = {"kind": "reading", "vehicle": VIN, "read_on": "2026-01-01", "value": 7}
    take_again(app, json.dumps(mended))
    assert rows(app, LINES, "state")[0]["state"] == "taken"
    assert rows(app, "assets.readings", "value")[0]["value"] == 7


def take_again(app: App, corrected: str) -> None:
    """Take the first line in that was kept."""
    actions = app.registry.type_of(LINES).resource.actions
    (action,) = (each for each in actions if each.name == "take_again")
    with app.work(app.system("test")) as work:
        action.run(work, 1, {"corrected": corrected})


def test_a_heading_that_waited_has_nothing_to_take_in(app: App) -> None:
    taken(app, [{"kind": "exchange", "form": 2}])
    take_again(app, '{"kind": "exchange", "form": 1}')
    assert rows(app, LINES, "state")[0]["state"] == "taken"


@pytest.mark.parametrize("no_text", ["\ud800", "\0", "\x01", "a\nb"])
def test_what_is_no_text_does_not_stop_the_others(app: App, no_text: str) -> None:
    said = dict.fromkeys(("number", "vin", "vehicle", "customer", "recall", "codes", "at"), no_text)
    kinds = (no_text, "customer", "vehicle", "holding", "recalled", "reading")
    lines = [*({"kind": kind, **said} for kind in kinds), CAR]
    for new in (1, 0):
        tally = taken(app, lines, size=100)
        assert (tally.aside, tally.new) == (len(kinds), new)
    assert len(rows(app, LINES)) == len(kinds)


ODD = ["\x01", "a\x7f\x85b", "a \t b", "a\r\r\nb", "e\u0301\u3000\ufeff", "x" * 19_999 + " y", "\ud800"]


def test_a_line_is_kept_once_whatever_it_is(app: App) -> None:
    for _time in range(2):
        assert taken(app, [odd.encode(errors="surrogatepass") for odd in ODD]).aside == len(ODD)
    assert len(list(filter(None, (row["content"] for row in rows(app, LINES, "content"))))) == len(ODD)


def test_each_store_keeps_its_own_bad_lines(app: App) -> None:
    units = [create(app, "units", code=code, name=code) for code in ("N1", "S1")]
    for unit in [*units, units[0]]:
        with app.work(replace(app.system("test"), unit_id=unit)) as work:
            take(work, "maker.jsonl", list(lines_of([b"{"])))
    assert [row["unit"] for row in rows(app, LINES, "unit")] == units


def test_there_is_no_going_on_from_nowhere(app: App) -> None:
    with app.reading(app.system("test")) as work:
        for after in ("x", "-1:", "\u0663:", "9" * 5_000, "0:x", f"0:{'9' * 30}", "1:x"):
            with pytest.raises(Invalid):
                give_page(work, after)


@pytest.mark.parametrize("size", [1, 100])
def test_what_only_the_first_of_two_lines_says_counts(app: App, size: int) -> None:
    taken(app, [CAR])
    lines = [{**CAR, "plate": "B-1"}, {"kind": "vehicle", "vin": VIN, "number": "7", "colour": "red"}]
    assert taken(app, lines, size).read == 2
    (car,) = rows(app, "assets.assets", "number", "auto_dealer.plate", "auto_dealer.colour")
    assert (car["number"], car["auto_dealer.plate"], car["auto_dealer.colour"]) == ("7", "B-1", "red")


def test_equal_lines_of_one_file_are_one_record(app: App) -> None:
    reading = {"kind": "reading", "vehicle": VIN, "read_on": "2026-01-01", "value": 10}
    tally = taken(app, [CAR, reading, {**reading, "unit": "km"}, CAR], size=100)
    assert (tally.new, tally.same) == (2, 2)


def test_the_number_that_we_gave_a_vehicle_stays(app: App) -> None:
    ours = create(
        app, "assets.assets", name="Golf", number="A-1", meter_unit="km", **{"auto_dealer.vin": VIN}
    )
    other = create(app, "assets.assets", name="Polo", number="X-77")
    reading = {"kind": "reading", "vehicle": "X-77", "read_on": "2026-01-01", "value": 10, "unit": "km"}
    tally = taken(app, [{**CAR, "number": "X-77", "name": "Golf VIII"}, reading])
    assert (tally.changed, tally.new, tally.aside, tally.problems) == (1, 1, 0, [])
    assert [row["asset"] for row in rows(app, "assets.readings", "asset")] == [ours] != [other]
    row = read(app, "assets.assets", ours)
    assert (row["number"], row["name"]) == ("A-1", "Golf VIII")
