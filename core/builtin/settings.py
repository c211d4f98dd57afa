"""The settings of core."""

from __future__ import annotations

from core.contracts.contributions import Setting
from core.contracts.fields import country, currency, integer, language, text, time_zone
from core.labels import translations

_ = translations("core")

SETTINGS = (
    Setting(name="core.company", field=text(_("Name of the company"))),
    Setting(
        name="core.country",
        field=country(_("Country"), help=_("Telephone numbers without a prefix are read as numbers of it.")),
    ),
    Setting(name="core.currency", field=currency(_("Currency"), help=_("Totals are converted into it."))),
    Setting(name="core.language", field=language(_("Language"), default="en")),
    Setting(name="core.time_zone", field=time_zone(_("Time zone"), default="UTC")),
    Setting(
        name="core.trash_days",
        field=integer(
            _("Days in the trash"), minimum=1, maximum=3650, default=30,
            help=_("How long deleted records can be restored."),
        ),
    ),
    Setting(
        name="core.undo_days",
        field=integer(
            _("Days to undo"), minimum=1, maximum=3650, default=30,
            help=_("How long imports, bulk changes, deletions and merges can be undone."),
        ),
    ),
)  # fmt: skip
