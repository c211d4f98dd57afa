"""Exchange rates as a resource."""

from __future__ import annotations

from core.builtin.exchange_rates import check_rate
from core.contracts.resources import Resource
from core.data.models import ExchangeRate
from core.labels import translations

_ = translations("core")

exchange_rates = Resource(
    ExchangeRate,
    name="exchange_rates",
    title=_("Exchange rates"),
    singular=_("Exchange rate"),
    label="currency",
    columns=("currency", "base_currency", "rate", "valid_from", "source"),
    filters=("currency", "base_currency", "valid_from"),
    sorts=("valid_from", "id"),
    default_sort="-valid_from",
    checks=(check_rate,),
    icon="coins",
    place="administration",
)
