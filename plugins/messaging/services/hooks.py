"""The hooks that messaging calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.plugin_api import Work, hookspec
from plugins.messaging.services.contract import Channel, Outcome, Purpose, Template


@hookspec
def message_channels() -> Iterable[Channel]:
    """Add ways to tell people something.

    When: whenever messages are queued or sent. Transaction: see `Channel`.
    Returns: channels. Since: 1.0.
    """
    return ()


@hookspec
def message_templates() -> Iterable[Template]:
    """Bring templates of the plugin's own.

    When: whenever messages are queued or sent, and on the page of templates.
    Returns: templates; their names begin with the plugin's. Since: 1.0.
    """
    return ()


@hookspec
def message_purposes() -> Iterable[Purpose]:
    """Add purposes beside contract, safety, service, marketing and internal.

    When: whenever messages are queued or sent. Returns: purposes. Since: 1.0.
    """
    return ()


@hookspec
def message_outcomes(work: Work, outcomes: Sequence[Outcome]) -> None:
    """Follow up on messages that were sent, refused or given up, or bounced later.

    When: after an attempt ended for good; once for all that a job has tried.
    Transaction: inside that in which it is noted. Since: 1.0.
    """
