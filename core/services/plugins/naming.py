"""Plugins by name: those that are not there are answered with the nearest name."""

from __future__ import annotations

from collections.abc import Mapping

from core.errors import NotFound, did_you_mean
from core.host.discovery import Found, Places, find, find_all
from core.labels import translations
from core.services.plugins.states import Stored

_ = translations("core")

UNKNOWN = _("There is no plugin called {name}.")
NOT_ENABLED = _("The plugin {name} has nothing in this database.")
LIST = _("See guanxi plugin list.")


def require_found(places: Places, name: str) -> Found:
    """The plugin of this name as it lies somewhere; NotFound, with a suggestion, if there is none."""
    found = find(name, places)
    if found is None:
        everything = find_all(places)
        if name in everything:  # it is there, under a name that no plugin may have
            unusable = everything[name]
            raise NotFound(UNKNOWN.fill(name=name), why=unusable.problem or "", fix=unusable.fix)
        raise NotFound(UNKNOWN.fill(name=name), fix=did_you_mean(name, everything) or LIST)
    return found


def require_stored(places: Places, name: str, kept: Mapping[str, Stored]) -> Stored:
    """The state of a plugin that was enabled once; NotFound if it never was, or was removed."""
    if name in kept:
        return kept[name]
    if find(name, places):
        raise NotFound(NOT_ENABLED.fill(name=name), why=_("It is not enabled."), fix=LIST)
    raise NotFound(UNKNOWN.fill(name=name), fix=did_you_mean(name, (*find_all(places), *kept)) or LIST)


def is_usable(places: Places, name: str) -> bool:
    """Whether there is a plugin of this name that can be read."""
    found = find(name, places)
    return found is not None and found.problem is None
