"""A plugin for processes: jobs that hang, die, count and take their time, and a hook that kills."""

# /// guanxi-plugin
# title = "Works"
# version = "1.0"
# ///

import os
import re
import signal
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.plugin_api import Change, Job, JobRun, Work, hookimpl, records, translations

_ = translations("works")


@hookimpl(resource="customers")
def record_updated(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Kill the process at the Nth change of customers, once, if the file `dies` of the home says N."""
    file = Path(os.environ.get("GUANXI_HOME", ".")) / "dies"
    if not file.exists():
        return
    left = int(file.read_text(encoding="ascii")) - 1
    if left:
        file.write_text(str(left), encoding="ascii")
        return
    file.unlink()
    os.kill(os.getpid(), signal.SIGKILL)


@hookimpl
def jobs() -> Iterable[Job]:
    return [
        Job(name="works.effect", title=_("Make a task, once"), run=effect, seconds=20, attempts=100),
        Job(name="works.careless", title=_("Make a note, as often as it runs"), run=careless, attempts=100),
        Job(name="works.hang", title=_("Hang"), run=hang, seconds=0.3, attempts=1),
        Job(name="works.die", title=_("Kill its own process"), run=die, attempts=1),
        Job(name="works.wait", title=_("Wait for a file"), run=wait, seconds=300, attempts=100),
        Job(name="works.long", title=_("Say how far it is, for long"), run=long, seconds=20, attempts=100),
    ]


def effect(run: JobRun) -> None:
    """Two effects, each in a transaction of its own."""
    for step in ("first", "second"):
        with run.work() as work:
            if run.once(work, step):
                records.create(
                    work, "activities", [{"type": "task", "subject": f"{run.payload['n']} {step}"}]
                )
                time.sleep(run.payload.get("pause", 0))


def careless(run: JobRun) -> None:
    """The same effects without marks."""
    for step in ("first", "second"):
        with run.work() as work:
            records.create(work, "activities", [{"type": "task", "subject": f"{run.payload['n']} {step}"}])
        time.sleep(0.01)


def hang(run: JobRun) -> None:
    """Hold the interpreter's lock: nothing else of this process moves."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def die(run: JobRun) -> None:
    """Be killed half-way."""
    with run.work() as work:
        records.create(work, "activities", [{"type": "task", "subject": "never"}])
        os.kill(os.getpid(), signal.SIGKILL)


def wait(run: JobRun) -> str:
    """Until a file is there."""
    folder = Path(run.payload["folder"])
    (folder / "waiting").touch()
    while not (folder / "go").exists():
        time.sleep(0.01)
    return "waited"


def long(run: JobRun) -> None:
    """Until it is stopped."""
    for done in range(1_000_000):
        run.progress(done, 1_000_000, "of many")
        time.sleep(0.01)
