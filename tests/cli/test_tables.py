"""Tables: they fit, line up, and no value leaves its cell. Progress: when it speaks, and what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

from core.app import build
from core.cli.invocation import Invocation
from core.cli.progress import Progress
from core.cli.tables import Table, fitted
from core.labels import Label

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.integers(20, 120))
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, str, str]], columns: int) -> None:
    lines = list(Table(["Name", "City", "Notes"]).lines([rows], columns))
    assert len(lines) == len(rows) + 1
    assert all(width(line) <= columns for line in lines)
    assert all(line.isprintable() for line in lines)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12), st.integers(1, 300))
def test_columns_give_way_until_they_fit(wanted: list[int], columns: int) -> None:
    widths = fitted(wanted, columns)
    room = columns - 2 * (len(wanted) - 1)
    assert all(0 <= narrow <= wide for narrow, wide in zip(widths, wanted, strict=True))
    assert sum(widths) <= room or max(widths) <= 4


def test_what_has_room_is_not_cut() -> None:
    assert fitted([3, 10, 5], 80) == [3, 10, 5]
    assert fitted([3, 100, 5], 80) == [3, 68, 5]
    assert fitted([50, 100, 5], 80) == [35, 35, 5]


def test_numbers_stand_to_the_right_and_wide_signs_take_two_places() -> None:
    table = Table(["名称", "Amount"], frozenset({1}))
    assert list(table.lines([[("北京", "5"), ("Kiel", "1200.50")]], 40)) == [
        "名称   Amount",
        "北京        5",
        "Kiel  1200.50",
    ]


def test_signs_that_move_the_cursor_are_blanks() -> None:
    (_heading, line) = Table(["A", "B"]).lines([[("x\x1b[2J\r\ny", "\u202eevil\ttab")]], 60)
    assert "\x1b" not in line
    assert line == "x [2J  y   evil tab"


def test_columns_that_cannot_be_seen_are_left_out() -> None:
    headings = [f"H{n}" for n in range(30)]
    lines = list(Table(headings).lines([[["some text"] * 30]], 60))
    assert max(map(width, lines)) <= 60


def test_later_chunks_keep_the_widths_of_the_first() -> None:
    table = Table(["Name"])
    assert list(table.lines([[("ab",)], [("a longer one",)]], 80)) == ["Name", "ab", "a l…"]


def test_progress_is_silent_for_a_second_and_then_tells_how_long_it_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = [0.0]
    progress = Progress(Invocation(lambda: build), Label("Rows"), lambda: now[0])
    for moment, done in ((0.5, 100), (2.0, 1_000), (3.0, 1_500), (8.0, 4_000)):
        now[0] = moment
        progress(done, done / 400_000)
    progress.finish()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Rows: 1,000 · 500/s · 13:18 left\nRows: 4,000 · 500/s · 13:12 left\n"
