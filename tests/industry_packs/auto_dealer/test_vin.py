"""Rule V on the worked cases of tests/data/vins.json, and on any other number."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from industry_packs.auto_dealer.public import Verdict, judge, normalise
from industry_packs.auto_dealer.services.vin import is_valid

WORKED = json.loads((Path(__file__).parents[2] / "data" / "vins.json").read_bytes())
LATEST = WORKED["max_model_year"]
CHARACTERS = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
# The place of a character in this line, without tens, is its value: another way to write the table of rule V.
LINE = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ"
ROUGH = st.text(CHARACTERS, min_size=17, max_size=17)
VALID = "LSGKE54H1PW100238"


def digit_of(vin: str) -> str:
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    rest = sum(LINE.index(letter) % 10 * weight for letter, weight in zip(vin, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def with_digit(vin: str) -> str:
    return vin[:8] + digit_of(vin) + vin[9:]


def judged(text: str, declared_year: int | None = None, latest: int = LATEST) -> Verdict:
    return judge(text, max_model_year=latest, declared_year=declared_year)


@pytest.mark.parametrize("case", WORKED["cases"], ids=lambda case: case["id"])
def test_the_worked_cases(case: dict[str, Any]) -> None:
    verdict = asdict(judged(case["input"], case["declared_year"]))
    assert json.loads(json.dumps(verdict)) == case["expected"]


# What is wrong with it, and what is odd, in the order of the rule.
OTHERS = {
    "00000000000000000": (["placeholder"], ["model_year_code"]),
    "LLLLLLLLLLLLLLLLL": (["placeholder", "check_digit_char", "serial"], []),
    "ZZZZZZZZZZZZZZZZZ": (["placeholder"], ["check_digit_not_verified", "model_year_code"]),
    "LSGKE54H?UW1002A8": (["charset"], []),
    "LSGKE54H2UW1002A8": (["check_digit", "model_year_code", "serial"], []),
    "LSGKE54HAUW1002A8": (["check_digit_char", "model_year_code", "serial"], []),
    "JHMCM56557C404453": ([], []),
    "JHMCM5655UC40445X": ([], ["check_digit_not_verified", "model_year_code"]),
    "": (["length"], []),
    "-- \n": (["length"], []),
    "ＬＳＧＫＥ５４Ｈ１ＰＷ１００２３８": ([], []),
    "\u3000LSGKE54H1\u2011PW\u00a0100\uff0d238": ([], []),
    "LSGKE54H1PW10023\u0664": (["charset"], []),
    "LSGKE54H1PW1002.8": (["charset"], []),
    "ILLEGAL": (["length"], []),
}


@pytest.mark.parametrize("text", OTHERS)
def test_reasons_and_warnings_stand_in_order(text: str) -> None:
    verdict = judged(text)
    assert ([*verdict.reasons], [*verdict.warnings]) == OTHERS[text]
    assert verdict.valid == (not verdict.reasons)


REGIONS = {"1A": "NA", "5A": "NA", "6A": "OTHER", "7A": "OTHER", "7E": "OTHER", "7F": "NA", "70": "NA"}
REGIONS |= {"LA": "CN", "L1": "CN", "0A": "OTHER", "8A": "OTHER", "KL": "OTHER", "MA": "OTHER", "WV": "OTHER"}


@pytest.mark.parametrize("start", REGIONS)
def test_only_north_america_and_china_are_strict(start: str) -> None:
    vin = with_digit(start + VALID[2:])
    wrong = vin[:8] + ("Z" if vin[8] != "Z" else "0") + vin[9:]
    assert judged(vin).region == judged(wrong).region == REGIONS[start]
    assert judged(wrong).valid == (REGIONS[start] == "OTHER")
    assert judged(vin).valid


YEARS = {
    ("1", "1", "A"): 1980,
    ("1", "1", "9"): 2009,
    ("1", "Y", "Y"): 2030,
    ("1", "A", "A"): 2010,
    ("1", "A", "9"): 2039,
    ("L", "1", "A"): 2010,
    ("L", "A", "V"): 2027,
    ("L", "A", "W"): 1998,
    ("W", "1", "9"): 2009,
    ("W", "1", "Z"): None,
    ("W", "1", "U"): None,
    ("1", "1", "0"): None,
}


@pytest.mark.parametrize(("first", "seventh", "tenth"), YEARS)
def test_model_years(first: str, seventh: str, tenth: str) -> None:
    vin = f"{first}2345{'6'}{seventh}80{tenth}1234567"
    assert judged(vin).model_year == YEARS[first, seventh, tenth]


@pytest.mark.parametrize(
    ("latest", "year"), [(2038, 2009), (2039, 2039), (2009, 2009), (2008, None), (0, None)]
)
def test_outside_north_america_the_latest_possible_year_counts(latest: int, year: int | None) -> None:
    assert judged("WVWZZZ3CZ9E100123", latest=latest).model_year == year


@pytest.mark.parametrize("year", [1980, 1886, 0, -5])
def test_before_1981_only_the_length_counts(year: int) -> None:
    assert judged(" ioq-é? ", year) == Verdict("IOQÉ?", True, warnings=("legacy_pre1981",))
    assert judged("1" * 17, year).valid
    assert judged("1" * 18, year) == Verdict("1" * 18, False, ("length",), ("legacy_pre1981",))
    assert judged(" - ", year) == Verdict("", False, ("length",), ("legacy_pre1981",))


def test_from_1981_on_a_declared_year_changes_nothing() -> None:
    assert judged("9G123456", 1981).reasons == ("length",)
    assert judged(VALID, 1981) == judged(VALID, 2090) == judged(VALID)


@given(ROUGH)
def test_the_expected_check_digit_makes_the_sum_right(rough: str) -> None:
    vin = with_digit(rough)
    assert judged(rough).check_digit_expected == judged(vin).check_digit_expected == vin[8]
    assert not {"check_digit", "check_digit_char"} & {*judged(vin).reasons}
    assert "check_digit_not_verified" not in judged(vin).warnings


@given(ROUGH, st.integers(1, 16), st.sampled_from(CHARACTERS))
def test_one_wrong_character_of_another_value_is_found(rough: str, place: int, other: str) -> None:
    vin = with_digit("L" + rough[1:])
    changed = vin[:place] + other + vin[place + 1 :]
    same_value = LINE.index(other) % 10 == LINE.index(vin[place]) % 10
    unchanged = other == vin[place] if place == 8 else same_value
    found = {"check_digit", "check_digit_char"} & {*judged(changed).reasons}
    assert bool(found) != unchanged


@given(ROUGH, st.lists(st.sampled_from([" ", "-", "\t", "\n", "\u3000", "\u2010"]), max_size=8))
def test_however_it_is_written_it_is_the_same_number(vin: str, between: list[str]) -> None:
    written = "".join(
        f"{letter.lower()}{mark}" for letter, mark in zip(vin, [*between, *[""] * 17], strict=False)
    )
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in vin)
    assert normalise(written) == normalise(full_width) == vin
    assert judged(written) == judged(full_width) == judged(vin)


@given(st.text(max_size=40), st.none() | st.integers(), st.integers())
def test_any_text_has_a_verdict(text: str, declared: int | None, latest: int) -> None:
    verdict = judged(text, declared, latest)
    assert verdict.valid == (not verdict.reasons)
    assert verdict.normalized == normalise(text)
    assert (verdict.wmi is None) == (verdict.region is None) == (verdict.check_digit_expected is None)
    assert declared is not None or is_valid(text) == verdict.valid
