"""Rules about what a plugin says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from core.host.manifest import api_problem
from core.host.ordering import cannot_run
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

WANTED = ("summary", "license", "authors")


def manifest_can_be_read(subject: Subject) -> Iterator[Finding]:
    """The manifest is there, is TOML, has no unknown keys, and says the name of its folder or file."""
    if subject.found.problem:
        yield Finding(subject.found.problem, subject.found.fix, subject.where())


def manifest_is_complete(subject: Subject) -> Iterator[Finding]:
    """A folder or package says its `summary`, `license` and `authors`: admins know what they enable."""
    for key in WANTED if subject.is_folder else ():
        if not getattr(subject.manifest, key):
            yield Finding(f"The manifest does not say its {key}.", f"Add a line {key} = ...", subject.where())


def what_it_requires_is_there(subject: Subject) -> Iterator[Finding]:
    """Each plugin in `requires` is there and usable, and none of them comes back to this one."""
    for name in subject.found.requires:
        other = subject.known.get(name)
        if other is None or other.problem:
            why = f": {other.problem}" if other else ", which is not there"
            yield Finding(f"It requires the plugin {name}{why}.", f"Install {name}.", subject.where())
    closure = {item.name: item for item in (*subject.required, subject.found)}
    reason = cannot_run(closure, {}).get(subject.name)
    if reason and all(name in subject.known for name in subject.found.requires):
        yield Finding(*reason, subject.where())


def api_is_supported(subject: Subject) -> Iterator[Finding]:
    """The version of the plugin API in `api` works with the one of `--target`, if that is given."""
    problem = api_problem(subject.manifest, subject.target) if subject.target else None
    if problem:
        yield Finding(*problem, subject.where())


RULES = (manifest_is_complete, what_it_requires_is_there, api_is_supported)
