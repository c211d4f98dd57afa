"""Examples of requests, made from the declarations: what a record needs, and what people look at first."""

from __future__ import annotations

from typing import Any

from core.contracts.choices import ChoiceKind, ChoicesKind, CodeKind, MoneyKind, TagsKind
from core.contracts.fields import Field
from core.contracts.kinds import (
    DayKind,
    DecimalKind,
    EmailKind,
    FlagKind,
    IntegerKind,
    JsonKind,
    Kind,
    MomentKind,
    PhoneKind,
    ReferenceKind,
    UrlKind,
)
from core.host.record_types import RecordType

VALUES: tuple[tuple[type[Kind], Any], ...] = (
    (MoneyKind, "1234.50"),
    (DecimalKind, "1.5"),
    (FlagKind, True),
    (DayKind, "2026-11-21"),
    (MomentKind, "2026-11-21T14:30:00Z"),
    (ReferenceKind, 1),
    (EmailKind, "anna@example.com"),
    (PhoneKind, "+49 30 123456"),
    (UrlKind, "https://example.com"),
    (TagsKind, ["new"]),
    (JsonKind, {}),
)
CODES = {"country": "DE", "currency": "EUR", "language": "de", "time_zone": "Europe/Berlin"}


def record_example(record_type: RecordType) -> dict[str, Any]:
    """A record as it may be sent: what it needs and the first columns of its list, other records left out."""
    first = record_type.resource.columns[:4]
    shown = [
        field
        for field in record_type.writable
        if field.required or (field.name in first and not isinstance(field.kind, ReferenceKind))
    ]
    return {field.name: value_example(field) for field in shown}


def value_example(field: Field) -> Any:
    """A value of a field."""
    kind = field.kind
    if isinstance(kind, ChoicesKind):
        return list(kind.choices)[:1]
    if isinstance(kind, ChoiceKind):
        return next(iter(kind.choices), "")
    if isinstance(kind, CodeKind):
        return CODES[kind.name]
    if isinstance(kind, IntegerKind):
        return max(kind.minimum, 1)
    return next(
        (value for kinds, value in VALUES if isinstance(kind, kinds)),
        str(field.label).casefold().replace(" ", "-"),
    )
