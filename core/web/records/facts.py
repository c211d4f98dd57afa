"""The facts of a record: its fields in sections, those with values first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.contracts.fields import Field
from core.contracts.kinds import PhoneKind
from core.host.record_types import SYSTEM_FIELDS, RecordType
from core.labels import Label, translations
from core.web.records.subject import Subject, may

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

ABOUT = ("id", "created_at", "created_by", "updated_at")


@dataclass(frozen=True, slots=True)
class Fact:
    """A field; `edit` is where it is changed, empty where the reader may not."""

    field: Field
    edit: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Fields under a title: those with a value, and those without one."""

    title: Label
    filled: Sequence[Fact]
    empty: Sequence[Fact]


def facts_of(work: Work, subject: Subject) -> list[Facts]:
    """The sections of a record for its reader; one with nothing in it is left out."""
    writable = work.access.field_rights(work.actor, subject.record_type).writable
    editable = may(work, subject.record_type, "edit")
    found = []
    for title, names in sections(subject.record_type):
        shown = [name for name in names if name in subject.row]
        facts = [
            Fact(
                subject.record_type.fields[name],
                f"{subject.to('edit')}#field-{name}" if editable and name in writable else "",
            )
            for name in shown
        ]
        filled = [fact for fact in facts if subject.row[fact.field.name] not in (None, "", [], False)]
        empty = [fact for fact in facts if fact not in filled]
        if facts:
            found.append(Facts(title, filled, empty))
    return found


def sections(record_type: RecordType) -> Iterator[tuple[Label, Sequence[str]]]:
    """The sections that are declared, what none of them names, those of plugins, and when it was made."""
    declared = {name for item in record_type.resource.sections for name in item.fields}
    for item in record_type.resource.sections:
        yield item.title, [name for name in item.fields if name in record_type.fields]
    rest = [field.name for field in record_type.public if _is_own(record_type, field, declared)]
    yield _("More") if declared else _("Details"), rest
    for extension in record_type.extensions.values():
        names = [name for name in extension.fields if not record_type.fields[name].hidden]
        yield extension.extension.title, names
    yield _("About this record"), ABOUT


def _is_own(record_type: RecordType, field: Field, declared: set[str]) -> bool:
    """Whether a field stands among those that nobody has put anywhere."""
    if field.name in SYSTEM_FIELDS or field.name in declared or field.extension or field.name == "tags":
        return False
    if record_type.anchored and field.name in ("resource", "record_id"):
        return False
    return not _is_mark(record_type, field)


def _is_mark(record_type: RecordType, field: Field) -> bool:
    """Whether it only says that a telephone number was checked."""
    phone = record_type.fields.get(field.name.removesuffix("_checked"))
    return phone is not None and phone is not field and isinstance(phone.kind, PhoneKind)


def key_facts(subject: Subject) -> list[Field]:
    """The few fields that stand below the name: the first columns of the list that have a value."""
    resource = subject.record_type.resource
    shown = [name for name in resource.columns if name not in (resource.label, "updated_at", resource.board)]
    fields = [subject.record_type.fields[name] for name in shown if subject.row.get(name)]
    return fields[:3]
