"""What is asked of records of messaging before they are saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.plugin_api import Change, FieldError, Work, translations
from plugins.messaging.services import consenting
from plugins.messaging.services.catalogue import brought, channels_of, purposes_of
from plugins.messaging.services.filling import NAME, problem_of

_ = translations("messaging")

NO_TEXTS = _("A template has a text in at least one language.")
TWICE = _("There is a text in {language} already.")
NOT_NAMES = _('Variables are named like {"name": "Name of the customer"}, with small letters, digits and _.')
NO_PURPOSE = _("There is no purpose {name}. There are: {names}.")
MOST_VARIABLES = 50

Verdicts = Mapping[int, Mapping[str, Any]]


def judge_consents(work: Work, changes: Sequence[Change]) -> Verdicts:
    """Purposes and channels exist; the moment is now if none is said."""
    return consenting.judge(work, changes, sorted(purposes_of(work)), sorted(channels_of(work)))


def judge_templates(work: Work, changes: Sequence[Change]) -> Verdicts:
    """Texts use only variables that there are."""
    plugins, purposes = brought(work), sorted(purposes_of(work))
    found: dict[int, Mapping[str, Any]] = {}
    for index, change in enumerate(changes):
        after = change.after or {}
        known = plugins.get(after["name"])
        own = after["variables"] or {}
        errors = dict(_problems(after, set(known.variables) if known else own, purposes))
        if errors:
            found[index] = {name: [error] for name, error in errors.items()}
    return found


def _problems(
    after: Mapping[str, Any], variables: Any, purposes: Sequence[str]
) -> Iterator[tuple[str, FieldError]]:
    if not _are_variables(after["variables"] or {}):
        yield "variables", FieldError("variables_invalid", NOT_NAMES, after["variables"])
        return
    if after["purpose"] and after["purpose"] not in purposes:
        said = NO_PURPOSE.fill(name=after["purpose"], names=", ".join(purposes))
        yield "purpose", FieldError("choice_unknown", said, after["purpose"])
    texts = after.get("texts") or ()
    if not texts:
        yield "texts", FieldError("required", NO_TEXTS)
    seen: set[str] = set()
    for position, line in enumerate(texts):
        if line["language"] in seen:
            said = TWICE.fill(language=line["language"])
            yield f"texts.{position}.language", FieldError("unique", said, line["language"])
        seen.add(line["language"])
        for name in ("subject", "body"):
            if problem := problem_of(line[name] or "", variables):
                yield f"texts.{position}.{name}", FieldError("template_invalid", problem, line[name])


def _are_variables(variables: Any) -> bool:
    return (
        isinstance(variables, Mapping)
        and len(variables) <= MOST_VARIABLES
        and all(NAME.fullmatch(name) and isinstance(title, str) for name, title in variables.items())
    )
