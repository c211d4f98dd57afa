"""A role that is made when the plugin is enabled, beside those of core."""

# /// guanxi-plugin
# title = "Auditors"
# version = "1.0"
# ///

from collections.abc import Iterable, Mapping

from core.plugin_api import ReachName, RoleTemplate, hookimpl, translations

_ = translations("role_templates")


@hookimpl()
def role_templates() -> Iterable[RoleTemplate]:
    """Auditors see and export everything of customers, and change nothing."""
    grants: Mapping[str, ReachName] = {"core.customers.view": "all", "core.customers.export": "all"}
    return [RoleTemplate(name="auditor", title=_("Auditor"), grants=grants)]
