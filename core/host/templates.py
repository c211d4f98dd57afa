"""Templates of plugins: each has its own, under its name."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import FileSystemLoader, PrefixLoader

from core.host.discovery import Found


def plugin_templates(plugins: Iterable[Found]) -> PrefixLoader:
    """What finds `<plugin>/<name>.html`, which lies in the plugin's folder as `templates/<plugin>/`."""
    return PrefixLoader(
        {item.name: FileSystemLoader(item.folder / "templates" / item.name) for item in plugins}
    )
