"""The core of Guanxi: what every door, plugin and pack is built on."""

__version__ = "0.1.0"
