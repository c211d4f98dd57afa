"""The rules of the company for its service desk."""

from __future__ import annotations

from core.plugin_api import Setting, integer, translations

_ = translations("auto_dealer")

LOST_AFTER = "auto_dealer.lost_months"
RETENTION = "auto_dealer.retention_months"

SETTINGS = (
    Setting(
        name=LOST_AFTER,
        field=integer(
            _("Lost: no visit for so many months"), minimum=1, maximum=240, default=18, required=True
        ),
    ),
    Setting(
        name=RETENTION,
        field=integer(
            _("Retention: months of the measure"), minimum=1, maximum=120, default=13, required=True
        ),
    ),
)
