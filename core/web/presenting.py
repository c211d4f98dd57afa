"""How values look to people: in their language, their time zone, their forms of dates and amounts.

One `Presenter` shows everything of a page; `html_of` answers the function for a field once, so that a list
calls it for each row without asking what kind of field it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup

from core.contracts.choices import TONES, ChoiceKind, ChoicesKind, CodeKind, MoneyKind, TagsKind
from core.contracts.fields import Field
from core.contracts.kinds import (
    DayKind,
    DecimalKind,
    EmailKind,
    FlagKind,
    IntegerKind,
    Kind,
    LongTextKind,
    MomentKind,
    PhoneKind,
    ReferenceKind,
    UrlKind,
)
from core.formats.phones import display_phone
from core.labels import Label, Translator

Row = Mapping[str, Any]
Html = Callable[[Any, Row], str]
"""From a value and its row to HTML that is safe to show."""

DATES_KEPT = NUMBERS_KEPT = CODES_KEPT = 4_000


@lru_cache(DATES_KEPT)
def day_text(value: date, locale: str) -> str:
    """A day in the form of a language; formatting one takes 20 times as long as finding it again."""
    return format_date(value, "medium", Locale.parse(locale))


@lru_cache(DATES_KEPT)
def time_text(hour: int, minute: int, locale: str) -> str:
    """A time of the day."""
    return format_time(datetime(2000, 1, 1, hour, minute), "short", locale=Locale.parse(locale))  # noqa: DTZ001


@lru_cache(NUMBERS_KEPT)
def number_text(value: str, locale: str) -> str:
    """A number, as its digits say it, with the separators of a language; all its places are kept."""
    return format_decimal(Decimal(value), locale=Locale.parse(locale), decimal_quantization=False)


@dataclass(frozen=True)
class Presenter:
    """Shows values to one reader at one moment; `addresses` maps a table to where its records are."""

    locale: str
    time_zone: str
    country: str
    now: datetime
    translate: Translator
    addresses: Mapping[str, str]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def today(self) -> date:
        """The reader's date."""
        return self.now.astimezone(self.zone).date()

    def day(self, value: date) -> str:
        """A date."""
        return day_text(value, self.locale)

    def moment(self, value: datetime) -> str:
        """A moment: today's with its time only, others with date and time."""
        local = value.astimezone(self.zone)
        clock = time_text(local.hour, local.minute, self.locale)
        return clock if local.date() == self.today else f"{self.day(local.date())} {clock}"

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency."""
        return format_currency(amount, currency, locale=Locale.parse(self.locale))

    def sums(self, sums: Mapping[str, Decimal]) -> str:
        """Sums by currency, one after another."""
        return " + ".join(self.money(amount, currency) for currency, amount in sums.items())

    def number(self, value: Decimal | int) -> str:
        """A number with its separators, all its places kept."""
        return number_text(str(value), self.locale)

    def clock(self, value: datetime) -> str:
        """The time of the day of a local moment."""
        return time_text(value.hour, value.minute, self.locale)

    def weekday(self, value: date) -> str:
        """The name of a day of the week."""
        return format_date(value, "ccc", Locale.parse(self.locale))

    def span(self, length: str, day: date, start: date, end: date) -> str:
        """Some days: a month by its name, others by their first and last."""
        if length == "month":
            return format_skeleton("yMMMM", day, locale=Locale.parse(self.locale))
        last = end - timedelta(days=1)
        return self.day(start) if start == last else f"{self.day(start)} – {self.day(last)}"

    def is_past(self, value: date | datetime | None) -> bool:
        """Whether a day or moment is over."""
        if isinstance(value, datetime):
            return value < self.now
        return value is not None and value < self.today

    def text(self, field: Field, value: Any, row: Row) -> str:
        """A value as plain text: for titles, options and exports that people read."""
        return self.value(field, value, row).striptags()

    def value(self, field: Field, value: Any, row: Row) -> Markup:
        """A value as HTML; nothing of an empty one."""
        return Markup("") if value in (None, "", []) else Markup(self.html_of(field)(value, row))  # noqa: S704

    def plain(self, value: Any) -> Any:
        """A value of no field, by its type: days, moments and numbers in their form, labels translated."""
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return self.number(value)
        return self.translate(value) if isinstance(value, Label) else value

    def row(self, row: Any) -> Mapping[str, Any]:
        """A row of a plain table (see `ui.table`) with its cells as people read them."""
        cells, href = (row["cells"], row.get("href", "")) if isinstance(row, Mapping) else (row, "")
        return {"cells": [self.plain(cell) for cell in cells], "href": href}

    def html_of(self, field: Field) -> Html:
        """What shows the values of a field; they are not empty."""
        for kind, make in MAKERS.items():
            if isinstance(field.kind, kind):
                return make(self, field)
        return lambda value, _row: escape(field.kind.text(value))


def _choice(show: Presenter, field: Field) -> Html:
    """A badge in the colour of the choice."""
    kind = field.kind
    assert isinstance(kind, ChoiceKind)  # noqa: S101  # MAKERS
    badges = {code: _badge(show.translate(label), kind.tone(code)) for code, label in kind.choices.items()}
    return lambda value, _row: badges.get(value) or _badge(str(value), "gray")


def _badge(text: str, tone: str) -> str:
    return f'<span class="badge tone-{tone}">{escape(text)}</span>'


def _choices(show: Presenter, field: Field) -> Html:
    one = _choice(show, field)
    return lambda value, row: " ".join(one(item, row) for item in value)


def _tags(show: Presenter, field: Field) -> Html:
    return lambda value, _row: " ".join(
        _badge(word, TONES[sum(word.encode()) % len(TONES)]) for word in value
    )


def _flag(show: Presenter, field: Field) -> Html:
    yes = f'<svg class="icon" role="img" aria-label="{escape(show.translate(field.label))}">'
    yes += '<use href="/static/vendor/lucide/icons.svg#check"/></svg>'
    return lambda value, _row: yes if value else ""


def _day(show: Presenter, field: Field) -> Html:
    return lambda value, _row: f'<time datetime="{value}">{show.day(value)}</time>'


def _moment(show: Presenter, field: Field) -> Html:
    return lambda value, _row: f'<time datetime="{value.isoformat()}">{show.moment(value)}</time>'


def _money(show: Presenter, field: Field) -> Html:
    kind = field.kind
    assert isinstance(kind, MoneyKind)  # noqa: S101  # MAKERS
    return lambda value, row: escape(show.money(value, row.get(kind.currency) or "XXX"))


def _number(show: Presenter, field: Field) -> Html:
    unit = f" {escape(field.unit_of_measure)}" if field.unit_of_measure else ""
    return lambda value, _row: f"{escape(show.number(value))}{unit}"


def _phone(show: Presenter, field: Field) -> Html:
    def html(value: Any, _row: Row) -> str:
        if not value.startswith("+"):
            return escape(value)
        return f'<a href="tel:{escape(value)}">{escape(display_phone(value, show.country or None))}</a>'

    return html


def _email(show: Presenter, field: Field) -> Html:
    return lambda value, _row: f'<a href="mailto:{escape(value)}">{escape(value)}</a>'


def _url(show: Presenter, field: Field) -> Html:
    return lambda value, _row: (
        f'<a href="{escape(value)}" rel="noreferrer" target="_blank">{escape(value)}</a>'
    )


def _long_text(show: Presenter, field: Field) -> Html:
    return lambda value, _row: f'<span class="lines">{escape(value)}</span>'


def _reference(show: Presenter, field: Field) -> Html:
    """A link with the name that the row brought along; a record that the reader may not see is a number."""
    kind = field.kind
    assert isinstance(kind, ReferenceKind)  # noqa: S101  # MAKERS
    address = show.addresses.get(kind.table, "")

    def html(value: Any, row: Row) -> str:
        found = row.get("included", {}).get(field.name)
        if not found:
            return f"#{value}"
        name = escape(str(found["name"]))
        return f'<a href="{address}/{value}">{name}</a>' if address else str(name)

    return html


def _code(show: Presenter, field: Field) -> Html:
    """A country, currency or language by its name in the reader's language."""
    kind, locale = field.kind.name, show.locale
    return lambda value, _row: code_html(kind, value, locale)


@lru_cache(CODES_KEPT)
def code_html(kind: str, code: str, locale: str) -> str:
    """What a code is called, as HTML."""
    known = Locale.parse(locale)
    names: Mapping[str, Mapping[str, str]] = {"country": known.territories, "language": known.languages}
    return escape(names.get(kind, {}).get(code.replace("-", "_"), code))


MAKERS: Mapping[type[Kind], Callable[[Presenter, Field], Html]] = {
    ChoicesKind: _choices,
    ChoiceKind: _choice,
    TagsKind: _tags,
    FlagKind: _flag,
    DayKind: _day,
    MomentKind: _moment,
    MoneyKind: _money,
    DecimalKind: _number,
    IntegerKind: _number,
    PhoneKind: _phone,
    EmailKind: _email,
    UrlKind: _url,
    LongTextKind: _long_text,
    ReferenceKind: _reference,
    CodeKind: _code,
}
