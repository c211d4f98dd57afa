"""A right of its own, asked for before something that the general rights do not cover."""

# /// guanxi-plugin
# title = "Price lists"
# version = "1.0"
# ///

from collections.abc import Iterable, Sequence

from core.plugin_api import Change, Permission, Work, hookimpl, translations

_ = translations("permissions")


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Roles grant it like every other permission."""
    return [Permission(name="permissions.currency.change", title=_("Change the currency of customers"))]


@hookimpl(resource="customers")
def record_updated(work: Work, changes: Sequence[Change]) -> None:
    """Whoever has not the right may change everything but the currency."""
    if any(change.changed("currency") for change in changes):
        work.require("permissions.currency.change")
