"""What happens every day, and what follows when much has changed: jobs, in parts, each in a transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.plugin_api import JobRun, Work, chunks
from plugins.care.services import computing, greeting, silence, subjects
from plugins.care.services.computing import CAUSE, recompute
from plugins.care.services.names import RECOMPUTE
from plugins.care.services.plans import Plans
from plugins.care.services.reminding import remind, waiting

PART = 2_000
"""Subjects worked out at once."""
WRITTEN_AT_ONCE = 500
"""Subjects written in one transaction: on SQLite others wait that long."""
MANY = 50_000
"""Subjects that one job works out; of more, the others are other jobs'."""
REMIND_PART = 1_000

T = TypeVar("T")


def refresh(run: JobRun) -> dict[str, int]:
    """Work out anew what time alone has changed, and what was marked."""
    assets = run.payload.get("assets")
    if assets:
        with run.work("owners") as work, work.unlimited(CAUSE) as everything:
            subjects.new_owners(everything, assets)
    return {"worked_out": _refresh(run)}


def _refresh(run: JobRun) -> int:
    done = 0
    while True:
        with run.work("refresh") as work, work.unlimited(CAUSE) as everything:
            ids = computing.due_now(everything, WRITTEN_AT_ONCE)
            recompute(everything, ids)
        if not ids:
            return done
        done += len(ids)
        run.progress(done, None, "refresh")


def recompute_all(run: JobRun) -> dict[str, int]:
    """Work out everything anew, such as after an update of the program.

    Others can write meanwhile: what is different is found without a lock, and written within one.
    Many are shared by jobs, for whichever processes have time.
    """
    done = 0
    last, end = _share(run)
    while True:
        with run.reading() as work, work.unlimited(CAUSE) as everything:
            ids = computing.between(everything, last, end, PART)
            if not ids:
                return {"worked_out": done}
            seen = computing.see(everything, ids)
        for part in chunks(seen.stale, WRITTEN_AT_ONCE):
            with run.work("recompute") as work:
                computing.put_right(work, seen, part)
        last, done = ids[-1], done + len(ids)
        run.progress(done, None, "recompute")


def _share(run: JobRun) -> tuple[int, int]:
    """After which id this job begins, and at which it ends."""
    if "end" in run.payload:
        return run.payload["after"], run.payload["end"]
    with run.work("share") as work, work.unlimited(CAUSE) as everything:
        first, end = computing.ends(everything)
        for after in range(first - 1 + MANY, end, MANY):
            payload = {"after": after, "end": min(after + MANY, end)}
            everything.enqueue(RECOMPUTE, payload, key=f"{RECOMPUTE}.{after}")
    return first - 1, min(first - 1 + MANY, end)


def daily(run: JobRun) -> dict[str, int]:
    """Work out what has turned, remind whose turn it is, make lists of greetings and tasks of silence."""
    return {
        "worked_out": _refresh(run),
        "reminded": _remind(run),
        "greetings": _greet(run),
        "tasks": sum(_in_parts(run, "silence", silence.make_tasks, name) for name in silence.CLASSES),
    }


def _greet(run: JobRun) -> int:
    with run.reading() as work:
        rounds = greeting.rounds(work)
    return sum(_in_parts(run, "greetings", greeting.propose, each) for each in rounds)


def _in_parts(
    run: JobRun, label: str, step: Callable[[Work, T, int], tuple[int, int | None]], about: T
) -> int:
    """Take a step after another, each in a transaction; answers how much they made."""
    done = 0
    last: int | None = 0
    while last is not None:
        with run.work(label) as work:
            made, last = step(work, about, last)
        done += made
    return done


def _remind(run: JobRun) -> int:
    done = 0
    while True:
        with run.work("remind") as work:
            ids = waiting(work, REMIND_PART)
            done += remind(work, ids, Plans()) if ids else 0
        if not ids:
            return done
        run.progress(done, None, "remind")
