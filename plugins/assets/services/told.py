"""The hook of assets: what plugins that require it are told."""

from __future__ import annotations

from collections.abc import Sequence

from core.plugin_api import Work, hookspec


@hookspec
def readings_judged(work: Work, assets: Sequence[int]) -> None:
    """Follow up on what is believed of the meters of these assets, which has changed.

    When: after readings, replaced meters or the terms of a meter changed, in order of dependencies; and by
    the job that judges readings whose day has come, or of a definition that changed.
    Transaction: inside that of the change, or of the job; `accepted` answers what is believed now.
    Returns: nothing. Since: 1.0.
    """
