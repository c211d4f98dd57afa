"""Whether there is an installation to work with, and what is missing if not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ConfigurationError, GuanxiError, MigrationError
from core.labels import translations

if TYPE_CHECKING:
    from core.config import Settings
    from core.services.work import App

_ = translations("core")

SQLITE = "sqlite:///"

NO_DATABASE = _("There is no database yet.")
RUN_INIT = _("Run guanxi init, or name another folder with --home or GUANXI_HOME.")


def database_exists(settings: Settings) -> bool:
    """False for a database file that nobody has made yet; a server is taken to have its database."""
    path = settings.database_url.removeprefix(SQLITE)
    return path == settings.database_url or Path(path).exists()


def require_database(settings: Settings) -> None:
    """Raise ConfigurationError if the database is a file that nobody has made."""
    if not database_exists(settings):
        path = settings.database_url.removeprefix(SQLITE)
        raise ConfigurationError(NO_DATABASE, why=_("{path} does not exist.").fill(path=path), fix=RUN_INIT)


def behind(app: App) -> GuanxiError | None:
    """What is wrong with a database whose tables are missing or old; None if they are as they must be."""
    from core.data.history import CORE
    from core.data.migrations import pending
    from core.services.plugins import upgrading

    waiting = pending(app.database, [CORE])
    steps = sum(len(revisions) for revisions in waiting.values())
    if not steps:
        plugins = upgrading.waiting(app.database, app.places)
        steps = sum(len(item.revisions) for item in plugins if item.is_enabled)
    if not steps:
        return None
    return MigrationError(
        _("The database needs an upgrade."),
        why=_("{count} migrations were not applied yet.").fill(count=steps),
        fix=_("Run guanxi db upgrade."),
    )
