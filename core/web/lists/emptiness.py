"""Why a list is empty: which part of what was asked excludes everything, and what one alone would find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.labels import translations
from core.services import lists
from core.web.lists.state import ListState, all_of, parts_of

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

MOST_TRIED, MOST_COUNTED = 4, 6
"""How many parts are tried to be left out, and how often is counted at all: each is one query."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A part without which, or with which `alone`, there would be so many (None: more than are counted)."""

    text: str
    count: int | None
    href: str
    alone: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that was asked: words to search for, or a part of the filter."""

    text: str
    q: str = ""
    part: Any = None


def offers_of(work: Work, state: ListState, say: Callable[[Any], str]) -> Iterator[Offer]:
    """What to leave out; where nothing helps alone, what to keep of it."""
    asked = list(_asked(work, state, say))
    tried, is_found = asked[:MOST_TRIED], False
    for place, item in enumerate(tried):
        if offer := _offer(work, state, item, [*asked[:place], *asked[place + 1 :]], alone=False):
            is_found = True
            yield offer
    if is_found or len(asked) < 3:  # of two, what is left without one was tried
        return
    for item in asked[: MOST_COUNTED - len(tried)]:
        if offer := _offer(work, state, item, [item], alone=True):
            yield offer


def _asked(work: Work, state: ListState, say: Callable[[Any], str]) -> Iterator[Asked]:
    if state.now.q:
        yield Asked(text=work.translate(_("the words “{words}”").fill(words=state.now.q)), q=state.now.q)
    for part in parts_of(state.now.where):
        yield Asked(text=say(part), part=part)


def _offer(work: Work, state: ListState, item: Asked, kept: Sequence[Asked], *, alone: bool) -> Offer | None:
    """The list with what is kept; None if there is nothing in it either."""
    where = all_of([part for each in kept for part in parts_of(each.part)])
    q = next((each.q for each in kept if each.q), "")
    found = lists.count_some(work, state.record_type, lists.Query(where=where, q=q or None))
    if found == 0:
        return None
    return Offer(text=item.text, count=found, href=state.to(where=where, q=q), alone=alone)
