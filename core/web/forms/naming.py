"""References in forms: the names of what they point at, and what somebody means who typed a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.contracts.choices import CodeKind
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.errors import FieldError, FieldErrors
from core.host.record_types import RecordType
from core.http.requests import whole_number
from core.labels import translations
from core.services import lists
from core.services.filters import referred
from core.services.lists.including import names_of
from core.web.forms.outline import MARK, Outline, Raw, Sheet

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

MOST = 500
LONGEST = 200
SEVERAL = _("Several are called so. Choose one: {choices}")

Place = tuple[Field, Raw, str]
"""A field, the texts among which it stands, and its path in the form."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the references of a form are called, by table and id."""

    known: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def of(self, item: Field, text: str) -> str:
        """What stands in the field of a reference: the name of what an id means, or what was typed."""
        id = id_of(text)
        if id is None or not isinstance(item.kind, ReferenceKind):
            return text
        return self.known.get(item.kind.table, {}).get(id) or text


def id_of(text: str) -> int | None:
    """The id that a marked text stands for."""
    return whole_number(text.removeprefix(MARK)) if text.startswith(MARK) else None


def names_in(work: Work, outline: Outline, sheet: Sheet) -> Names:
    """The names of all references that stand in a form, by one query."""
    wanted: dict[RecordType, set[int]] = defaultdict(set)
    for item, texts, _path in _places(outline, sheet):
        if (id := id_of(texts[item.name])) is not None:
            wanted[work.registry.of_table(item.kind.table)].add(id)  # type: ignore[attr-defined]
    named = names_of(work, {target: sorted(ids)[:MOST] for target, ids in wanted.items()})
    return Names({target.model.__tablename__: _texts(rows) for target, rows in named.items()})


def _texts(rows: Mapping[int, Mapping[str, Any]]) -> Mapping[int, str]:
    return {id: str(row["name"] or f"{MARK}{id}") for id, row in rows.items()}


def _places(outline: Outline, sheet: Sheet) -> Iterator[Place]:
    """Every reference of a form."""
    for item in outline.fields.values():
        if isinstance(item.kind, ReferenceKind):
            yield item, sheet.values, item.name
    for name, rows in sheet.lines.items():
        references = [item for item in outline.line_fields(name) if isinstance(item.kind, ReferenceKind)]
        for number, row in enumerate(rows):
            yield from ((item, row, f"{name}.{number}.{item.name}") for item in references)


def _called(target: RecordType, row: Mapping[str, Any]) -> str:
    return str(row.get(target.resource.label) or f"{MARK}{row['id']}")


def found(work: Work, target: RecordType, name: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    """Id and name of the visible records of which a field is among these values."""
    label = target.resource.label
    rights = work.access.field_rights(work.actor, target)
    readable = rights.readable
    if not values or name not in readable or work.actor.reach(target.resource.permission("view")) is None:
        return []
    query = lists.Query(
        fields=("id", label) if label in readable else ("id",),
        where={"field": name, "op": "in", "value": list(values)},
        sort="id" if "id" in target.sorts else None,
        limit=MOST,
        count="none",
    )
    return lists.list_records(work, target, query).rows


def understand(work: Work, outline: Outline, sheet: Sheet) -> FieldErrors:
    """Put ids in place of typed names, in the sheet itself; answers what may mean several records.

    What is called by no such name is left for the records to judge: it may be a key, such as a number.
    """
    _read_codes(outline, sheet)
    typed: dict[str, list[Place]] = defaultdict(list)
    for item, texts, path in _places(outline, sheet):
        text = texts[item.name].strip()
        if text and id_of(text) is None and len(text) <= LONGEST:
            target = referred(work.registry, item)
            assert target  # noqa: S101  # a reference
            typed[target.name].append((item, texts, path))
    errors: dict[str, list[FieldError]] = {}
    for name, places in typed.items():
        _understand(work, work.registry.type_of(name), places, errors)
    return errors


def _read_codes(outline: Outline, sheet: Sheet) -> None:
    """Put the codes of countries, currencies and so on in place of their names."""
    _read_codes_of(outline.fields.values(), sheet.values)
    for name, rows in sheet.lines.items():
        for row in rows:
            _read_codes_of(outline.line_fields(name), row)


def _read_codes_of(fields: Iterable[Field], texts: Raw) -> None:
    for item in fields:
        if isinstance(item.kind, CodeKind) and texts[item.name].strip():
            try:
                texts[item.name] = item.kind.parser(texts[item.name])
            except ValueError:
                continue  # the record says what is wrong with it


def _understand(
    work: Work, target: RecordType, places: Sequence[Place], errors: dict[str, list[FieldError]]
) -> None:
    label = target.resource.label
    words = sorted({texts[item.name].strip() for item, texts, _path in places})
    called: dict[str, list[int]] = defaultdict(list)
    for row in found(work, target, label, words) if label in target.fields else ():
        called[_called(target, row)].append(row["id"])
    for item, texts, path in places:
        ids = called.get(texts[item.name].strip(), [])
        if len(ids) == 1:
            texts[item.name] = f"{MARK}{ids[0]}"
        elif ids:
            choices = ", ".join(f"{MARK}{id}" for id in ids[:5])
            errors.setdefault(path, []).append(FieldError("ambiguous", SEVERAL.fill(choices=choices)))
