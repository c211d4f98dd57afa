"""The job that undoes an operation for whoever asked for it."""

from __future__ import annotations

from typing import Any

from core.data.models.operation import UNDONE
from core.errors import Busy, GuanxiError, NotSignedIn
from core.services.jobs.giving_up import stop
from core.services.jobs.run import JobRun
from core.services.undo import managing
from core.services.undo.reasons import shown
from core.services.undo.undoing import Elsewhere


def run(run: JobRun) -> dict[str, Any]:
    """Undo it, or try to; what may not be undone any more says why, and has ended."""
    id, dry_run = run.payload["operation"], bool(run.payload.get("dry_run"))
    with run.reading() as work:
        row = managing.read_operation(work, id)
    if row["status"] == UNDONE and not dry_run:
        return {name: row[name] for name in ("undone", "kept", "kept_reasons")}

    def progress(done: int) -> None:
        run.progress(done, max(done, row["changed"]))

    try:
        undoing = managing.undoing(run.app, run.work, run.reading, id, dry_run=dry_run, progress=progress)
        undoing.go()
    except (Busy, NotSignedIn):
        raise
    except GuanxiError as error:
        if not isinstance(error, Elsewhere) and not dry_run:
            _stop(run, id)
        return {"ended": str(error)}
    kept = undoing.kept
    return {"undone": undoing.undone, "kept": kept.count, "kept_reasons": shown(kept.stored())}


def _stop(run: JobRun, id: int) -> None:
    """What cannot go on is not going on any more, so that others see it and may try again."""
    with run.work() as work, work.unlimited(work.cause) as everything:
        stop(everything.session, id, work.now)
