"""What rows about messages need: the tables of messaging, and a mail server."""

from pathlib import Path

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.testing.databases import Preparation
from plugins.messaging import plugin

OWNER = Owner("messaging", Path(plugin.__file__).parent / "migrations")


def messaging_preparation() -> Preparation:
    """The tables of core and of messaging."""
    return Preparation("core and messaging", lambda database: upgrade(database, [CORE, OWNER]))
