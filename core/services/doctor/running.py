"""Run checks: each for itself and for a limited time, whatever it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from core.contracts import hookspecs
from core.contracts.doctor import Check, Finding
from core.errors import GuanxiError, PluginFault
from core.host.hooks import Hooks
from core.labels import Label, translations
from core.services.work import App

_ = translations("core")

FAILED = _("The check itself failed: {error}")
REPORT = _("Report this to the authors of {owner}.")
TOO_LONG = _("The check was not done after {seconds} seconds.")
LOOK_WHY = _("Look whether the database and the disks answer, then try again with --seconds 60.")
NO_TIME = _("There was no time left for it.")
MORE_TIME = _("Try again with --seconds 60.")

EACH = 2.5
"""Seconds that one check gets, as long as there are so many left."""


@dataclass(frozen=True, slots=True)
class Step:
    """A check that is ready to be called."""

    name: str
    title: Label
    call: Callable[[], Finding | None]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a check."""

    name: str
    title: Label
    finding: Finding | None
    seconds: float

    @property
    def state(self) -> str:
        """ "ok", "problem" or "advice"."""
        return self.finding.severity if self.finding else "ok"


def steps_of(app: App) -> Iterator[Step]:
    """The checks of core and of plugins, each in a transaction of its own that cannot write."""
    for owner, check in app.hooks.collect(hookspecs.doctor_checks):
        yield Step(check.name, check.title, partial(_look, app, owner, check))


def _look(app: App, owner: str, check: Check) -> Finding | None:
    with app.reading(app.system("doctor")) as work:
        return asked(app.hooks, owner, check, work)


def asked(hooks: Hooks, owner: str, check: Check, subject: object) -> Finding | None:
    """What it answers; a plugin's failure is counted as one. Raises PluginFault."""
    found: object = hooks.ask(owner, hookspecs.doctor_checks.__name__, check.look, subject)
    if found is None or isinstance(found, Finding):
        return found
    why = f"{check.name} answered {type(found).__name__} instead of a Finding"
    raise PluginFault(owner, hookspecs.doctor_checks.__name__, why=why)


def run(steps: Iterable[Step], seconds: float, now: Callable[[], float] = time.monotonic) -> Iterator[Result]:
    """Run all of them, for so many seconds altogether; those for which no time is left are named."""
    deadline = now() + seconds
    for step in steps:
        left = deadline - now()
        began = now()
        if left <= 0:
            finding: Finding | None = Finding(text=NO_TIME, fix=MORE_TIME, severity="advice")
        else:
            finding = _Run(step).result(min(left, max(EACH, seconds / 2)))
        yield Result(step.name, step.title, finding, now() - began)


@dataclass
class _Run:
    """One check in a thread, which is left alone if it hangs."""

    step: Step
    found: Finding | None = None
    error: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def result(self, seconds: float) -> Finding | None:
        threading.Thread(target=self._run, name=f"check {self.step.name}", daemon=True).start()
        if not self.done.wait(seconds):
            return Finding(text=TOO_LONG.fill(seconds=round(seconds, 1)), fix=LOOK_WHY)
        return failed(self.step.name, self.error) if self.error else self.found

    def _run(self) -> None:
        try:
            self.found = self.step.call()
        except Exception as error:  # noqa: BLE001 - shown as a problem of its own
            self.error = error
        finally:
            self.done.set()


def failed(name: str, error: Exception) -> Finding:
    """A check that raised is a problem of its own."""
    if isinstance(error, GuanxiError) and not isinstance(error, PluginFault):
        text = " ".join(part for part in (error.message, error.why) if part)
        return Finding(text=text, fix=error.fix or REPORT.fill(owner=name.partition(".")[0]))
    said = error.why if isinstance(error, PluginFault) and error.why else f"{type(error).__name__}: {error}"
    text = FAILED.fill(error=" ".join(said.split()))
    return Finding(text=text, fix=REPORT.fill(owner=name.partition(".")[0]))
