"""Chunks are as large as the time under SQLite's lock allows."""

from core.services.pace import SMALLEST, Pace


def test_chunks_shrink_and_grow_with_the_time_they_hold_the_lock() -> None:
    pace = Pace(one_writer=True, largest=1_000)
    assert pace.rows == SMALLEST
    pace.held(0.005, SMALLEST)
    assert pace.rows == 2 * SMALLEST
    pace.held(0.010, 2 * SMALLEST)
    assert pace.rows == 4 * SMALLEST
    pace.held(0.060, 4 * SMALLEST)
    assert pace.rows == 2 * SMALLEST
    pace.held(10.0, 2 * SMALLEST)
    assert pace.rows == SMALLEST


def test_nobody_needs_larger_chunks_than_said() -> None:
    pace = Pace(one_writer=True, largest=7)
    pace.held(0.000_001, 7)
    assert pace.rows == 7
    assert Pace(one_writer=False, largest=10_000).rows == 500


def test_where_many_write_nothing_is_learnt() -> None:
    pace = Pace(one_writer=False, largest=100)
    pace.held(10.0, 100)
    assert pace.rows == 100
