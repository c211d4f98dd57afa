"""Every icon that core and its plugins name is in the sprite: one that is not would leave a hole."""

import re
from pathlib import Path

from tools.icons import ICONS

ROOT = Path(__file__).parents[2]
NAMED = re.compile(
    r"icon=\"([a-z0-9-]+)\"|ui\.icon\(\"([a-z0-9-]+)\"|icon_button\(.*?, \"([a-z0-9-]+)\"[,)]"
    r"|\"icon\": \"([a-z0-9-]+)\"|icons\.svg#([a-z0-9-]+)"
)


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    folders = ("core/templates", "core/web", "core/builtin", "plugins", "industry_packs")
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".html", ".py")
    ]
    named = {
        next(filter(None, found)): path.name
        for path in files
        for found in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 40
    assert {name: where for name, where in named.items() if name not in ICONS} == {}
