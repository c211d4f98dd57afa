"""The parts of a filter in words, each with the address of the same page without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.web.lists.state import ListState, all_of, parts_of
from core.web.lists.wording import words_for

if TYPE_CHECKING:
    from core.services.work import Work

Part = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A part of what was asked, in words, and the page without it."""

    text: str
    without: str


def chips_in(
    state: ListState,
    say: Callable[[Any], str],
    path: str = "",
    more: Iterable[tuple[str, str]] = (),
    is_told: Callable[[Part], bool] = lambda _part: False,
) -> Iterator[Chip]:
    """One for each part of the filter that nothing else tells; `path` and `more` lead to the page."""
    parts = parts_of(state.now.where)
    for place, part in enumerate(parts):
        if not is_told(part):
            rest = all_of([*parts[:place], *parts[place + 1 :]])
            yield Chip(text=say(part), without=state.to(path, more, where=rest))


def chips_of(work: Work, state: ListState, path: str, more: Iterable[tuple[str, str]] = ()) -> Sequence[Chip]:
    """Those of another page of the same records, such as a board."""
    words = words_for(work, state.record_type, state.now.where)
    return list(chips_in(state, words.part, path, list(more)))
