"""What happens when the plugin is enabled: everything is examined, by a job."""

from __future__ import annotations

from core.plugin_api import Work

EXAMINE = "data_quality.examine"


def begin(work: Work) -> None:
    """Enqueue the first examination."""
    work.enqueue(EXAMINE, key="data_quality.first")
