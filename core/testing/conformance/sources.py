"""Rules about what the code imports and uses, read from its text; nothing is executed."""

from __future__ import annotations

from collections.abc import Iterator

from core.host.sources import within
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import FACADE, Source, Subject
from core.testing.one_path import second_paths

PROGRAM = frozenset(
    {"core", "cli", "plugins", "industry_packs", "migrations", "guanxi_home", "tests", "benchmarks", "tools"}
)
USE_PUBLIC = "Use {public}, and name {name} in requires (or after) of the manifest."


def python_can_be_read(subject: Subject) -> Iterator[Finding]:
    """Every Python file is valid Python in UTF-8."""
    for source in subject.sources:
        if source.tree is None:
            yield Finding(source.problem, "Mend the file.", subject.where(source.path, source.line))


def imports_only_the_facade(subject: Subject) -> Iterator[Finding]:
    """Of Guanxi it imports only core.plugin_api, itself, and `public` of plugins that its manifest names."""
    for source, module in subject.modules:
        for target in module.imports if source.parts[0] != "migrations" else ():
            if problem := _import_problem(subject, source, target.name):
                message, fix = problem
                yield Finding(
                    f"It imports {target.name}: {message}", fix, subject.where(source.path, target.line)
                )


def _import_problem(subject: Subject, source: Source, target: str) -> tuple[str, str] | None:
    """What is wrong with an import, and what to do."""
    if within(target, subject.found.package) or target == FACADE:
        return None
    if source.parts[0] == "tests" and within(target, "core.testing"):
        return None
    for other in subject.known.values():
        if other.name != subject.name and within(target, other.package):
            public = f"{other.package}.public"
            declared = other.name in (*subject.found.requires, *subject.found.after)
            if declared and within(target, public):
                return None
            return f"it belongs to the plugin {other.name}.", USE_PUBLIC.format(
                public=public, name=other.name
            )
    if target.partition(".")[0] in PROGRAM:
        return "it may change with every release.", f"Import what {FACADE} offers."
    return None


def no_second_paths(subject: Subject) -> Iterator[Finding]:
    """It goes around no guarded path: no spreadsheets, SQL, requests or output of its own, no clock but
    `work.now`.
    """
    modules = {module.name: source for source, module in subject.modules if source.runs}
    for module, use, rule in second_paths(module for source, module in subject.modules if source.runs):
        source = modules[module.name]
        yield Finding(
            f"It uses {use.name.removeprefix('*.')}, but {rule.risk}.",
            f"Use what {FACADE} offers for this.",
            subject.where(source.path, use.line),
        )


def migrations_stand_alone(subject: Subject) -> Iterator[Finding]:
    """Migrations import nothing of Guanxi and nothing of the plugin: they must run unchanged in years."""
    for source, module in subject.modules:
        for target in module.imports if source.parts[0] == "migrations" else ():
            first = target.name.partition(".")[0]
            if first in PROGRAM or within(target.name, subject.found.package):
                yield Finding(
                    f"A migration imports {target.name}, which will change while the migration may not.",
                    "Write down in the migration what it needs.",
                    subject.where(source.path, target.line),
                )


RULES = (imports_only_the_facade, no_second_paths, migrations_stand_alone)
