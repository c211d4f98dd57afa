"""A setting for the whole company, which an admin changes while Guanxi runs."""

# /// guanxi-plugin
# title = "House rules"
# version = "1.0"
# ///

from collections.abc import Iterable, Mapping, Sequence

from core.plugin_api import (
    Change,
    FieldError,
    Setting,
    Work,
    get_setting,
    hookimpl,
    integer,
    translations,
)

_ = translations("settings_hook")

TOO_SHORT = _("A name has at least {count} characters here.")


@hookimpl()
def settings() -> Iterable[Setting]:
    """guanxi settings set settings_hook.shortest_name 3"""
    return [
        Setting(name="settings_hook.shortest_name", field=integer(_("Shortest name"), minimum=1, default=2))
    ]


@hookimpl(resource="customers")
def record_validating(
    work: Work, changes: Sequence[Change]
) -> Mapping[int, Mapping[str, Sequence[FieldError]]]:
    """Refuse names that are shorter than the setting says."""
    shortest = get_setting(work, "settings_hook.shortest_name")
    error = FieldError("too_short", TOO_SHORT.fill(count=shortest))
    return {
        index: {"name": [error]}
        for index, change in enumerate(changes)
        if len((change.after or {}).get("name") or "") < shortest
    }
