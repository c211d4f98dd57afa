"""Count what is written; when it is called, it is on disk already."""

# /// guanxi-plugin
# title = "Counter"
# version = "1.0"
# ///

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.plugin_api import hookimpl


class Counts:
    """A hook may be the method of an object, which the module's `plugin` names."""

    def __init__(self) -> None:
        self.operations: Counter[str] = Counter()

    @hookimpl()
    def committed(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Each event is a row of the journal; a failure here hurts nobody and is recorded."""
        self.operations.update(event["operation"] for event in events)


plugin = Counts()
