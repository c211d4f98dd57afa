"""`guanxi plugin check NAME`: the conformance kit on the command line, for whoever writes a plugin."""

from __future__ import annotations

from dataclasses import asdict

from core.app import PROGRAM
from core.cli.elements import Argument, Command, Option
from core.cli.errors import ProblemsFound, UsageProblem
from core.cli.invocation import Invocation
from core.cli.resources.options import JSON
from core.errors import NotFound
from core.host.discovery import Places, find_all
from core.host.manifest import API, OFFERED_API
from core.labels import translations
from core.testing.conformance.checking import Report, check

_ = translations("core")

KEPT = _("{name}: {count} rules kept.")
UNTRIED = _("{count} more rules could not be tried before this is mended.")
FOUND = _("{count} rules of plugins are not kept.")
NO_PLUGIN = _("There is no plugin called {name}.")

NO_VERSION = _("{value} is no version of the plugin API.")
LIKE = _("Write one like {version}.").fill(version=OFFERED_API)


def run(invocation: Invocation, *, name: str, target: str, json: bool) -> None:
    """Try all rules; raises ProblemsFound if one is not kept."""
    places = Places(PROGRAM, invocation.settings.home / "plugins")
    if target and not API.fullmatch(target):
        raise UsageProblem(NO_VERSION.fill(value=target), fix=LIKE)
    found = find_all(places).get(name)  # beside the others: of some names there can be one only
    if found is None:
        raise NotFound(NO_PLUGIN.fill(name=name), fix=_("guanxi plugin list shows those that there are."))
    report = check(found, places, target)
    if json:
        findings = [asdict(finding) for finding in report.findings]
        invocation.output.json(plugin=name, findings=findings, kept=report.kept, untried=report.untried)
    else:
        _print(invocation, name, report)
    if report.findings:
        raise ProblemsFound(FOUND.fill(count=len({finding.rule for finding in report.findings})))


def _print(invocation: Invocation, name: str, report: Report) -> None:
    """One line for each finding: rule, where, what, fix."""
    for finding in report.findings:
        parts = (f"{finding.rule}: {finding.where}: {finding.message}", finding.fix)
        invocation.output.text(" ".join(part for part in parts if part))
    if report.untried:
        invocation.note(UNTRIED.fill(count=len(report.untried)))
    if not report.findings:
        invocation.text(KEPT.fill(name=name, count=len(report.kept)))


CHECK = Command(
    "check",
    _("Check whether a plugin keeps the rules; for those who write one."),
    run,
    (
        Argument("name", _("The name of the plugin.")),
        Option(
            ["--target"],
            _("A version of the plugin API that it must work with, too."),
            default="",
            metavar="VERSION",
        ),
        JSON,
    ),
    ("guanxi plugin check sales", "guanxi plugin check sales --json"),
)
