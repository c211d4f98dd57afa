"""The jobs of the pack."""

from __future__ import annotations

from core.plugin_api import Job, translations
from industry_packs.auto_dealer.services.names import TELL
from industry_packs.auto_dealer.services.recalls.telling import tell

_ = translations("auto_dealer")

JOBS = (
    Job(
        name=TELL, title=_("Tell owners of a recall"), run=tell, seconds=3_600,
        permission="auto_dealer.recalls.edit",
    ),
)  # fmt: skip
