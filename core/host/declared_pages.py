"""Pages, entries of menus, panels and timelines of plugins: what cannot be is the plugin's fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from core.contracts.contributions import Permission
from core.contracts.pages import MenuItem, Page, Panel, TimelineSource
from core.errors import PluginFault
from core.host.conflicts import Collected, check_unique
from core.host.specifications import CORE
from core.labels import Label, translations

_ = translations("core")

PAGE, PANEL, TIMELINE = _("the page"), _("the panel"), _("the timeline")

NOT_UNDER_ITS_NAME = _("The page {path} does not stand under the plugin's name.")
PUT_IT = _("Call it {path}.")
NO_PERMISSION = _("{what} names the permission {permission}, which nobody declares.")
SAY_ONE = _("Declare it in the hook permissions, or name that of one of its record types.")

Part = TypeVar("Part", Panel, TimelineSource)
Owned = tuple[tuple[str, Part], ...]
"""Contributions beside their owners."""


def pages(found: Iterable[tuple[str, Page]], permissions: Mapping[str, Permission]) -> Sequence[Page]:
    """The pages of plugins."""
    found = list(found)
    check_unique("pages", PAGE, ((owner, f"{page.method} {page.path}") for owner, page in found))
    for owner, page in found:
        if owner != CORE and not page.path.startswith(f"/{owner}/"):
            fix = PUT_IT.fill(path=f"/{owner}/{page.path.strip('/')}")
            raise PluginFault(owner, "pages", why=NOT_UNDER_ITS_NAME.fill(path=page.path), fix=fix)
        _check(owner, "pages", page.path, page.permission, permissions)
    return tuple(page for _owner, page in found)


def menu_items(
    found: Iterable[tuple[str, MenuItem]], permissions: Mapping[str, Permission]
) -> Mapping[str, Sequence[MenuItem]]:
    """The entries of menus by owner."""
    items: dict[str, list[MenuItem]] = defaultdict(list)
    for owner, item in found:
        _check(owner, "menu_items", item.path, item.permission, permissions)
        items[owner].append(item)
    return MappingProxyType(items)


def panels(found: Collected[Panel], permissions: Mapping[str, Permission]) -> Owned[Panel]:
    """The panels, each with its owner."""
    return _owned("panels", PANEL, found, permissions)


def timeline_sources(
    found: Collected[TimelineSource], permissions: Mapping[str, Permission]
) -> Owned[TimelineSource]:
    """The sources of timelines, each with its owner."""
    return _owned("timeline_sources", TIMELINE, found, permissions)


def _owned(
    hook: str, what: Label, found: Collected[Part], permissions: Mapping[str, Permission]
) -> Owned[Part]:
    found = tuple(found)
    check_unique(hook, what, ((owner, f"{owner}.{item.name}") for owner, item in found))
    for owner, item in found:
        _check(owner, hook, item.name, item.permission, permissions)
    return found


def _check(owner: str, hook: str, what: str, permission: str, known: Mapping[str, Permission]) -> None:
    """Raise PluginFault for a permission that does not exist; a page that anybody sees must be core's."""
    if permission not in known and owner != CORE:
        why = NO_PERMISSION.fill(what=what, permission=permission or "-")
        raise PluginFault(owner, hook, why=why, fix=SAY_ONE)
