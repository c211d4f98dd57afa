"""The API as a client sees it, with the record types of core and of the sample plugin."""

import pytest

from core.api.logs import configure_logging
from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]


@pytest.fixture(autouse=True)
def log() -> None:
    """Logged as by a server."""
    configure_logging("info")
