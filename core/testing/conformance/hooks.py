"""Rules about the hooks that a plugin implements."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from core.contracts import hookspecs
from core.errors import PluginFault
from core.host.implementations import Implementation, check, check_marks, implementations
from core.host.results import readable
from core.host.specifications import CORE, Specification, read_specs
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

MEND = "Mend what fails there."


def specs() -> Mapping[str, Specification]:
    """Every hook of core, by name."""
    return read_specs(CORE, vars(hookspecs).values())


def hooks_are_known(subject: Subject) -> Iterator[Finding]:
    """Every implementation is of a hook that there is, takes only what this hook passes, and is marked."""
    known = specs()
    for item in _implementations(subject):
        try:
            check(item, known)
        except PluginFault as fault:
            yield Finding(fault.why, fault.fix, subject.where_of(item.function))
    try:
        check_marks(subject.name, subject.module, dict(known))
    except PluginFault as fault:
        yield Finding(fault.why, fault.fix, subject.where(subject.code_path))


def hooks_are_annotated(subject: Subject) -> Iterator[Finding]:
    """In a folder or package, arguments and results of hooks are annotated as the hook declares them."""
    known = specs()
    for item in _implementations(subject) if subject.is_folder else ():
        if item.name in known:
            yield from _annotations(subject, item, _hints(known[item.name].function))


def can_be_started(subject: Subject) -> Iterator[Finding]:
    """It starts together with what it requires: hooks answer what they declare, nothing is taken already."""
    for item in subject.assembly.plugins.stopped.values():
        yield Finding(str(item.reason), item.fix or MEND, subject.where(subject.code_path))


def _implementations(subject: Subject) -> Iterator[Implementation]:
    """Those of core's hooks."""
    found = implementations(subject.name, subject.module)
    return (item for item in found if item.of in ("", CORE))


def _annotations(subject: Subject, item: Implementation, wanted: Mapping[str, Any]) -> Iterator[Finding]:
    """What is not annotated, or otherwise than the hook declares."""
    given, where = _hints(item.function), subject.where_of(item.function)
    for name in (*item.parameters, "return"):
        expected = readable(wanted.get(name, Any))
        if name not in item.function.__annotations__:
            yield Finding(f"{item.name} does not annotate {name}.", f"Write {expected}.", where)
        elif name in given and name in wanted and not _fits(given[name], wanted[name]):
            said = readable(given[name])
            yield Finding(f"{item.name} annotates {name} as {said}.", f"The hook declares {expected}.", where)


def _hints(function: Callable[..., Any]) -> Mapping[str, Any]:
    """The annotations; nothing where a name exists for type checkers only."""
    try:
        return get_type_hints(inspect.unwrap(function))
    except NameError:
        return {}


def _fits(given: Any, wanted: Any) -> bool:
    """Whether an annotation is the declared one or, for results, says the same of what is in it."""
    one_of = get_args(wanted) if get_origin(wanted) in (Union, UnionType) else ()
    if given in (wanted, Any, *one_of) or readable(given) == readable(wanted):
        return True
    return set(get_args(given)) - {Ellipsis} == set(get_args(wanted)) != set()
