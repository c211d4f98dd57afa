"""Templates: of core, and of each plugin under the plugin's name."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from core.host.discovery import Found


def environment(plugins: Iterable[Found]) -> Environment:
    """What renders `<plugin>/<name>.html`, which lies in the plugin's folder as `templates/<plugin>/`.

    Values are escaped whatever the file is called; a name without a value is an error, not an empty text.
    """
    loaders = {item.name: FileSystemLoader(item.folder / "templates" / item.name) for item in plugins}
    return Environment(
        loader=PrefixLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
