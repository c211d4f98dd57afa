"""What happens every day, and what follows when much has changed: jobs, in parts, each in a transaction."""

from __future__ import annotations

from core.plugin_api import JobRun, chunks
from plugins.care.services import computing, greeting, silence, subjects
from plugins.care.services.computing import CAUSE, recompute
from plugins.care.services.names import RECOMPUTE
from plugins.care.services.plans import Plans
from plugins.care.services.reminding import remind, waiting

PART = 2_000
"""Subjects worked out at once."""
WRITTEN_AT_ONCE = 250
"""Subjects written in one transaction: on SQLite others wait that long."""
MANY = 20_000
"""Subjects that are worked out by two jobs."""
REMIND_PART = 1_000


def refresh(run: JobRun) -> dict[str, int]:
    """Work out anew what time alone has changed, and what was marked."""
    assets = run.payload.get("assets")
    if assets:
        with run.work("owners") as work, work.unlimited(CAUSE) as everything:
            subjects.new_owners(everything, assets)
    return {"worked_out": _refresh(run)}


def _refresh(run: JobRun) -> int:
    plans, done = Plans(), 0
    while True:
        with run.work("refresh") as work, work.unlimited(CAUSE) as everything:
            ids = computing.due_now(everything, WRITTEN_AT_ONCE)
            recompute(everything, ids, plans)
        if not ids:
            return done
        done += len(ids)
        run.progress(done, None, "refresh")


def recompute_all(run: JobRun) -> dict[str, int]:
    """Work out everything anew, such as after an update of the program.

    Others can write meanwhile: reading finds what is different, and only that is worked out within a lock.
    Half of many is another job's, for whichever process has time.
    """
    plans, done = Plans(), 0
    last, end = _share(run)
    while True:
        with run.reading() as work, work.unlimited(CAUSE) as everything:
            ids = computing.between(everything, last, end, PART)
            stale = computing.outdated(everything, ids, plans)
        if not ids:
            return {"worked_out": done}
        for part in chunks(stale, WRITTEN_AT_ONCE):
            with run.work("recompute") as work:
                recompute(work, part, plans)
        last, done = ids[-1], done + len(ids)
        run.progress(done, None, "recompute")


def _share(run: JobRun) -> tuple[int, int]:
    """After which id this job begins, and at which it ends."""
    if "end" in run.payload:
        return run.payload["after"], run.payload["end"]
    with run.work("share") as work, work.unlimited(CAUSE) as everything:
        first, end = computing.ends(everything)
        if end - first < MANY:
            return first - 1, end
        middle = (first + end) // 2
        everything.enqueue(RECOMPUTE, {"after": middle, "end": end}, key=f"{RECOMPUTE}.rest")
    return first - 1, middle


def daily(run: JobRun) -> dict[str, int]:
    """Work out what has turned, remind whose turn it is, make lists of greetings and tasks of silence."""
    worked_out, reminded = _refresh(run), _remind(run)
    with run.work("greetings") as work:
        greetings = greeting.propose(work)
    with run.work("silence") as work:
        tasks = silence.make_tasks(work)
    return {"worked_out": worked_out, "reminded": reminded, "greetings": greetings, "tasks": tasks}


def _remind(run: JobRun) -> int:
    plans, done = Plans(), 0
    while True:
        with run.work("remind") as work:
            ids = waiting(work, REMIND_PART)
            done += remind(work, ids, plans) if ids else 0
        if not ids:
            return done
        run.progress(done, None, "remind")
