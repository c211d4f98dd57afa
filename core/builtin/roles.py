"""Rules of roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.builtin import administrators
from core.builtin.findings import doubles
from core.builtin.granting import not_held, unknown_permission
from core.contracts.changes import Change
from core.contracts.resources import Values
from core.errors import FieldError, FieldErrors
from core.labels import translations
from core.services import rights_generation
from core.services.work import Work

_ = translations("core")


def check_grants(values: Values) -> Mapping[str, FieldError]:
    """No permission stands twice in a role."""
    return doubles(values, "grants", "permission")


def judge(work: Work, changes: Sequence[Change]) -> Mapping[int, FieldErrors]:
    """Refuse unknown permissions and those that the actor does not hold himself."""
    found = {index: dict(_errors(work, change)) for index, change in enumerate(changes)}
    return {index: errors for index, errors in found.items() if errors}


def _errors(work: Work, change: Change) -> Iterator[tuple[str, tuple[FieldError, ...]]]:
    before = {_pair(line) for line in (change.before or {}).get("grants", ())}
    for number, line in enumerate((change.after or {}).get("grants", ())):
        if _pair(line) in before:
            continue
        unknown = unknown_permission(work.registry, line["permission"])
        errors = (unknown,) if unknown else tuple(not_held(work.actor, [_pair(line)]))
        if errors:
            yield f"grants.{number}.permission", errors


def _pair(line: Values) -> tuple[str, str]:
    return line["permission"], line["reach"]


def after_update(work: Work, changes: Sequence[Change]) -> None:
    """After a change: everybody's rights are read anew, and there still is an administrator."""
    rights_generation.grow(work.session)
    administrators.keep_one_role(work, changes)
