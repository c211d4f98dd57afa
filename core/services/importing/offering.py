"""What a row may say: the fields of the record, of its lines, and of records that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.contracts.fields import Field
from core.host.record_types import RecordType
from core.host.translations import LOCALES, Catalogues
from core.services.files.heading_words import GROUP_WORDS, ImportField, normalised
from core.services.work import Work

MOST_IN_A_ROW = 100
"""Lines, or records that belong to the record, of one kind in one row."""


@dataclass(frozen=True, eq=False)
class Group:
    """A part of a row: the record (no name), its lines, or records of another kind that belong to it.

    `words` are what people write in front of a field's name; `parent` is the field of a belonging record
    that names the record of the row.
    """

    name: str
    fields: Mapping[str, Field]
    words: tuple[str, ...] = ()
    record_type: RecordType | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one value goes: a field of the `number`th member of a group (from 1)."""

    group: Group
    number: int
    field: Field

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes two places the same."""
        return self.group.name, self.number, self.field.name


@dataclass(frozen=True, eq=False)
class Offer:
    """Everything that the columns of one import may fill."""

    record_type: RecordType
    groups: Mapping[str, Group]
    catalogues: Catalogues

    def fields(self, texts: Iterable[str]) -> list[ImportField]:
        """The fields by path; groups are numbered as far as `texts` (headings, paths) speak of numbers."""
        spoken = [normalised(text) for text in texts]
        return [
            item
            for group in self.groups.values()
            for number in ("", *_numbers(group, spoken))
            for item in self._numbered(group, number)
        ]

    def place(self, path: str) -> Place | None:
        """The place that a path names: `name`, `phones.phone`, `phones.2.phone`, `contacts.name`."""
        for group in self.groups.values():
            prefix = f"{group.name}." if group.name else ""
            number, name = _numbered(path.removeprefix(prefix)) if prefix else (1, path)
            if path.startswith(prefix) and name in group.fields:
                return Place(group, number, group.fields[name])
        return None

    def _numbered(self, group: Group, number: str) -> Iterator[ImportField]:
        prefix = ".".join(filter(None, (group.name, number)))
        for field in group.fields.values():
            words = (*group.words, *self._plugin_words(group, field))
            yield ImportField(
                path=f"{prefix}.{field.name}" if prefix else field.name,
                labels=_in_all_languages(self.catalogues, field.label),
                aliases=tuple(alias + number for alias in field.aliases),
                group=tuple(word + number for word in words),
                kind=field.kind.name,
                extension=field.extension,
            )

    def _plugin_words(self, group: Group, field: Field) -> tuple[str, ...]:
        """What people write in front of a field of an extension."""
        if not field.extension:
            return ()
        extensions = (group.record_type or self.record_type).extensions
        return _in_all_languages(self.catalogues, extensions[field.extension].extension.title)


def _numbered(path: str) -> tuple[int, str]:
    """Which member of a group is meant, and the field: `2.phone` is (2, "phone"), `phone` is (1, "phone")."""
    start, _dot, rest = path.partition(".")
    numbered = start.isascii() and start.isdigit() and 0 < int(start) <= MOST_IN_A_ROW
    return (int(start), rest) if numbered else (1, path)


def offer(work: Work, record_type: RecordType, key: str | None, catalogues: Catalogues) -> Offer:
    """What this actor may fill; the id counts only as a key."""
    own = _writable(work, record_type)
    if key == "id":
        own = {"id": replace(record_type.fields["id"], read_only=False), **own}
    groups = [
        Group("", own, _words(record_type, catalogues)),
        *_lines(work, record_type),
        *_belonging(work, record_type, catalogues),
    ]
    return Offer(record_type, {group.name: group for group in groups}, catalogues)


def _words(record_type: RecordType, catalogues: Catalogues) -> tuple[str, ...]:
    """What people write in front of the fields of a kind of record."""
    return GROUP_WORDS.get(record_type.name) or _in_all_languages(catalogues, record_type.resource.singular)


def _in_all_languages(catalogues: Catalogues, label: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(catalogues.translator(locale)(label) for locale in LOCALES))


def _writable(work: Work, record_type: RecordType) -> dict[str, Field]:
    writable = work.access.field_rights(work.actor, record_type).writable
    return {field.name: field for field in record_type.writable if field.name in writable}


def _lines(work: Work, record_type: RecordType) -> Iterator[Group]:
    """The children that the actor may write."""
    writable = work.access.field_rights(work.actor, record_type).writable
    for name, child in record_type.children.items():
        if name in writable:
            fields = {field.name: field for field in child.public if not field.read_only}
            yield Group(name, fields, (name,))


def _belonging(work: Work, record_type: RecordType, catalogues: Catalogues) -> Iterator[Group]:
    """Kinds of records that have this one as parent and that the actor may create."""
    for other, field in work.registry.naming(record_type):
        resource = other.resource
        may = "create" in resource.verbs and work.actor.reach(resource.permission("create"))
        if field.name == resource.parent and may and not other.anchored and other is not record_type:
            fields = {name: item for name, item in _writable(work, other).items() if name != field.name}
            yield Group(other.name, fields, _words(other, catalogues), other, field.name)


def _numbers(group: Group, spoken: Sequence[str]) -> list[str]:
    """The numbers that stand behind the group's name or words: `contacts2name`, `联系人2`."""
    if not group.name:
        return []
    names = "|".join(re.escape(normalised(word)) for word in (group.name, *group.words))
    pattern = re.compile(rf"(?:{names})(\d{{1,3}})(?!\d)")
    found = {int(match[1]) for text in spoken if (match := pattern.match(text))}
    return [str(number) for number in sorted(found) if 0 < number <= MOST_IN_A_ROW]
