"""Totals of a field over everything that a query finds; amounts by currency, converted when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, select

from core.contracts.choices import MoneyKind
from core.contracts.fields import Field
from core.contracts.kinds import DecimalKind, IntegerKind
from core.errors import invalid
from core.formats.currencies import from_minor, parse_currency
from core.host.record_types import ANCHOR_FIELDS, SYSTEM_FIELDS, RecordType
from core.labels import message_of, translations
from core.services.filters import unknown_field
from core.services.lists.listing import BESIDE, criteria
from core.services.lists.query import Query
from core.services.lists.rates import convert, load_rates
from core.services.lists.sums import exact_sum

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

NO_CURRENCY = ""
# Numbers that name something.
OF_NO_AMOUNT = frozenset({*SYSTEM_FIELDS, *ANCHOR_FIELDS})


@dataclass(frozen=True, slots=True)
class Totals:
    """`sums` by currency (one sum under "" for a plain number); `total` in `currency` when asked for.

    `missing` names the currencies that have no rate to it; while there are any, there is no total.
    """

    sums: Mapping[str, Decimal]
    currency: str = NO_CURRENCY
    total: Decimal | None = None
    missing: tuple[str, ...] = ()


def summable(record_type: RecordType) -> list[str]:
    """The names of the numbers and amounts of a record type."""
    return [
        field.name
        for field in record_type.public
        if isinstance(field.kind, MoneyKind | DecimalKind | IntegerKind) and field.name not in OF_NO_AMOUNT
    ]


def totals(work: Work, resource: Any, field: str, query: Query, currency: str | None = None) -> Totals:
    """The exact sums of a field over all records that a query finds (its page plays no part).

    Amounts are converted with the rates that hold today. Raises Forbidden without the right to see any
    record, Invalid for a field that cannot be added up or a currency that does not exist.
    """
    query.check()
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("view"))
    summed = _field(work, record_type, field)
    found = criteria(work, record_type, query)
    if isinstance(summed.kind, MoneyKind):
        return _of_amounts(work, record_type, summed.kind, field, found, currency)
    statement = _beside(record_type, field, select(exact_sum(record_type.attribute(field))).where(*found))
    return Totals({NO_CURRENCY: Decimal(work.session.execute(statement).scalar_one())})


def _beside(record_type: RecordType, field: str, statement: Select[Any]) -> Select[Any]:
    """The statement about records; for a field of an extension about those that have a row of it."""
    holder, model = record_type.holder(field), record_type.model
    joined = statement.select_from(model)
    if holder is not model:
        joined = joined.join(holder, holder.id == model.id)
    return joined.execution_options(**BESIDE)


def _field(work: Work, record_type: RecordType, name: str) -> Field:
    """The field to add up, if the actor may read it."""
    rights = work.access.field_rights(work.actor, record_type)
    readable = {f.name: f for f in record_type.public if f.name in rights.readable}
    if name not in readable:
        raise unknown_field("field", name, readable)
    if name not in summable(record_type):
        raise invalid("field", "not_a_number", _("{field} cannot be added up.").fill(field=name))
    return readable[name]


def _of_amounts(
    work: Work,
    record_type: RecordType,
    kind: MoneyKind,
    field: str,
    found: list[ColumnElement[bool]],
    currency: str | None,
) -> Totals:
    amount, code = record_type.attribute(field), record_type.attribute(kind.currency)
    amounts = select(code, exact_sum(amount)).where(*found, amount.is_not(None)).group_by(code)
    statement = _beside(record_type, field, amounts)
    sums = {
        code: from_minor(total, code) for code, total in sorted(map(tuple, work.session.execute(statement)))
    }
    return _converted(work, sums, _parsed(currency)) if currency else Totals(sums)


def _parsed(currency: str) -> str:
    try:
        return parse_currency(currency)
    except ValueError as error:
        raise invalid("currency", "currency_invalid", _("{reason}").fill(reason=message_of(error))) from error


def _converted(work: Work, sums: Mapping[str, Decimal], target: str) -> Totals:
    rates = load_rates(work, {*sums, target}, work.now.date())
    missing = tuple(code for code in sums if rates.find(code, target) is None)
    return Totals(sums, target, convert(sums, target, rates), missing)
