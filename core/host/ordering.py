"""The order of plugins: each after what it needs; and which cannot run because of others."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

from core.host.discovery import AMBIGUOUS, RENAME, Found, shorter_name
from core.labels import translations

_ = translations("core")

NOT_ENABLED = _("It requires the plugin {name}, which is not enabled.")
ENABLE = _("Enable it: guanxi plugin enable {name}")
NOT_RUNNING = _("It requires the plugin {name}, which does not run: {reason}")
MEND = _("Mend {name} first.")
CIRCLE = _("It is part of a circle: {names}. Each of them is to come after the next.")
BREAK_CIRCLE = _("Take one of them out of requires or after of another.")


class Reasoned(Protocol):
    """Why a plugin does not run."""

    @property
    def reason(self) -> str:
        """The reason."""
        ...


def cannot_run(found: Mapping[str, Found], stopped: Mapping[str, Reasoned]) -> dict[str, tuple[str, str]]:
    """Those of the plugins that cannot run because of others: reason, and what to do.

    Asked again until the answer is empty: what needs one of these cannot run either.
    """
    if circle := _circle(found):
        names = " -> ".join((*circle, circle[0]))
        return dict.fromkeys(circle, (CIRCLE.fill(names=names), BREAK_CIRCLE))
    reasons: dict[str, tuple[str, str]] = {}
    for name, item in found.items():
        if other := shorter_name(name, found):
            reasons[name] = AMBIGUOUS.fill(other=other), RENAME
        for needed in item.requires:
            if needed in stopped:
                reason = NOT_RUNNING.fill(name=needed, reason=stopped[needed].reason)
                reasons[name] = reason, MEND.fill(name=needed)
            elif needed not in found:
                reasons[name] = NOT_ENABLED.fill(name=needed), ENABLE.fill(name=needed)
    return reasons


def in_order(found: Mapping[str, Found]) -> tuple[str, ...]:
    """The names in the order of dependency; of those that may come in any order, by the alphabet."""
    sorter = TopologicalSorter(_graph(found))
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return tuple(order)


def _circle(found: Mapping[str, Found]) -> tuple[str, ...]:
    """The plugins of one circle, each before the one that it is to come after; empty without any."""
    try:
        TopologicalSorter(_graph(found)).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1][1:]))
    return ()


def _graph(found: Mapping[str, Found]) -> dict[str, list[str]]:
    return {
        name: [other for other in dict.fromkeys((*item.requires, *item.after)) if other in found]
        for name, item in found.items()
    }
