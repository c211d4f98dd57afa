"""The hooks of a plugin for an older API."""

from __future__ import annotations

from core.plugin_api import Work, hookimpl, records


@hookimpl(of="stock")
def good_moved(work: Work, good: str) -> None:
    records.create(work, "tags", [{"name": good}])
