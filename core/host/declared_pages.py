"""Pages, entries of menus, panels and timelines of plugins: what cannot be is the plugin's fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from core.contracts.contributions import Permission
from core.contracts.pages import MenuItem, Page, Panel, TimelineSource
from core.errors import PluginFault
from core.host.conflicts import Collected, check_unique
from core.host.specifications import CORE
from core.labels import translations

_ = translations("core")

PAGE, PANEL, TIMELINE = _("the page"), _("the panel"), _("the timeline")

NOT_UNDER_ITS_NAME = _("The page {path} does not stand under the plugin's name.")
PUT_IT = _("Call it {path}.")
NO_PERMISSION = _("{what} names the permission {permission}, which nobody declares.")
SAY_ONE = _("Declare it in the hook permissions, or name that of one of its record types.")

Owned = tuple[tuple[str, Panel], ...]


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


def panels(found: Collected[Panel], permissions: Mapping[str, Permission]) -> Owned:
    """The panels, each with its owner."""
    found = list(found)
    check_unique("panels", PANEL, ((owner, f"{owner}.{item.name}") for owner, item in found))
    for owner, item in found:
        _check(owner, "panels", item.name, item.permission, permissions)
    return tuple(found)


def timeline_sources(
    found: Collected[TimelineSource], permissions: Mapping[str, Permission]
) -> tuple[tuple[str, TimelineSource], ...]:
    """The sources of timelines, each with its owner."""
    found = list(found)
    check_unique("timeline_sources", TIMELINE, ((owner, f"{owner}.{item.name}") for owner, item in found))
    for owner, item in found:
        _check(owner, "timeline_sources", item.name, item.permission, permissions)
    return tuple(found)


def _check(owner: str, hook: str, what: str, permission: str, known: Mapping[str, Permission]) -> None:
    """Raise PluginFault for a permission that does not exist; a page that anybody sees must be core's."""
    if permission not in known and owner != CORE:
        why = NO_PERMISSION.fill(what=what, permission=permission or "-")
        raise PluginFault(owner, hook, why=why, fix=SAY_ONE)
