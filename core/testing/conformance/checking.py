"""Run the rules on a plugin, round after round: what one round finds may make the next one pointless."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from structlog.testing import capture_logs

from core.host.discovery import Found, Places
from core.testing.conformance import (
    commands,
    declarations,
    doors,
    hooks,
    importing,
    life,
    manifest,
    migrations,
    pages,
    shape,
    sources,
    tables,
    templates,
    translations,
)
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

Rule = Callable[[Subject], Iterable[Finding]]
BEYOND = (
    "No code of the plugin failed: it may be a limit of the kit. Tell its makers, with what it says here."
)


@dataclass(frozen=True, slots=True)
class Round:
    """Rules that are tried together; after a finding of a `gate` the later rounds make no sense."""

    rules: tuple[Rule, ...]
    gate: bool = False


ROUNDS = (
    Round((manifest.manifest_can_be_read,), gate=True),
    Round((*manifest.RULES, *shape.RULES)),
    Round((sources.python_can_be_read,), gate=True),
    Round(sources.RULES),
    Round((importing.modules_can_be_imported,), gate=True),
    Round((importing.import_does_nothing_else,)),
    Round((hooks.hooks_are_annotated,)),
    Round((hooks.hooks_are_known,), gate=True),
    Round((hooks.can_be_started,), gate=True),
    Round((*tables.RULES, *declarations.RULES, *translations.RULES, *commands.RULES, *templates.RULES)),
    Round((migrations.history_is_one_line, migrations.tables_can_be_made), gate=True),
    Round((*migrations.RULES, *doors.RULES, *pages.RULES, *life.RULES)),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; the names of the rules that were kept, and of those that could not be tried."""

    findings: tuple[Finding, ...]
    kept: tuple[str, ...]
    untried: tuple[str, ...]


def check(
    found: Found, places: Places, target: str = "", until: str = "", leave_out: Container[str] = ()
) -> Report:
    """Try all rules on a plugin; `target` is a version of the plugin API that it is to work with, too.

    `until` is the name of a rule after whose round it is enough, `leave_out` are names of rules.
    It imports the plugin's code in this process, and installs it in a home that is thrown away.
    """
    findings: list[Finding] = []
    kept: list[str] = []
    untried: list[str] = []
    stopped = False
    with capture_logs(), closing(Subject(found, places, target)) as subject:
        for part in ROUNDS:
            if stopped:
                untried += map(rule_name, part.rules)
                continue
            for rule in (rule for rule in part.rules if rule_name(rule) not in leave_out):
                new = list(_findings(rule, subject))
                findings += new
                kept += [] if new else [rule_name(rule)]
                stopped |= (part.gate and bool(new)) or rule_name(rule) == until
    return Report(tuple(findings), tuple(kept), tuple(untried))


def rule_name(rule: Rule) -> str:
    """What a rule is called in reports and in the docs."""
    return rule.__name__.replace("_", "-")


def _findings(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """What a rule finds; code of the plugin that fails meanwhile is a finding, too."""
    try:
        for finding in rule(subject):
            yield replace(finding, rule=rule_name(rule))
    except Exception as error:  # noqa: BLE001  # whatever the plugin raises
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith(str(subject.found.location))]
        last = (own or frames)[-1]
        yield Finding(
            f"It could not be tried: {type(error).__name__}: {error}",
            "Mend what fails there." if own else BEYOND,
            f"{last.filename}:{last.lineno}",
            rule_name(rule),
        )
