"""Lines of a row put to the lines that stand there: none is removed, none is doubled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Line = dict[str, Any]


def merge_lines(
    current: Sequence[Line], wanted: Sequence[Line], numbers: Sequence[int]
) -> tuple[list[Line], list[int]]:
    """All lines as they are to be, and for each the number of the row's line that it came from (0: none).

    A wanted line is the one that has the same values already, else the one at its number, else a new one.
    """
    merged: list[Line] = [{"id": line["id"]} for line in current]
    origin = [0] * len(current)
    rest = []
    for line, number in zip(wanted, numbers, strict=True):
        same = _free(origin, [n for n, other in enumerate(current) if _says(other, line)])
        if same is None:
            rest.append((line, number))
        else:
            origin[same] = number
    for line, number in rest:
        place = _free(origin, [number - 1] if number <= len(current) else [])
        if place is None:
            merged.append(line)
            origin.append(number)
        else:
            merged[place] |= line
            origin[place] = number
    return merged, origin


def _free(origin: Sequence[int], places: Sequence[int]) -> int | None:
    return next((place for place in places if not origin[place]), None)


def _says(line: Line, wanted: Line) -> bool:
    """Whether a line has all the values that are wanted."""
    return all(line.get(name) == value for name, value in wanted.items())
