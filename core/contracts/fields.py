"""Field helpers: each declares a column and, in its `info`, all that any door needs to know of the field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from core.contracts.choices import TONES, ChoiceKind, ChoicesKind, CodeKind, MoneyKind
from core.contracts.kinds import (
    DayKind,
    DecimalKind,
    EmailKind,
    FlagKind,
    IntegerKind,
    JsonKind,
    Kind,
    LongTextKind,
    MomentKind,
    PhoneKind,
    ReferenceKind,
    TextKind,
    UrlKind,
)
from core.contracts.labelled import LabelledKind
from core.contracts.types import Identifier
from core.formats.countries import parse_country
from core.formats.currencies import parse_currency
from core.formats.languages import parse_language
from core.formats.texts import sort_key
from core.formats.time_zones import parse_time_zone
from core.labels import Label, translations

_ = translations("core")

Sensitive = Literal["", "phone", "email", "identity"]
SORT_KEY_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Companion:
    """A stored column that follows another one: never written by hand."""

    attribute: str
    annotation: Any
    column: MappedColumn[Any]


@dataclass(frozen=True, kw_only=True)
class Field:
    """All that is known of one field. `name`, `attribute` and `extension` are filled in by the registry.

    `extension` is the owner of the extension whose table has the column; empty for the record's own.

    `sensitive` puts the field into a group that a role must be allowed to see; `check` returns what is wrong
    with a value or None; `computed` makes the value from the record's other values, on every write. What is
    searched for with `tails` is found by its last four characters or more, too. `taken` is said of a
    unique value that another record has, instead of the general words.
    """

    kind: Kind
    label: Label
    name: str = ""
    attribute: str = ""
    extension: str = ""
    help: str = ""
    required: bool = False
    default: Any = None
    read_only: bool = False
    hidden: bool = False
    unique: bool = False
    taken: str = ""
    sortable: bool = False
    sort_key: bool = False
    search: bool = False
    tails: bool = False
    sensitive: Sensitive = ""
    aliases: tuple[str, ...] = ()
    unit_of_measure: str = ""
    check: Callable[[Any], str | None] | None = None
    computed: Callable[[Mapping[str, Any]], Any] | None = None

    def companions(self, attribute: str) -> Iterator[Companion]:
        """The columns that the class needs beside the field's own."""
        if self.sort_key:
            hidden = Field(
                kind=TextKind(SORT_KEY_LENGTH), label=self.label, hidden=True, read_only=True, sortable=True
            )
            yield Companion(f"{attribute}_key", Mapped[str | None], _column(hidden, nullable=True))
        if isinstance(self.kind, PhoneKind):
            checked = Field(
                kind=FlagKind(), label=_("{field}: checked").fill(field=self.label), read_only=True
            )
            yield Companion(f"{attribute}_checked", Mapped[bool | None], _column(checked, nullable=True))

    def sorted_by(self, column: str) -> bool:
        """Whether `column` itself needs the index (a field with a sort key is sorted by that)."""
        return self.sortable and not self.sort_key

    def settle(self, values: Mapping[str, Any], region: str | None) -> dict[str, Any]:
        """What follows from the whole record: the phone's form and mark, the sort key, a computed value."""
        value = values.get(self.name)
        if self.computed:
            return {self.name: self.computed(values)}
        if self.sort_key:
            return {f"{self.name}_key": None if value is None else sort_key(value)}
        if isinstance(self.kind, PhoneKind):
            number, checked = (None, None) if value is None else self.kind.check(value, region)
            return {self.name: number, f"{self.name}_checked": checked}
        return {}


def _column(field: Field, *, nullable: bool, **keywords: Any) -> MappedColumn[Any]:
    """A mapped column that carries its field."""
    return mapped_column(field.kind.column_type(), nullable=nullable, info={"field": field}, **keywords)


def _declare(kind: Kind, label: str, options: dict[str, Any], *arguments: Any) -> MappedColumn[Any]:
    """The column of a kind; `required` decides whether it may be NULL."""
    mark = label if isinstance(label, Label) else Label(label)
    field = Field(kind=kind, label=mark, **options)
    return mapped_column(
        field.kind.column_type(), *arguments, nullable=not field.required, info={"field": field}
    )


def text(label: str, *, max_length: int = 200, **options: Any) -> MappedColumn[Any]:
    """One line of text, at most `max_length` characters; `sort_key=True` sorts it by pinyin or letters."""
    return _declare(TextKind(max_length), label, options)


def long_text(label: str, **options: Any) -> MappedColumn[Any]:
    """Text of several lines."""
    return _declare(LongTextKind(), label, options)


def integer(
    label: str, *, minimum: int = -(2**63), maximum: int = 2**63 - 1, **options: Any
) -> MappedColumn[Any]:
    """A whole number from `minimum` to `maximum`."""
    return _declare(IntegerKind(minimum, maximum), label, options)


def decimal(label: str, *, digits: int = 18, places: int = 4, **options: Any) -> MappedColumn[Any]:
    """An exact decimal of at most 18 digits, `places` after the point; more are refused, never rounded."""
    return _declare(DecimalKind(digits, places), label, options)


def money(label: str, *, currency: str = "currency", **options: Any) -> MappedColumn[Any]:
    """An amount in the currency that the record's field `currency` names."""
    return _declare(MoneyKind(currency), label, options)


def flag(label: str, **options: Any) -> MappedColumn[Any]:
    """Yes or no; without a `default` it is no."""
    return _declare(FlagKind(), label, {"default": False, "required": True, **options})


def day(label: str, **options: Any) -> MappedColumn[Any]:
    """A calendar date."""
    return _declare(DayKind(), label, options)


def moment(label: str, **options: Any) -> MappedColumn[Any]:
    """A moment in time, kept in UTC."""
    return _declare(MomentKind(), label, options)


def choice(
    label: str,
    choices: Mapping[str, str] | str,
    *,
    tones: Mapping[str, str] | None = None,
    **options: Any,
) -> MappedColumn[Any]:
    """One of `choices` (code to label), or of a contribution named by a string, such as "activity_types".

    `tones` gives codes that mean good or bad their colour: `{"overdue": "red", "done": "green"}`. Raises
    ValueError for a colour or a code that there is not.
    """
    source, listed = (choices, {}) if isinstance(choices, str) else ("", choices)
    if unknown := {*(tones or {}).values()} - {*TONES} or {*(tones or {})} - {*listed}:
        raise ValueError(f"{', '.join(sorted(unknown))}: not among {', '.join((*TONES, *listed))}")
    return _declare(ChoiceKind(listed, source, tones or {}), label, options)


def choices(label: str, listed: Mapping[str, str], **options: Any) -> MappedColumn[Any]:
    """Several of `listed` (code to label)."""
    return _declare(ChoicesKind(listed), label, options)


def email(label: str, **options: Any) -> MappedColumn[Any]:
    """An e-mail address."""
    return _declare(EmailKind(), label, {"sensitive": "email", **options})


def phone(label: str, *, country: str = "country", **options: Any) -> MappedColumn[Any]:
    """A telephone number, read in the region of the record's field `country`; adds `<name>_checked`."""
    return _declare(PhoneKind(country=country), label, {"sensitive": "phone", **options})


def url(label: str, **options: Any) -> MappedColumn[Any]:
    """A web address."""
    return _declare(UrlKind(), label, options)


def country(label: str, **options: Any) -> MappedColumn[Any]:
    """A country: ISO 3166 code, or its name when writing."""
    return _declare(CodeKind("country", parse_country, 2), label, options)


def currency(label: str, **options: Any) -> MappedColumn[Any]:
    """A currency: ISO 4217 code."""
    return _declare(CodeKind("currency", parse_currency, 3), label, options)


def language(label: str, **options: Any) -> MappedColumn[Any]:
    """A language: BCP 47 tag."""
    return _declare(CodeKind("language", parse_language, 20), label, options)


def time_zone(label: str, **options: Any) -> MappedColumn[Any]:
    """A time zone of the IANA database."""
    return _declare(CodeKind("time_zone", parse_time_zone, 40), label, options)


def structure(label: str, **options: Any) -> MappedColumn[Any]:
    """A JSON object or list, for definitions that programs read."""
    return _declare(JsonKind(), label, options)


def labelled(label: str, *, structured: bool = False, **options: Any) -> MappedColumn[Any]:
    """What code says, in the reader's language: a label, or (`structured`) JSON with labels in it."""
    return _declare(LabelledKind(structured), label, {"read_only": True, **options})


def reference(
    target: type[Any] | str, label: str, *, on_delete: str = "refuse", tree: bool = False, **options: Any
) -> MappedColumn[Any]:
    """Another record: its class, or its table's name where the class is declared later."""
    table = target if isinstance(target, str) else target.__tablename__
    kind = ReferenceKind(table, on_delete, tree)
    return mapped_column(
        ForeignKey(f"{table}.id"),
        nullable=not options.get("required", False),
        index=True,
        info={
            "field": Field(kind=kind, label=label if isinstance(label, Label) else Label(label), **options)
        },
    )


def extends(target: type[Any] | str) -> MappedColumn[Any]:
    """The id of the record beside which an `Extra` stands: its primary key; it goes with that record."""
    table = target if isinstance(target, str) else target.__tablename__
    field = Field(kind=ReferenceKind(table, "follow"), label=_("Id"), hidden=True, read_only=True)
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return mapped_column(Identifier, key, primary_key=True, info={"field": field}, sort_order=-10)


def parent(target: type[Any] | str, label: str = "Parent") -> MappedColumn[Any]:
    """The record that a `Child` belongs to; not shown, it goes and comes with that record."""
    return reference(target, label, on_delete="follow", required=True, hidden=True, read_only=True)
