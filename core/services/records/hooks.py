"""Telling plugins of a write: inside the transaction, and to a limited depth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.errors import PluginFault
from core.host.record_types import RecordType
from core.labels import translations

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

MAX_DEPTH = 5
TOO_DEEP = _("Hooks that write called each other more than {depth} times.").fill(depth=MAX_DEPTH)


def tell(work: Work, spec: Callable[..., Any], record_type: RecordType, changes: Sequence[Change]) -> None:
    """Notify all implementations of `spec` of these changes, and of activities that became done."""
    if work.depth >= MAX_DEPTH:
        raise PluginFault("unknown", spec.__name__, why=TOO_DEEP)
    work.depth += 1
    try:
        work.hooks.notify(spec, work=work, resource=record_type.name, changes=changes)
        if record_type.name == "activities" and spec is not hookspecs.record_deleting:
            _tell_completed(work, changes)
    finally:
        work.depth -= 1


def _tell_completed(work: Work, changes: Sequence[Change]) -> None:
    done = [
        change for change in changes if change.changed("status") and (change.after or {})["status"] == "done"
    ]
    if done:
        work.hooks.notify(hookspecs.activity_completed, work=work, changes=done)
