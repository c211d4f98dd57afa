"""The doors with the record types of core and of the sample plugin."""

from tests.every_door.conftest import door
from tests.sample.fixtures import plugins, preparation

__all__ = ["door", "plugins", "preparation"]
