"""`guanxi saved_views of RECORDS`: the views of a list, ready-made and saved, and `list --view`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.cli.elements import Argument, Command, Option
from core.cli.invocation import Invocation
from core.cli.resources.options import JSON, one_of
from core.data.models.saved_view import VISIBILITIES
from core.host.record_types import RecordType
from core.labels import translations
from core.services.views import OfferedView, view_named, views_of
from core.services.work import Work

_ = translations("core")

NAME, TITLE, VISIBLE = _("Name"), _("Title"), _("Visible to")


def command(_record_type: RecordType) -> Command:
    """The command."""
    return Command(
        "of",
        _("List the views of a list: ready-made and saved ones."),
        views,
        (Argument("resource", _("The kind of record: customers, contacts ..."), metavar="RECORDS"), JSON),
        ("guanxi saved_views of customers", "guanxi customers list --view 7"),
    )


def view_option(record_type: RecordType) -> Option:
    """The view that a list is shown in."""
    return Option(
        ["--view"],
        _("As this view shows them, ready-made or saved; see guanxi saved_views of."),
        metavar="NAME",
        shell_complete=one_of(record_type.views),
    )


def views(invocation: Invocation, *, resource: str, json: bool) -> None:
    """Print them."""
    with invocation.reading() as work:
        found = views_of(work, resource)
    if json:
        invocation.output.json_rows(map(asdict, found), {"count": len(found)})
        return
    rows = [[each.name, *map(invocation.translate, (each.title, _visible(each)))] for each in found]
    invocation.table((NAME, TITLE, VISIBLE), rows)


def _visible(view: OfferedView) -> str:
    return VISIBILITIES.get(view.visibility, view.visibility)


def definition_of(work: Work, record_type: RecordType, name: str | None) -> Mapping[str, Any]:
    """What the view of this name says; nothing without a name. Raises NotFound."""
    return view_named(work, record_type, name).definition if name else {}
