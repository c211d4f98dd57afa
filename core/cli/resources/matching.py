"""`update` and `delete` of all that a filter finds: chunk by chunk, with reasons for what failed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from core.cli.errors import ProblemsFound
from core.cli.interrupts import Interruptible
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.reasons import lines_of
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services import lists
from core.services.bulk import requesting
from core.services.bulk.changing import Bulk, Wanted
from core.services.undo.reasons import shown

_ = translations("core")

FAILED = _("{count} failed.")
UNDO = _("Undo it with guanxi undo apply {id}.")
KEPT = _("What is done so far can be undone: see guanxi undo list.")


def wanted(
    invocation: Invocation, record_type: RecordType, query: lists.Query, values: Mapping[str, Any] | None
) -> Wanted:
    """What is asked for, checked; `values` None deletes."""
    with invocation.reading() as work:
        return requesting.wanted(work, record_type, query.where, query.q, values)


def carry_out(invocation: Invocation, found: Wanted, text: Label, *, dry_run: bool, json: bool) -> None:
    """Do it here and now, and report; ProblemsFound if some failed."""
    app, actor = invocation.ready_app(), invocation.actor
    progress = Progress(invocation, found.record_type.resource.title)
    with ExitStack() as resources:
        interruptible = resources.enter_context(Interruptible(invocation, KEPT))
        resources.callback(progress.finish)

        def observe(done: int, total: int) -> None:
            progress(done, done / total)
            interruptible.check()

        works = (lambda: app.work(actor), lambda: app.reading(actor))
        foreground = requesting.foreground(app, *works, found, observe, dry_run=dry_run)
        bulk = resources.enter_context(foreground)
        bulk.go()
    _report(invocation, bulk, text, dry_run=dry_run, json=json)
    if bulk.failures.count:
        raise ProblemsFound(FAILED.fill(count=bulk.failures.count))


def _report(invocation: Invocation, bulk: Bulk, text: Label, *, dry_run: bool, json: bool) -> None:
    failures = shown(bulk.failures.stored())
    if json:
        numbers = {"count": bulk.changed, "failed": bulk.failures.count, "failures": failures}
        invocation.output.json(**numbers, operation=bulk.operation, dry_run=dry_run)
        return
    invocation.text(text.fill(records=bulk.wanted.record_type.resource.title, count=bulk.changed))
    for line in lines_of(failures):
        invocation.note(line)
    if dry_run:
        invocation.note(DRY_RUN_NOTE)
    elif bulk.changed:
        invocation.note(UNDO.fill(id=bulk.operation))
