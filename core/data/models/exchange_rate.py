"""Exchange rates, by the day from which they hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from core.contracts.base import Record, only_where
from core.contracts.fields import currency, day, decimal, text
from core.labels import translations

_ = translations("core")


class ExchangeRate(Record):
    """One unit of `currency` is `rate` units of `base_currency`, from `valid_from` until the next rate."""

    __tablename__ = "core_exchange_rate"

    base_currency: Mapped[str] = currency(_("Base currency"), required=True, aliases=("本位币", "本位幣"))
    currency: Mapped[str] = currency(_("Currency"), required=True, aliases=("货币", "貨幣"))
    rate: Mapped[Decimal] = decimal(_("Rate"), digits=18, places=8, required=True, aliases=("汇率", "匯率"))
    valid_from: Mapped[date] = day(
        _("Valid from"), required=True, sortable=True, aliases=("date", "生效日期", "日期")
    )
    source: Mapped[str | None] = text(_("Source"), max_length=100, aliases=("来源", "來源"))


Index(
    "uq_core_exchange_rate_day",
    ExchangeRate.currency,
    ExchangeRate.base_currency,
    ExchangeRate.valid_from,
    unique=True,
    **only_where(ExchangeRate.deleted_at.is_(None)),
)
