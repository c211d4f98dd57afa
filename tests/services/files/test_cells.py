"""No cell of ours is executed by a spreadsheet, and every text comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.files.cells import neutralise, restore

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1", "＋cmd", "－1", "＠x", "=cmd|'/c calc'!A1"]
NEARLY_NUMBERS = ["+49x", "-1e5", "+-1", "-.5", "-1.", "+49,5", "-12\n", "+4930 1234"]
AFTER_SPACE = ["\t=1", "\rx", "\nx", "  =1", "\u00a0@x"]


@pytest.mark.parametrize("text", [*FORMULAS, *NEARLY_NUMBERS, *AFTER_SPACE])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == "'" + text
    assert restore("'" + text) == text


@pytest.mark.parametrize(
    "text", ["", "a=b", "12", "-12.50", "+4930123456", "-0", "O'Neil", "'s-Gravenhage", "'"]
)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert neutralise(text) == text == restore(text)


def test_digits_of_other_scripts_are_no_numbers() -> None:
    assert neutralise("-１２") == "'-１２"
    assert neutralise("+٣") == "'+٣"


@given(st.text(st.sampled_from("'=+-@＝\t\r\n 1.a\u3000\0"), max_size=8) | st.text())
def test_reading_takes_away_exactly_what_writing_added(text: str) -> None:
    assert restore(neutralise(text)) == text
    assert neutralise(text)[:1] not in tuple("=@＝＋－＠\t\r")
