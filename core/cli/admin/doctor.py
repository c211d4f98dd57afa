"""`guanxi doctor`: what is wrong with the installation, and how to mend it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from core.builtin.doctor import MACHINE
from core.cli.admin.backup import require_machine
from core.cli.elements import Command, Option
from core.cli.errors import ProblemsFound
from core.cli.invocation import Invocation
from core.cli.resources.options import JSON
from core.contracts.doctor import Finding
from core.errors import ConfigurationError
from core.labels import translations
from core.services.doctor.running import Result, Step, failed, run, steps_of
from core.services.work import App

_ = translations("core")

SECONDS = 5.0
RESERVE = 0.5
"""Seconds that are kept for what is printed."""

# Worded so that no number needs a form of its own.
SUMMARY = _("Checks: {checks}. Problems: {problems}. Advice: {advice}.")
PROBLEMS = _("Problems found: {count}.")
STATES = {"ok": _("ok"), "problem": _("PROBLEM"), "advice": _("advice")}
CONFIGURATION, REACHABLE = _("Configuration"), _("Database that answers")
MEND = _("Mend them in this order, and run guanxi doctor again.")


def command() -> Command:
    """The command."""
    return Command(
        "doctor",
        _("Look for what is wrong with the installation, and say how to mend it."),
        look,
        (
            Option(["--all", "everything"], _("Show what is as it should be, too."), is_flag=True),
            Option(["--seconds"], _("How long it may take."), type=float, default=SECONDS, metavar="N"),
            JSON,
        ),
        ("guanxi doctor", "guanxi doctor --all", "guanxi doctor --json"),
    )


def look(invocation: Invocation, *, everything: bool, seconds: float, json: bool) -> None:
    """All checks; problems end with the exit code of problems."""
    require_machine(invocation)
    found = list(_results(invocation, seconds - RESERVE))
    counts = {state: sum(each.state == state for each in found) for state in ("problem", "advice")}
    if json:
        shown = [_plain(invocation, each) for each in found]
        invocation.output.json(checks=shown, problems=counts["problem"], advice=counts["advice"])
    else:
        _tell(invocation, [each for each in found if everything or each.finding])
        summary = SUMMARY.fill(checks=len(found), problems=counts["problem"], advice=counts["advice"])
        invocation.text(summary)
    if counts["problem"]:
        raise ProblemsFound(PROBLEMS.fill(count=counts["problem"]), fix=MEND)


def _results(invocation: Invocation, seconds: float) -> Iterator[Result]:
    """As many as can be had: settings that cannot be read, or a database that does not answer, end it."""
    began = time.monotonic()
    try:
        settings = invocation.settings
    except ConfigurationError as error:
        yield Result("core.configuration", CONFIGURATION, failed("core.configuration", error), 0.0)
        return
    machine = [Step(each.name, each.title, partial(each.look, settings)) for each in MACHINE]
    yield from run(machine, seconds)
    apps: list[App] = []
    reachable = Step("core.database", REACHABLE, partial(_reach, invocation, apps))
    yield from run([reachable], seconds - (time.monotonic() - began))
    if apps:
        yield from run(steps_of(apps[0]), seconds - (time.monotonic() - began))


def _reach(invocation: Invocation, apps: list[App]) -> Finding | None:
    """Make the application, which asks the database for its plugins, and keep it."""
    app = invocation.ready_app()
    with app.database.reading():
        apps.append(app)
    return None


def _tell(invocation: Invocation, found: list[Result]) -> None:
    for each in found:
        state = invocation.translate(STATES[each.state])
        text = each.finding.text if each.finding else each.title
        invocation.output.text(f"{state}  {each.name}  {invocation.translate(text)}")
        if each.finding:
            invocation.output.text(f"    {invocation.translate(each.finding.fix)}")


def _plain(invocation: Invocation, result: Result) -> dict[str, object]:
    finding = result.finding
    return {
        "name": result.name,
        "title": invocation.translate(result.title),
        "state": result.state,
        "text": invocation.translate(finding.text) if finding else "",
        "fix": invocation.translate(finding.fix) if finding else "",
        "seconds": round(result.seconds, 3),
    }
