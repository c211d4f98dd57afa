"""The pages of lists, for every kind of records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.contracts.pages import Page
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.web.lists.listing import list_page
from core.web.shell import address


def pages(registry: Registry) -> Iterator[Page]:
    """The lists and all that belongs to them."""
    for record_type in registry.types.values():
        if "list" in record_type.resource.verbs:
            yield from _of(record_type)


def _of(record_type: RecordType) -> Iterator[Page]:
    here, view = address(record_type), record_type.resource.permission("view")
    yield Page(path=here, permission=view, run=partial(list_page, record_type))
