"""The hooks of the bar."""

from __future__ import annotations

from collections.abc import Iterable

from core.plugin_api import Resource, hookimpl, translations

from .models import Tab

_ = translations("bar")

tabs = Resource(Tab, name="tabs", title=_("Tabs"), singular=_("Tab"), label="drink")


@hookimpl()
def resources() -> Iterable[Resource]:
    return [tabs]
