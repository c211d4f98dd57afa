"""Who may be told something by which channel: asked in advance, and again at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.plugin_api import Work
from plugins.messaging.contract import Person, Reach


def reachable(
    work: Work, people: Sequence[Person], purpose: str, channels: Sequence[str] = ()
) -> Mapping[Person, Reach]:
    """By which channel each may be told something for this purpose at this moment, and why not.

    The first of `channels` (empty: the purpose's own order) that nothing speaks against. A few statements for
    any number of people.
    """
    raise NotImplementedError
