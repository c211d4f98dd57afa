"""Time zones by their key in the IANA database: Europe/Berlin, Asia/Shanghai."""

from collections.abc import Mapping
from functools import cache

from core.labels import Label, translations

_ = translations("core")

_INTERNAL = frozenset({"Factory", "localtime", "posixrules"})


@cache
def time_zone_keys() -> tuple[str, ...]:
    """The keys to choose from, sorted: places and UTC, without the database's obsolete names."""
    places = (
        key for key in _keys().values() if "/" in key and not key.startswith(("Etc/", "US/", "SystemV/"))
    )
    return (*sorted(places), "UTC")


@cache
def _keys() -> Mapping[str, str]:
    from zoneinfo import available_timezones

    return {key.casefold(): key for key in available_timezones() - _INTERNAL}


def parse_time_zone(text: str) -> str:
    """The key, whatever the case of the text; raises ValueError that names the nearest key."""
    written = text.strip().replace(" ", "_").casefold()
    if len(written) > 60:
        raise ValueError(_("is too long for a time zone, such as Europe/Berlin"))
    if written in _keys():
        return _keys()[written]
    raise ValueError(_suggestion(written))


def _suggestion(written: str) -> Label:
    from difflib import get_close_matches

    cities = {key.rpartition("/")[2]: key for key in _keys()}
    nearest = get_close_matches(written, _keys(), n=1, cutoff=0.7) or get_close_matches(written, cities, n=1)
    if not nearest:
        return _("is not a time zone; use a key such as Europe/Berlin or Asia/Shanghai")
    key = _keys()[cities.get(nearest[0], nearest[0])]
    return _("is not a time zone; did you mean {key}?").fill(key=key)
