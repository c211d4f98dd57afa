"""Templates of plugins: each has its own, under its name."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import BaseLoader, FileSystemLoader, PrefixLoader

from core.host.discovery import Found


class PluginTemplates(PrefixLoader):
    """Templates keep their full names, `<plugin>/<name>.html`: by them it is known whose texts they have."""

    load = BaseLoader.load


def plugin_templates(plugins: Iterable[Found]) -> PluginTemplates:
    """What finds `<plugin>/<name>.html`, which lies in the plugin's folder as `templates/<plugin>/`."""
    return PluginTemplates(
        {item.name: FileSystemLoader(item.folder / "templates" / item.name) for item in plugins}
    )
