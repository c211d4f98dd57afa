"""Write down what was deleted; when it is called, it is on disk already."""

# /// guanxi-plugin
# title = "Deletions"
# version = "1.0"
# ///

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from core.plugin_api import hookimpl


@hookimpl()
def committed(events: Sequence[Mapping[str, Any]]) -> None:
    """Each event is a row of the journal; a failure here hurts nobody and is recorded."""
    log = logging.getLogger("guanxi.deletions")
    for event in events:
        if event["operation"] == "delete":
            log.warning("%s deleted %s/%s", event["actor_name"], event["resource"], event["record_id"])
