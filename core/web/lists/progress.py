"""`/jobs/7`: how far a job is, and what came of it, by reason what could not be done; one undo for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.contracts.pages import ANYBODY_SIGNED_IN, Page, Redirect, Reply, Shown, Toast, Visit
from core.data.models.job import DEAD, DISCARDED, DONE, WAITING
from core.errors import NotFound
from core.http.requests import record_id
from core.labels import Label, translations
from core.services.jobs import managing
from core.services.undo import managing as undoing
from core.web.origin import local_address
from core.web.shell import address

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

ENDED = (DONE, DEAD, DISCARDED)
NUMBERS: Mapping[str, Label] = {
    "changed": _("Changed"),
    "created": _("Created"),
    "undone": _("Undone"),
    "kept": _("Kept as they are"),
    "failed": _("Not done"),
    "skipped": _("Left out"),
}
STATES: Mapping[str, Label] = {
    WAITING: _("It begins as soon as a worker is free."),
    managing.PARKED: _("It waits for a plugin that does not run."),
    DEAD: _("It failed."),
    DISCARDED: _("It was stopped."),
}
STOPPED = Toast(text=_("The job is stopped. What it has done stays done."))


def job_page(work: Work, visit: Visit) -> Reply:
    """The job as it is now; while it has not ended, a part of the page asks again and again."""
    job = managing.read_job(work, record_id(visit.path["id"]))
    back = local_address(visit.query.get("back", ""), "/")
    ended = job["state"] in ENDED
    result = job["result"] if isinstance(job["result"], dict) else {}
    operation = _operation(work, job)
    may_undo = bool(ended and operation and operation["can_undo"] and job["name"] != undoing.JOB)
    values = {
        "job": job,
        "title": visit.translate(job["title"]),
        "back": back,
        "ended": ended,
        "said": visit.translate(STATES[job["state"]]) if job["state"] in STATES else "",
        "numbers": [
            (visit.translate(label), result[name]) for name, label in NUMBERS.items() if name in result
        ],
        "reasons": reasons_of(work, job, operation or result),
        "undo": f"/undo/{operation['id']}" if operation and may_undo and operation["changed"] else "",
        "again": visit.address,
    }
    return Shown(template="list/job.html", values=values, block="progress")


def reasons_of(work: Work, job: Mapping[str, Any], told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Why records were left as they are: the reason, how many, and some of them."""
    name = (job["payload"] or {}).get("resource")
    record_type = work.registry.types.get(name) if isinstance(name, str) else None
    path = address(record_type) if record_type else ""
    key = "kept_reasons" if job["name"] == undoing.JOB else "failures"
    return [{**item, "path": path} for item in told.get(key) or () if isinstance(item, dict)]


def _operation(work: Work, job: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The operation that the job carries out or undoes, with its reasons in any language."""
    id = (job["payload"] or {}).get("operation")
    try:
        return undoing.read_operation(work, id) if isinstance(id, int) else None
    except NotFound:
        return None


def stop(work: Work, visit: Visit) -> Reply:
    """Stop the job."""
    id = record_id(visit.path["id"])
    managing.discard(work, id)
    return Redirect(to=f"/jobs/{id}", toast=STOPPED)


PAGES = (
    Page(path="/jobs/{id}", permission=ANYBODY_SIGNED_IN, run=job_page),
    Page(path="/jobs/{id}/stop", permission=ANYBODY_SIGNED_IN, run=stop, method="POST"),
)
