"""Currencies of amounts: who types an amount without one means the company's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core.contracts.choices import MoneyKind
from core.contracts.fields import Field
from core.services.settings import get
from core.web.forms.outline import Outline, Sheet

if TYPE_CHECKING:
    from core.services.work import Work

CURRENCY = "core.currency"


def company_currency(work: Work) -> str:
    """The currency of the company; empty where none is set."""
    return get(work, CURRENCY) or ""


def currency_shown(work: Work, outline: Outline, sheet: Sheet) -> str:
    """The currency of the company, if any amount of the form may have none of its own."""
    lines = (item for name in outline.children for item in outline.line_fields(name))
    fields = (*outline.fields.values(), *lines)
    said = [sheet.values.get(at) for item in fields if (at := _currency(item, ""))]
    return company_currency(work) if said and not all(said) else ""


def currencies_of(work: Work, outline: Outline, sheet: Sheet, values: Mapping[str, Any]) -> dict[str, str]:
    """The currency of each amount that names none, as far as it can be written."""
    needed = {
        name
        for name in _currencies(outline, values)
        if name in outline.fields and not sheet.values[name] and name not in values
    }
    currency = company_currency(work) if needed else ""
    return dict.fromkeys(needed, currency) if currency else {}


def _currencies(outline: Outline, values: Mapping[str, Any]) -> Iterator[str]:
    """The fields that say the currency of the amounts among these values."""
    for name, value in values.items():
        if name in outline.children:
            fields = outline.line_fields(name)
            yield from (
                at for item in fields for line in value if (at := _currency(item, line.get(item.name)))
            )
        elif at := _currency(outline.fields[name], value):
            yield at


def _currency(item: Field, value: Any) -> str:
    if value is None or not isinstance(item.kind, MoneyKind):
        return ""
    return f"{item.extension}.{item.kind.currency}" if item.extension else item.kind.currency
