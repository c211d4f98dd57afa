"""The plugins that have tables, in the order in which their migrations run."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError

from core.host.discovery import Found, Places, find
from core.host.ordering import in_order


def installed(places: Places, names: Iterable[str]) -> tuple[list[Found], list[str]]:
    """Those of the plugins whose code is there, each after what it requires; and the names of the others."""
    looked = {name: find(name, places) for name in names}
    found = {name: each for name, each in looked.items() if each}
    missing = [name for name, each in looked.items() if each is None]
    try:
        return [found[name] for name in in_order(found)], missing
    except CycleError:  # the code was changed since; its tables are there in any order
        return list(found.values()), missing
