"""Messages are worded when they are sent: in the reader's language, with the values of their queueing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from core.plugin_api import Label, Work, translations
from plugins.messaging.services.asking import person_of
from plugins.messaging.services.catalogue import purposes_of, templates_of, text_for
from plugins.messaging.services.contract import Delivery, Template, Text
from plugins.messaging.services.filling import fill, one_line, written
from plugins.messaging.services.reaching import Found
from plugins.messaging.services.settings_of import Limits, limits_of

_ = translations("messaging")

GONE = _("The template is not there any more.")
NO_TEXT = _("The template has no text.")
NO_VALUE = _("The template has a variable {name}, for which there is no value.")
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Unfillable:
    """Why a message cannot be worded."""

    why: Label


def deliveries(
    work: Work, rows: Sequence[Any], found: Mapping[int, Found]
) -> Mapping[int, Delivery | Unfillable]:
    """Messages as their channels get them, by their ids in the log."""
    templates = templates_of(work, {row.template for row in rows})
    limits = limits_of(work)
    made = {row.id: _delivery(work, row, found[row.id], templates.get(row.template), limits) for row in rows}
    limited = {name for name, purpose in purposes_of(work).items() if not purpose.uncapped}
    return {id: _offering(item, limited) for id, item in made.items()}


def _offering(made: Delivery | Unfillable, limited: Collection[str]) -> Delivery | Unfillable:
    """Customers may decline what is limited; nobody declines his contract by a slip of the mouse."""
    if isinstance(made, Unfillable) or made.customer is None or made.purpose not in limited:
        return made
    return replace(made, declinable=True)


def _delivery(
    work: Work, row: Any, found: Found, template: Template | None, limits: Limits
) -> Delivery | Unfillable:
    if template is None or not template.texts:
        return Unfillable(NO_TEXT if template else GONE)
    profile = found.profile
    spoken = row.language or (profile.language if profile else None)
    language, text = text_for(template, spoken, limits.language)
    zone = ZoneInfo((profile.zone if profile else None) or limits.zone)
    try:
        subject, body = worded(text, row.filling or {}, language, zone)
    except KeyError as error:
        return Unfillable(NO_VALUE.fill(name=error.args[0]))
    return Delivery(
        key=row.key,
        person=person_of(row),
        address=found.address,
        name=one_line(profile.name if profile else ""),
        subject=subject,
        body=body,
        language=language,
        purpose=row.purpose,
        customer=row.customer_id,
        record=(row.about_resource, row.about) if row.about_resource else None,
        at=work.now,
    )


def worded(text: Text, values: Mapping[str, Any], language: str, zone: ZoneInfo) -> tuple[str, str]:
    """Subject and body, filled in. Raises KeyError for a variable without a value."""
    texts = {name: written(value, language, zone) for name, value in values.items()}
    return one_line(fill(text.subject, texts))[:LONGEST_SUBJECT], fill(text.body, texts).strip()
