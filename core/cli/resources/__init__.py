"""The commands of every kind of record, made from the registry."""

from core.cli.resources.groups import group_of, plugin_names

__all__ = ["group_of", "plugin_names"]
