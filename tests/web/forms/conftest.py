"""Forms of the record types of core and of the sample plugin."""

from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]
