"""Plugins by name: those that are not there are answered with the nearest name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from core.errors import NotFound
from core.host.discovery import Found, Places, find, find_all
from core.labels import translations
from core.services.plugins.states import Stored

_ = translations("core")

UNKNOWN = _("There is no plugin called {name}.")
NOT_ENABLED = _("The plugin {name} has nothing in this database.")
NEAR = _("Did you mean {name}?")
LIST = _("See guanxi plugin list.")


def require_found(places: Places, name: str) -> Found:
    """The plugin of this name as it lies somewhere; NotFound, with a suggestion, if there is none."""
    found = find(name, places)
    if found is None:
        everything = find_all(places)
        if name in everything:  # it is there, under a name that no plugin may have
            unusable = everything[name]
            raise NotFound(UNKNOWN.fill(name=name), why=unusable.problem or "", fix=unusable.fix)
        raise NotFound(UNKNOWN.fill(name=name), fix=_near(name, everything))
    return found


def require_stored(places: Places, name: str, kept: Mapping[str, Stored]) -> Stored:
    """The state of a plugin that was enabled once; NotFound if it never was, or was removed."""
    if name in kept:
        return kept[name]
    if find(name, places):
        raise NotFound(NOT_ENABLED.fill(name=name), why=_("It is not enabled."), fix=LIST)
    raise NotFound(UNKNOWN.fill(name=name), fix=_near(name, (*find_all(places), *kept)))


def _near(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, list(names), 1)
    return NEAR.fill(name=near[0]) if near else LIST


def is_usable(places: Places, name: str) -> bool:
    """Whether there is a plugin of this name that can be read."""
    found = find(name, places)
    return found is not None and found.problem is None
