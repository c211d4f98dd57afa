"""Messages are queued in the transaction of whoever wants them, many at once."""

from __future__ import annotations

from collections.abc import Sequence

from core.plugin_api import Work
from plugins.messaging.contract import Message, Queued


def queue(work: Work, messages: Sequence[Message]) -> list[Queued]:
    """Have messages sent, if this work is committed; answers one `Queued` for each, in their order.

    What is already there by its key stays as it is, and is no error. Whether somebody may be told is decided
    when it is sent. Raises Invalid if a template, purpose or channel is unknown, nobody is named, or values
    are not those that the template declares.
    """
    raise NotImplementedError


def cancel(work: Work, keys: Sequence[str]) -> list[str]:
    """Take back messages that still wait, such as reminders of what was booked since; answers their keys."""
    raise NotImplementedError
