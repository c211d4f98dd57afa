"""Jobs: see how far they are, run them again, discard them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from core.api.endpoints_general import GENERAL
from core.api.openapi.names import ref
from core.api.operations import ROOT, SIGNED_IN, Call, Operation, Parameter
from core.api.parameters import AFTER, IDEMPOTENCY_KEY, LIMIT
from core.api.responses import Answer
from core.data.models.job import STATES
from core.formats.plain_json import encode
from core.http.query import cursor_id, limit_of, parameters
from core.http.requests import record_id
from core.services.jobs import managing
from core.services.work import Work

JOBS, JOB = f"{ROOT}/jobs", f"{ROOT}/jobs/{{id}}"
OWN = "Everybody has his own; those of others need `core.jobs.view`, to change them `core.jobs.manage`."
RUNNING = "One that runs is stopped when it next says how far it is."


def operations() -> Iterator[Operation]:
    """Reading and changing."""
    shared: dict[str, Any] = {"tag": GENERAL, "permission": SIGNED_IN}
    yield Operation(
        method="GET",
        path=JOBS,
        name="jobs_list",
        summary="List jobs, newest first",
        description=OWN,
        run=list_page,
        parameters=(
            Parameter(
                name="state",
                schema={"type": "string", "enum": [*STATES, managing.PARKED]},
                description="Only jobs in this state.",
            ),
            Parameter(name="name", schema={"type": "string"}, description="Only jobs of this name."),
            LIMIT,
            AFTER,
        ),
        answer=ref("Jobs"),
        **shared,
    )
    shared["answer"] = ref("Job")
    yield Operation(method="GET", path=JOB, name="jobs_read", summary="Read a job", run=read, **shared)
    yield Operation(
        method="POST",
        path=f"{JOB}/retry",
        name="jobs_retry",
        summary="Run a job again that is dead or discarded, or now if it waits",
        run=partial(_change, managing.retry),
        parameters=(IDEMPOTENCY_KEY,),
        **shared,
    )
    yield Operation(
        method="POST",
        path=f"{JOB}/discard",
        name="jobs_discard",
        summary="Discard a job that waits, runs or is dead",
        description=RUNNING,
        run=partial(_change, managing.discard),
        parameters=(IDEMPOTENCY_KEY,),
        **shared,
    )


def list_page(work: Work, call: Call) -> Answer:
    """A page of jobs."""
    found = parameters(call.query, ("state", "name", "limit", "after"))
    query = managing.JobsQuery(
        state=found.get("state"), name=found.get("name"), limit=limit_of(found), before_id=cursor_id(found)
    )
    page = managing.list_jobs(work, query)
    following = None if page.next is None else str(page.next)
    return Answer(encode({"data": page.rows, "next": following}))


def read(work: Work, call: Call) -> Answer:
    """One job."""
    parameters(call.query, ())
    return Answer(encode(managing.read_job(work, record_id(call.path["id"]))))


def _change(change: Callable[[Work, int], dict[str, Any]], work: Work, call: Call) -> Answer:
    """Change one, and answer how it is now."""
    parameters(call.query, ())
    return Answer(encode(change(work, record_id(call.path["id"]))))
