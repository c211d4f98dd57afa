"""One attempt: the job's function is called, and whatever happens becomes an outcome."""

from __future__ import annotations

import json
import traceback
from typing import Any

import structlog

from core.contracts.jobs import JobStopped
from core.errors import GuanxiError, NotSignedIn, Outdated
from core.formats.plain_json import plain
from core.labels import translations
from core.services.jobs.finishing import Outcome
from core.services.jobs.run import JobRun

_ = translations("core")

LARGEST_RESULT = 2**20
"""Characters of JSON."""

NO_RESULT = _("It is done, but what it returned was not kept: {reason}.")
TOO_LARGE = _("it is too large")

log = structlog.get_logger("guanxi.jobs")


def carry_out(run: JobRun) -> Outcome:
    """Call the job's function. Nothing but the end of the process comes out of it."""
    try:
        run.payload  # noqa: B018  # read here, for it may be spoilt
        returned = run.claimed.job.run(run)
    except (JobStopped, Outdated):
        return Outcome("released")
    except NotSignedIn as error:
        return Outcome("hopeless", error=str(error))
    except (Exception, SystemExit) as error:  # it is kept with the job, and logged
        log.error("job failed", job=run.claimed.job.name, id=run.id, attempt=run.attempt, exc_info=error)
        return Outcome("failed", error=_said(run, error))
    return _done(returned)


def _done(returned: Any) -> Outcome:
    """What it returned as its result; that this cannot be kept is no reason to do it all again."""
    try:
        text = json.dumps(returned, ensure_ascii=False, allow_nan=False, default=plain)
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        return Outcome("done", error=NO_RESULT.fill(reason=error))
    if len(text) > LARGEST_RESULT:
        return Outcome("done", error=NO_RESULT.fill(reason=TOO_LARGE))
    return Outcome("done", result=json.loads(text))


def _said(run: JobRun, error: BaseException) -> str:
    """An error for the people who read the list of jobs: what, where, in which step."""
    if isinstance(error, GuanxiError):
        said = str(error)
    else:
        last = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__}: {error} ({last.filename}, line {last.lineno})"
    return f"{run.step}: {said}" if run.step else said
