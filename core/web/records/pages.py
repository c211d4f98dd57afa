"""The pages of single records, for every kind of records, and those about what was deleted and done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Literal

from core.contracts.pages import Page, Reply, Visit
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.services import timeline
from core.services.attachments import may_have
from core.web.records import activities, beside, changing, merging, record, undoing, walking
from core.web.shell import address

Run = Callable[[RecordType, Any, Visit], Reply]


def pages(registry: Registry) -> Iterator[Page]:
    """All of them."""
    for record_type in registry.types.values():
        if "read" in record_type.resource.verbs:
            yield from _of(record_type, registry)
    yield from _of_activities(registry.type_of(timeline.ACTIVITIES))
    yield from undoing.PAGES


def _of(record_type: RecordType, registry: Registry) -> Iterator[Page]:
    verbs = record_type.resource.verbs
    yield from _shown(record_type)
    if "update" in verbs:
        yield from _changed(record_type)
    if "delete" in verbs:
        yield _page(record_type, "/delete", changing.remove, "delete", "POST")
        yield _page(record_type, "/restore", changing.bring_back, "delete", "POST")
    if record_type.resource.mergeable:
        yield _page(record_type, "/merge", merging.merge_page, "merge")
        yield _page(record_type, "/merge", merging.merge, "merge", "POST")
    if timeline.has_activities(record_type):
        create = registry.type_of(timeline.ACTIVITIES).resource.permission("create")
        for method, run in (("GET", activities.log_form), ("POST", activities.log)):
            path = f"{address(record_type)}/{{id}}/log/{{type}}"
            yield Page(path=path, permission=create, run=partial(run, record_type), method=method)  # type: ignore[arg-type]
    if may_have(record_type):
        create = registry.type_of(beside.ATTACHMENTS).resource.permission("create")
        yield Page(
            path=f"{address(record_type)}/{{id}}/attachments",
            permission=create,
            stage=partial(beside.keep_files, record_type),
            run=partial(beside.attach_files, record_type),
            method="POST",
            takes_files=True,
        )


def _shown(record_type: RecordType) -> Iterator[Page]:
    """What is looked at."""
    yield _page(record_type, "", record.show_timeline)
    yield _page(record_type, "/timeline", record.show_timeline)
    yield _page(record_type, "/history", record.show_history)
    yield _page(record_type, "/access", record.show_access)
    yield _page(record_type, "/preview", record.show_preview)
    yield _page(record_type, "/tabs/{tab}", record.show_related)
    yield _page(record_type, "/panels/{panel}", record.show_panel)
    yield _page(record_type, "/beside", beside.show_beside)
    yield _page(record_type, "/lines", beside.show_lines)
    yield _page(record_type, "/place", walking.show_place)
    for name, backwards in (("next", False), ("previous", True)):
        run = partial(walking.step, record_type, backwards)
        path = f"{address(record_type)}/{{id}}/{name}"
        yield Page(path=path, permission=record_type.resource.permission("view"), run=run)


def _changed(record_type: RecordType) -> Iterator[Page]:
    """The small changes."""
    if record_type.resource.transitions:
        yield _page(record_type, "/move", changing.move, "edit", "POST")
    if record_type.resource.taggable:
        yield _page(record_type, "/tags", changing.set_tags, "edit", "POST")
    if changing.team_of(record_type):
        yield _page(record_type, "/team", changing.add_member, "edit", "POST")
        yield _page(record_type, "/team/remove", changing.remove_member, "edit", "POST")


def _of_activities(record_type: RecordType) -> Iterator[Page]:
    """Completing what was planned; and the content of files."""
    edit = record_type.resource.permission("edit")
    path = f"{address(record_type)}/{{id}}/complete"
    yield Page(path=path, permission=edit, run=activities.complete_form)
    yield Page(path=path, permission=edit, run=activities.complete, method="POST")
    yield Page(path="/attachments/{id}/content", permission="core.attachments.view", run=beside.give_file)


def _page(
    record_type: RecordType,
    path: str,
    run: Run,
    right: str = "view",
    method: Literal["GET", "POST"] = "GET",
) -> Page:
    return Page(
        path=f"{address(record_type)}/{{id}}{path}",
        permission=record_type.resource.permission(right),
        run=partial(run, record_type),
        method=method,
    )
