"""Results, and how two ways of doing the same are timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One line of the table: medians in `unit`, ours and the bare driver's (None where it has no such)."""

    case: str
    who: str
    ours: float
    bare: float | None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """Ours over bare."""
        return self.ours / self.bare if self.bare else None


def interleaved(
    ours: Callable[[], object], by_hand: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Medians in milliseconds of alternating runs, after three that do not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 3):
        for kept, call in zip(times, (ours, by_hand), strict=True):
            begun = time.perf_counter()
            call()
            if turn >= 3:
                kept.append(time.perf_counter() - begun)
    return statistics.median(times[0]) * 1e3, statistics.median(times[1]) * 1e3
