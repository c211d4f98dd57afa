"""Who looks at pairs that may be the same: managers, within their units."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights

DUPLICATES = ("data_quality.duplicates",)

ROLES = (RoleTemplate(name="manager", grants=rights(DUPLICATES, ("view", "edit"), "unit")),)
