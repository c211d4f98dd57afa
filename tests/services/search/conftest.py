"""The tests of the search use the sample's record types beside core's."""

from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]
