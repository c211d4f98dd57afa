"""`guanxi auto_dealer vin` in an installation where the pack was enabled."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.testing.cli import Cli
from tests.industry_packs.auto_dealer.enabled import plugins, preparation

__all__ = ["plugins", "preparation"]

pytestmark = pytest.mark.databases("sqlite")

FILE = Path(__file__).parents[2] / "data" / "vins.json"
WORKED = json.loads(FILE.read_bytes())
ANSWERS = [{"id": case["id"], **case["expected"]} for case in WORKED["cases"]]
QUESTIONS = {**WORKED, "cases": [{**case, "expected": None} for case in WORKED["cases"]]}


@pytest.fixture
def vin(cli: Cli) -> Cli:
    """The command, with the pack enabled."""
    return lambda *words, **more: cli("auto_dealer", "vin", *words, **more)


def test_a_file_is_answered_case_by_case_whether_it_has_answers_or_not(vin: Cli) -> None:
    assert vin("--file", str(FILE), "--json").json == ANSWERS
    assert vin("--file", "-", "--json", stdin=json.dumps(QUESTIONS)).json == ANSWERS


def test_numbers_in_the_command_are_called_what_they_are(vin: Cli) -> None:
    old, new = vin("9g-123456", "LSGKE54H1PW100238", "--declared-year", "1968", "--json").json
    assert (old["id"], old["normalized"], old["warnings"]) == ("9g-123456", "9G123456", ["legacy_pre1981"])
    assert (new["id"], new["valid"], new["region"]) == ("LSGKE54H1PW100238", True, None)


def test_the_worked_numbers_in_the_command(vin: Cli) -> None:
    cases = WORKED["cases"][:14]
    asked = [case["input"] for case in cases]
    answers = [{"id": case["input"], **case["expected"]} for case in cases]
    assert vin(*asked, "--max-model-year", "2027", "--json").json == answers


def year(vin: Cli, *words: str, **more: Any) -> int:
    (found,) = vin(*words, "--json", **more).json
    return int(found["model_year"])


def test_the_latest_model_year_comes_from_the_command_the_file_or_the_calendar(vin: Cli) -> None:
    file = json.dumps({"max_model_year": 2017, "cases": [{"input": "WVWZZZ3CZJE100123"}]})
    assert year(vin, "WVWZZZ3CZJE100123") == 2018
    assert year(vin, "--file", "-", stdin=file) == 1988
    assert year(vin, "--file", "-", "--max-model-year", "2018", stdin=file) == 2018


def test_people_are_told_in_their_language(vin: Cli) -> None:
    numbers = ("LSGKE54H1PW100238", "LSGKE54H1PW100283", "-")
    assert vin(*numbers).stdout.splitlines() == [
        "LSGKE54H1PW100238: valid, CN, model year 2023",
        "LSGKE54H1PW100283: not valid",
        "  The check digit does not fit: a character is wrong, or two have changed places.",
        "-: not valid",
        "  It does not have 17 characters.",
    ]
    assert "LSGKE54H1PW100238：有效" in vin(*numbers, LC_ALL="zh_CN.UTF-8").stdout


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"cases": [{}]}', '{"cases": [{"input": 7}]}', "[" * 9_000]
)
def test_a_file_of_another_form_is_refused_with_what_to_do(vin: Cli, content: str) -> None:
    ran = vin("--file", "-", "--json", stdin=content)
    assert ran.code != 0 and not ran.stdout
    assert "The file of numbers cannot be read." in ran.stderr and '"cases"' in ran.stderr


@pytest.mark.parametrize("words", [(), ("1", "--file", "-"), ("--file", "no-such-file.json")])
def test_numbers_are_named_once(vin: Cli, words: tuple[str, ...]) -> None:
    ran = vin(*words, stdin="{}")
    assert ran.code != 0 and not ran.stdout and ran.stderr
