"""The pages of lists, for every kind of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from core.contracts.pages import Page, Reply, Visit
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.web.lists import bulk, cells, choosing, exports, filtering, listing, progress, saving
from core.web.shell import address

Run = Callable[[RecordType, Any, Visit], Reply]


def pages(registry: Registry) -> Iterator[Page]:
    """The lists and all that belongs to them."""
    yield from progress.PAGES
    for record_type in registry.types.values():
        if "list" in record_type.resource.verbs:
            yield from _of(record_type)


def _of(record_type: RecordType) -> Iterator[Page]:
    get, post = partial(_page, record_type), partial(_page, record_type, method="POST")
    yield get("", listing.list_page)
    yield get("/filter", filtering.filter_page)
    yield get("/columns", choosing.columns_page)
    yield post("/columns", choosing.set_columns)
    yield get("/views", saving.views_page)
    yield get("/views/new", saving.new_view)
    yield post("/views", saving.change_views)
    verbs = record_type.resource.verbs
    if "export" in verbs:
        yield get("/export", exports.export_page, right="export")
        yield get("/export/file", exports.export_file, right="export")
    if verbs & {"update", "delete"}:
        yield get("/bulk", bulk.bulk_page)
        yield post("/bulk", bulk.start_bulk)
    if "update" in verbs:
        yield get("/{id}/field/{field}", cells.cell_page, right="edit")
        yield post("/{id}/field/{field}", cells.save_cell, right="edit")


def _page(record_type: RecordType, path: str, run: Run, *, right: str = "view", **more: Any) -> Page:
    return Page(
        path=f"{address(record_type)}{path}",
        permission=record_type.resource.permission(right),
        run=partial(run, record_type),
        **more,
    )
