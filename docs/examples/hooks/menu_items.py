"""An entry of the sidebar and of the palette: here for the list of customers without an owner."""

# /// guanxi-plugin
# title = "Orphans"
# version = "1.0"
# ///

from collections.abc import Iterable

from core.plugin_api import MenuItem, hookimpl, translations

_ = translations("menu_items")

LIST = "/customers?filter[owner][empty]=true"


@hookimpl()
def menu_items() -> Iterable[MenuItem]:
    """It stands under the plugin's title, for whoever has the right; the icon is one of the sprite's."""
    return [MenuItem(title=_("Without an owner"), path=LIST, permission="core.customers.view", icon="user-x")]
