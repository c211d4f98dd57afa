"""`guanxi plugin list` and `info`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.cli.admin.plugin_plans import print_kinds, print_pairs, require_kind
from core.cli.invocation import Invocation
from core.labels import translations
from core.services.plugins import leftovers, listing
from core.services.plugins.changing import MANAGE
from core.services.plugins.listing import Described, Listed

_ = translations("core")

NONE = _("There are none.")


def run_list(kind: str, invocation: Invocation, *, json: bool) -> None:
    """All of them; `guanxi pack list` shows packs only."""
    with invocation.reading() as work:
        work.require(MANAGE)
    found = [each for each in listing.list_plugins(invocation.app) if kind in ("plugin", each.kind)]
    if json:
        invocation.output.json_rows((asdict(each) for each in found), {})
        return
    titles = (_("Name"), _("State"), _("Version"), _("Kind"), _("Source"), _("Title"), _("Reason"))
    invocation.table(titles, [_cells(invocation, each) for each in found])
    if not found:
        invocation.note(NONE)


def info(kind: str, invocation: Invocation, *, name: str, json: bool) -> None:
    """All about one."""
    with invocation.reading() as work:
        work.require(MANAGE)
    found = listing.describe(invocation.app, name)
    require_kind(kind, found.listed)
    if json:
        invocation.output.json(data=_plain(found))
        return
    print_pairs(invocation, _pairs(found))
    print_kinds(invocation, found.adds)
    if found.rows:
        rows = [[name, f"{count:,}"] for name, count in found.rows.items()]
        invocation.table((_("Table"), _("Rows")), rows, numbers={1})
    for what, count in found.stored.items():
        invocation.text(_("{what}: {count}").fill(what=leftovers.TITLES[what], count=count))


def _cells(invocation: Invocation, each: Listed) -> list[str]:
    translate = invocation.translate
    reason = translate(each.reason)
    return [each.name, each.state, each.version, each.kind, each.source, translate(each.title), reason]


def _pairs(found: Described) -> Mapping[str, Any]:
    listed, manifest = found.listed, found.manifest
    return {
        _("Name"): listed.name,
        _("Title"): listed.title,
        _("State"): listed.state,
        _("Reason"): listed.reason,
        _("Fix"): listed.fix,
        _("Version"): listed.version,
        _("Kind"): listed.kind,
        _("Summary"): manifest.summary if manifest else "",
        _("Authors"): ", ".join(manifest.authors) if manifest else "",
        _("License"): manifest.license if manifest else "",
        _("Place"): listed.location,
        _("Revision"): found.revision or "",
        _("Requires"): ", ".join(listed.requires),
        _("Required by"): ", ".join(listed.required_by),
        _("Hides rows of"): ", ".join(found.restricts),
    }


def _plain(found: Described) -> dict[str, Any]:
    manifest = asdict(found.manifest) if found.manifest else None
    rest = {"revision": found.revision, "restricts": found.restricts, "manifest": manifest}
    return {**asdict(found.listed), **rest, "rows": found.rows, "stored": found.stored, "adds": found.adds}
