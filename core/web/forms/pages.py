"""The pages of forms, for every kind of records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from core.contracts.pages import Page
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.web.forms import codes, company, creating, editing
from core.web.forms.acting import Acting
from core.web.forms.lookups import lookup
from core.web.forms.warned import duplicates


def pages(registry: Registry) -> Iterator[Page]:
    """Every form that there is."""
    yield from codes.PAGES
    yield from company.PAGES
    for record_type in registry.types.values():
        yield from _of(record_type)
        for action in record_type.resource.actions:
            yield from Acting(record_type, action).pages()


def _of(record_type: RecordType) -> Iterator[Page]:
    resource = record_type.resource
    make = partial(_page, record_type)
    yield make("/lookup", "view", lookup)
    if "create" in resource.verbs:
        yield make("/new", "create", creating.new)
        yield make("/new", "create", creating.create, post=True)
        yield make("/duplicates", "create", duplicates, post=True, reads=True)
    if "update" in resource.verbs:
        yield make("/{id}/edit", "edit", editing.edit)
        yield make("/{id}/edit", "edit", editing.save, post=True)


def _page(
    record_type: RecordType,
    path: str,
    right: str,
    run: Callable[..., object],
    *,
    post: bool = False,
    reads: bool = False,
) -> Page:
    resource = record_type.resource
    return Page(
        path=f"/{resource.path}{path}",
        permission=resource.permission(right),
        run=partial(run, record_type),  # type: ignore[arg-type]  # each answers a Reply
        method="POST" if post else "GET",
        reads=reads,
    )
