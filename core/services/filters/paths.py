"""Which field a filter means: the record's own, one of its lines', or one of a record that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.errors import Invalid, invalid
from core.host.record_types import ChildType, RecordType
from core.host.registry import Registry
from core.labels import translations

if TYPE_CHECKING:
    from core.services.access import FieldRights

_ = translations("core")

LONGEST_NAME = 100

UNKNOWN = _("There is no field {name} here.")
UNKNOWN_BUT_NEAR = _("There is no field {name} here. Did you mean {near}?")


@dataclass(frozen=True, slots=True)
class Reference:
    """A step to the record that a field names."""

    field: Field
    target: RecordType


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference refers to: by which field people name it beside its id, and which makes it a tree."""

    record_type: RecordType
    key: Field | None
    tree: Field | None


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A field as a filter names it; `through` leads from the record to it, a reference has a `target`."""

    name: str
    field: Field
    through: ChildType | Reference | None = None
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Paths:
    """Finds fields by name, as far as the actor may read them."""

    registry: Registry
    record_type: RecordType
    rights_of: Callable[[RecordType], FieldRights]

    def find(self, name: object) -> FieldPath:
        """The field of this name; hidden and masked ones are as unknown as misspelt ones."""
        if not isinstance(name, str) or not name or len(name) > LONGEST_NAME:
            raise invalid("where", "unknown_field", _("The name of a field is a short text."))
        own = self._readable(self.record_type)
        if name in own:
            return FieldPath(name, own[name], None, self._target(own[name]))
        steps = self._steps()
        head = next((step for step in steps if name.startswith(f"{step}.")), "")
        tail = name[len(head) + 1 :]
        if not head:
            further = [f"{step}.{name.partition('.')[2]}" for step in steps]
            raise unknown_field("where", name, [*own, *(further if "." in name else ())])
        through = self._through(head)
        fields = self._fields(through)
        if tail not in fields:
            raise unknown_field("where", name, [f"{head}.{near}" for near in fields])
        return FieldPath(name, fields[tail], through, self._target(fields[tail]))

    def _through(self, head: str) -> ChildType | Reference | None:
        """The lines or the reference that the first part of a path names."""
        if head in self.record_type.children:
            return self.record_type.children[head]
        field = self.record_type.fields[head]
        target = referred(self.registry, field)
        return Reference(field, target) if target else None

    def _steps(self) -> list[str]:
        """What a path that leads further may begin with."""
        readable = self._readable(self.record_type)
        named = (field.name for field in self.record_type.references if field.name in readable)
        return [*self.record_type.children, *named]

    def _fields(self, through: ChildType | Reference | None) -> dict[str, Field]:
        """The fields at the end of a path that the actor may read."""
        if isinstance(through, ChildType):
            masked, prefix = self.rights_of(self.record_type).masked, f"{through.children.name}."
            return {field.name: field for field in through.public if prefix + field.name not in masked}
        return self._readable(through.target if through else self.record_type)

    def _readable(self, record_type: RecordType) -> dict[str, Field]:
        rights = self.rights_of(record_type)
        names = rights.readable
        return {field.name: field for field in record_type.public if field.name in names}

    def _target(self, field: Field) -> Target | None:
        """What a reference refers to; None for any other field."""
        target = referred(self.registry, field)
        if target is None:
            return None
        key = None if target.resource.key == "id" else self._readable(target).get(target.resource.key)
        return Target(target, key, _tree(self.registry, target))


def referred(registry: Registry, field: Field) -> RecordType | None:
    """The record type that a reference names; None for a field of any other kind."""
    return registry.of_table(field.kind.table) if isinstance(field.kind, ReferenceKind) else None


def _tree(registry: Registry, record_type: RecordType) -> Field | None:
    """The field by which records of one type form a tree."""
    own = (field for field in record_type.references if referred(registry, field) is record_type)
    return next((field for field in own if getattr(field.kind, "tree", False)), None)


def unknown_field(place: str, name: str, known: Iterable[str]) -> Invalid:
    """That there is no field of this name (for this actor), with the nearest that there is."""
    written = name if name.isprintable() and len(name) <= LONGEST_NAME else ascii(name[:LONGEST_NAME])
    near = get_close_matches(name[:LONGEST_NAME], list(known), 1)
    message = UNKNOWN_BUT_NEAR.fill(name=written, near=near[0]) if near else UNKNOWN.fill(name=written)
    return invalid(place, "unknown_field", message)
