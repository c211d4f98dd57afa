"""The icons of the pages: the names that are taken from lucide, and how they become one file."""

import re
from collections.abc import Mapping

SPRITE = "icons.svg"

# Plugins name an icon of this list for their menu items, panels and actions; add what they ask for.
ICONS = (
    *(
        "activity",
        "archive",
        "arrow-down",
        "arrow-left",
        "arrow-right",
        "arrow-right-left",
        "arrow-up",
        "arrow-up-down",
    ),
    *("badge-check", "badge-percent", "banknote", "bell", "book-open", "bookmark", "box", "briefcase"),
    *(
        "building",
        "building-2",
        "calculator",
        "calendar",
        "calendar-check",
        "calendar-days",
        "calendar-plus",
        "car",
    ),
    *("chart-column", "chart-line", "chart-pie", "check", "check-check", "chevron-down", "chevron-left"),
    *("chevron-right", "chevron-up", "chevrons-up-down", "circle", "circle-alert", "circle-check"),
    *("circle-help", "circle-user", "circle-x", "clipboard-list", "clock", "coins", "columns-3", "contact"),
    *("copy", "corner-up-left", "credit-card", "database", "dollar-sign", "download", "droplet"),
    *("ellipsis", "external-link", "eye", "eye-off", "factory", "file", "file-plus", "file-text", "files"),
    *("flag", "flame", "folder", "funnel", "gauge", "gift", "git-merge", "globe", "grip-vertical"),
    *("handshake", "hash", "heart", "history", "house", "id-card", "image", "inbox", "info", "kanban"),
    *(
        "key",
        "key-round",
        "keyboard",
        "landmark",
        "languages",
        "layers",
        "layout-dashboard",
        "life-buoy",
        "link",
    ),
    *("list", "list-checks", "list-filter", "list-plus", "lock", "lock-open", "log-out", "mail", "map"),
    *("map-pin", "megaphone", "menu", "message-circle", "message-square", "minus", "monitor", "moon"),
    *("network", "notebook-pen", "package", "palette", "panel-left", "panel-right", "paperclip", "pause"),
    *("pencil", "phone", "phone-call", "phone-incoming", "phone-outgoing", "pin", "pin-off", "play"),
    *("plug", "plus", "printer", "puzzle", "qr-code", "receipt", "receipt-text", "refresh-cw", "repeat"),
    *(
        "rotate-ccw",
        "rss",
        "save",
        "scale",
        "search",
        "search-x",
        "send",
        "server",
        "settings",
        "share-2",
        "shield",
    ),
    *("shield-check", "shopping-cart", "sliders-horizontal", "smartphone", "sparkles", "square"),
    *("square-check", "square-kanban", "square-pen", "star", "store", "sun", "table", "tag", "tags"),
    *("target", "thumbs-down", "thumbs-up", "ticket", "timer", "trash-2", "trending-down", "trending-up"),
    *(
        "triangle-alert",
        "truck",
        "undo-2",
        "unlink",
        "upload",
        "user",
        "user-check",
        "user-plus",
        "user-round",
        "user-x",
        "users",
    ),
    *("wallet", "warehouse", "webhook", "wifi-off", "workflow", "wrench", "x", "zap"),
)

_START = (
    '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- lucide, ISC License, see LICENSE beside this file -->\n'
)


def sprite(drawings: Mapping[str, str]) -> str:
    """One file of all drawings (name to SVG), each a symbol of its name."""
    return _START + "".join(_symbol(name, drawing) for name, drawing in drawings.items()) + "</svg>\n"


def _symbol(name: str, drawing: str) -> str:
    """The shapes of one icon; colour and width of the lines come from the page, by the class `icon`."""
    inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    if inside is None:
        raise ValueError(f"the icon {name} has no shapes")
    shapes = re.sub(r"\s+", " ", inside[1]).replace("> <", "><").replace(" />", "/>").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>\n'
