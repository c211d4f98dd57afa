"""What the log knows of messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.plugin_api import Work
from plugins.messaging.contract import Outcome


def sent_to(work: Work, keys: Sequence[str]) -> Mapping[str, Outcome]:
    """How messages stand, by their keys; keys that nobody queued are not in the answer."""
    raise NotImplementedError
