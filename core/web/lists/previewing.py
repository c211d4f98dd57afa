"""A record beside its list, as the address of the list says: `/customers?preview=7`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.contracts.pages import Parameters, Shown, Visit
from core.errors import NotFound
from core.http.requests import whole_number
from core.web.lists.state import ListState
from core.web.records.record import show_preview
from core.web.records.subject import LIST

if TYPE_CHECKING:
    from core.services.work import Work

PREVIEW = "preview"


def previewed(work: Work, state: ListState, visit: Visit) -> Mapping[str, Any]:
    """What the template of the record needs; nothing where none is asked for, or none is there to be seen.

    A part of the page leaves what stands beside it as it is.
    """
    id = whole_number(visit.query.get(PREVIEW, ""))
    if not id or visit.partial or "read" not in state.record_type.resource.verbs:
        return {}
    of_list = Parameters([(LIST, state.query_string())])
    try:
        shown = show_preview(state.record_type, work, replace(visit, path={"id": str(id)}, query=of_list))
    except NotFound:
        return {}
    return shown.values if isinstance(shown, Shown) else {}
