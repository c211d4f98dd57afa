"""Values as people read them: translated choices, names of references, moments in their zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from core.cli.invocation import Invocation
from core.cli.tables import Table
from core.contracts.choices import ChoiceKind, MoneyKind
from core.contracts.fields import Field
from core.contracts.kinds import DecimalKind, FlagKind, IntegerKind, JsonKind, MomentKind, ReferenceKind
from core.contracts.labelled import LabelledKind
from core.formats.plain_json import translated
from core.host.record_types import ChildType, RecordType
from core.labels import Translator, translations

_ = translations("core")

YES, NO = _("yes"), _("no")
NUMBERS = (IntegerKind, DecimalKind, MoneyKind)


@dataclass(frozen=True)
class Cells:
    """Writes values for one reader."""

    translate: Translator
    zone: ZoneInfo

    @classmethod
    def of(cls, invocation: Invocation) -> Cells:
        """Those of whoever uses the command line."""
        return cls(invocation.translate, ZoneInfo(invocation.actor.time_zone))

    def text(self, field: Field, value: Any, names: Mapping[str, Any] | None = None) -> str:
        """One value; `names` holds the records that references point at, by field."""
        if value is None:
            return ""
        kind = field.kind
        if isinstance(kind, ReferenceKind):
            found = (names or {}).get(field.name) or {}
            return str(found.get("name") or value)
        if isinstance(kind, FlagKind) and isinstance(value, bool):
            return self.translate(YES if value else NO)
        if isinstance(kind, MomentKind) and not isinstance(value, str):
            return format(value.astimezone(self.zone), "%Y-%m-%d %H:%M")
        if isinstance(kind, ChoiceKind):
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(self.translate(kind.choices.get(item, item)) for item in chosen)
        if isinstance(value, str) and not isinstance(kind, JsonKind):
            return value  # also what stands for a masked value
        return kind.text(translated(value, self.translate) if isinstance(kind, LabelledKind) else value)

    def heading(self, field: Field) -> str:
        """The field's name for people."""
        return self.translate(field.label)

    def table(self, fields: Sequence[Field]) -> Table:
        """A table of these fields."""
        numbers = (
            n for n, field in enumerate(fields) if isinstance(field.kind, NUMBERS) and field.name != "id"
        )
        return Table([self.heading(field) for field in fields], frozenset(numbers))


def reference_names(record_type: RecordType, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the fields that refer to other records."""
    wanted = set(names)
    return tuple(field.name for field in record_type.references if field.name in wanted and field.attribute)


def fields_of(holder: RecordType | ChildType, names: Sequence[str]) -> list[Field]:
    """The fields of these names; children have none."""
    return [holder.fields[name] for name in names if name in holder.fields]
