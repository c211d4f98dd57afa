"""What other plugins may use of the stock."""

from __future__ import annotations

from collections.abc import Sequence

from core.plugin_api import Work, deprecated, hookspec


@hookspec
@deprecated(since="1.0", use="goods_moved")
def good_moved(work: Work, good: str) -> None:
    """A good was moved; once for each."""


@hookspec
def goods_moved(work: Work, goods: Sequence[str]) -> None:
    """Goods were moved."""


def move(work: Work, goods: Sequence[str]) -> None:
    """Move goods, and tell everybody: those who know the old hook only, too."""
    work.hooks.notify(goods_moved, work=work, goods=goods)
    for good in goods:
        work.hooks.notify(good_moved, work=work, good=good)
