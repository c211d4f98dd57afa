"""A resource bound to its columns: the fields by their public names, the children, the references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel
from sqlalchemy import inspect
from sqlalchemy.orm import InstrumentedAttribute

from core.contracts.base import Anchored, Base, Record, declared_field
from core.contracts.choices import ChoiceKind, ChoicesKind, CodeKind, TagsKind
from core.contracts.fields import Field
from core.contracts.kinds import (
    DayKind,
    FlagKind,
    IntegerKind,
    MomentKind,
    ParseContext,
    ReferenceKind,
    TextKind,
)
from core.contracts.resources import Action, Check, Children, Extension, Resource, Sort, View
from core.host import schemas
from core.host.extension_types import ExtensionType, bind_extension, check_extensions
from core.host.field_sets import FieldSet
from core.host.nesting import flat, nested
from core.host.schemas import NO_CONTEXT, Insists, Verb, is_needed
from core.labels import Label, translations

_ = translations("core")

Resolve = Callable[[Field], Field]


GROUPED = (ChoiceKind, CodeKind, FlagKind, ReferenceKind, DayKind, MomentKind)
"""What rows can be grouped by: kinds with few values, or with months."""


def _system(kind: Any, label: Label, **options: Any) -> Field:
    return Field(kind=kind, label=label, read_only=True, **options)


SYSTEM_FIELDS: Mapping[str, Field] = {
    "id": _system(IntegerKind(1), _("Id"), sortable=True),
    "version": _system(IntegerKind(1), _("Version")),
    "created_at": _system(MomentKind(), _("Created at")),
    "updated_at": _system(MomentKind(), _("Changed at")),
    "created_by": _system(ReferenceKind("core_user", on_delete="keep"), _("Created by")),
}
ANCHOR_FIELDS: Mapping[str, Field] = {
    "resource": Field(kind=TextKind(64), label=_("About: kind of record")),
    "record_id": Field(kind=IntegerKind(1), label=_("About: record")),
    "customer_id": Field(kind=ReferenceKind("core_customer", on_delete="follow"), label=_("Customer")),
}
TAGS = Field(kind=TagsKind(), label=_("Tags"), name="tags", attribute="", aliases=("标签", "標籤"))


@dataclass(frozen=True, eq=False)
class ChildType(FieldSet):
    """Lines of a record with their fields; `parent` is the attribute that holds the record's id."""

    children: Children
    fields: Mapping[str, Field]
    parent: str

    @property
    def model(self) -> Any:
        """The mapped class (Any: its attributes are known by name only)."""
        return self.children.model

    def attribute(self, name: str) -> InstrumentedAttribute[Any]:
        """The mapped attribute of a field."""
        return getattr(self.model, self.fields[name].attribute)  # type: ignore[no-any-return]

    @cached_property
    def writable(self) -> tuple[Field, ...]:
        """The fields that a request may set, and the id that says which line is meant."""
        return (self.fields["id"], *(item for item in self.public if not item.read_only))


@dataclass(frozen=True, eq=False)
class RecordType(FieldSet):
    """A resource with everything about its fields worked out."""

    resource: Resource
    fields: Mapping[str, Field]
    children: Mapping[str, ChildType] = field(default_factory=dict)
    extensions: Mapping[str, ExtensionType] = field(default_factory=dict)
    """What plugins add, by the plugin's name; their fields are among `fields`."""
    inputs: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    """The inputs of each action, by the action's name."""

    @property
    def name(self) -> str:
        """The full name, as it stands in the journal and in permissions."""
        return self.resource.full_name

    @property
    def model(self) -> Any:
        """The mapped class (Any: its attributes are known by name only)."""
        return self.resource.model

    @property
    def anchored(self) -> bool:
        """Whether rows point at any record, with a customer as anchor."""
        return issubclass(self.resource.model, Anchored)

    def holder(self, name: str) -> Any:
        """The mapped class whose table has a field's column: the record's, or an extension's with its id."""
        extension = self.fields[name].extension
        return self.extensions[extension].model if extension else self.model

    def attribute(self, name: str) -> InstrumentedAttribute[Any]:
        """The mapped attribute of a stored field."""
        return getattr(self.holder(name), self.fields[name].attribute)  # type: ignore[no-any-return]

    def child_of(self, model: type[Any]) -> ChildType:
        """The lines that a mapped class holds."""
        return next(item for item in self.children.values() if item.model is model)

    @cached_property
    def own(self) -> tuple[Field, ...]:
        """The fields with a column in the record's own table."""
        return tuple(item for item in self.stored if not item.extension)

    @cached_property
    def sorts(self) -> Mapping[str, tuple[str, ...]]:
        """The fields of each sort that is offered, by its name."""
        declared = {
            item.name if isinstance(item, Sort) else item.removeprefix("-"): item.fields
            if isinstance(item, Sort)
            else (item.removeprefix("-"),)
            for item in self.resource.sorts
        }
        return declared | {name: (name,) for name in self._of_extensions("sorts")}

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """The fields by which lists can be grouped, and the order in which groups stand together.

        Only where an index serves it: that of an offered sort, or that of a reference.
        """
        found = {}
        for item in self.public:
            if item.attribute and isinstance(item.kind, GROUPED) and not isinstance(item.kind, ChoicesKind):
                orders = (
                    fields for fields in self.sorts.values() if fields[0].removeprefix("-") == item.name
                )
                order = next(orders, (item.name,) if self._is_indexed(item) else None)
                if order:
                    found[item.name] = order
        return found

    def _is_indexed(self, item: Field) -> bool:
        """Whether the column of a field of the record itself has an index of its own."""
        return not item.extension and bool(self.attribute(item.name).property.columns[0].index)

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """The fields that lists are usually filtered by."""
        return (*self.resource.filters, *self._of_extensions("filters"))

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The rules over the whole record."""
        own = self.resource.checks
        return (*own, *(rule for item in self.extensions.values() for rule in item.extension.checks))

    @cached_property
    def views(self) -> Mapping[str, View]:
        """The ready-made views of the list by their full names."""
        found = [(self.resource.owner, item) for item in self.resource.views]
        for owner, extension in self.extensions.items():
            found += [(owner, item) for item in extension.extension.views]
        return {f"{owner}.{item.name}": item for owner, item in found}

    def _of_extensions(self, option: str) -> Iterator[str]:
        """The full names of the fields that extensions list in an option."""
        for owner, item in self.extensions.items():
            yield from (f"{owner}.{name}" for name in getattr(item.extension, option))

    @cached_property
    def writable(self) -> tuple[Field, ...]:
        """The fields that a request may set."""
        return tuple(item for item in self.public if not item.read_only and not item.computed)

    @cached_property
    def searched(self) -> frozenset[str]:
        """What the search rows of a record depend on: searchable fields and lines, and its customer."""
        lines = {
            name for name, child in self.children.items() if any(f.search for f in child.fields.values())
        }
        fields = {name for name, item in self.fields.items() if item.search}
        return frozenset({*fields, *lines, "customer"})

    @cached_property
    def create_model(self) -> type[BaseModel]:
        """The pydantic model of a new record; a status may be left out, since a life has a beginning."""
        lives = self.resource.transitions
        return self._model("create", self.writable, lambda f: is_needed(f) and f.name not in lives, is_needed)

    @cached_property
    def update_model(self) -> type[BaseModel]:
        """The pydantic model of a change: every field, and everything of a kept line, may be left out."""
        fields = (*self.writable, self.fields["version"])
        return self._model("update", fields, lambda _field: False, lambda _field: False)

    def action_model(self, action: Action) -> type[BaseModel]:
        """The pydantic model of an action's inputs."""
        name = f"{self._class_name}{action.name.title()}"
        return schemas.input_model(name, self.inputs[action.name].values(), is_needed)

    def as_json(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A record as it stands in JSON: the fields of extensions nested."""
        return nested(row) if self.extensions else row

    def parse(self, verb: Verb, raw: Any, context: ParseContext = NO_CONTEXT) -> dict[str, Any]:
        """The plain values of what was sent (only those); Invalid names every field that is wrong."""
        model = self.create_model if verb == "create" else self.update_model
        return schemas.parse(model, flat(raw), context, self.fields)

    def _model(
        self, verb: Verb, fields: Iterable[Field], needs: Insists, line_needs: Insists
    ) -> type[BaseModel]:
        name = f"{self._class_name}{verb.title()}"
        lines = {
            key: schemas.input_model(f"{name}{key.title()}", child.writable, line_needs)
            for key, child in self.children.items()
        }
        return schemas.input_model(name, fields, needs, **lines)

    @property
    def _class_name(self) -> str:
        return "".join(part.title() for part in self.name.replace(".", "_").split("_"))


def bind(resource: Resource, resolve: Resolve, extensions: Sequence[Extension] = ()) -> RecordType:
    """Work out a resource's fields; `resolve` fills in choices that are contributed.

    Raises PluginFault for an extension that cannot stand beside it.
    """
    fields = fields_of(resource.model, resolve)
    if resource.taggable:
        fields["tags"] = TAGS
    children = {item.name: _bind_children(item, resolve) for item in resource.children}
    check_extensions(extensions, resource.title, resource.model.__tablename__, {*fields, *children})
    beside = {item.owner: bind_extension(item, fields_of(item.model, resolve)) for item in extensions}
    for item in beside.values():
        fields |= item.fields
    inputs = {action.name: dict(_inputs(action, resolve)) for action in resource.actions}
    return RecordType(resource, fields, children, beside, inputs)


def _inputs(action: Action, resolve: Resolve) -> Iterator[tuple[str, Field]]:
    """What an action asks for."""
    for name, column in action.inputs.items():
        if declared := declared_field(column):
            yield name, resolve(replace(declared, name=name))


def _bind_children(children: Children, resolve: Resolve) -> ChildType:
    """The fields of lines; their parent column is found by its kind."""
    fields = fields_of(children.model, resolve)
    fields["id"] = replace(SYSTEM_FIELDS["id"], name="id", attribute="id")
    parent = next(
        item.attribute
        for item in fields.values()
        if isinstance(item.kind, ReferenceKind) and item.hidden and item.kind.on_delete == "follow"
    )
    return ChildType(children, fields, parent)


def fields_of(model: type[Base], resolve: Resolve) -> dict[str, Field]:
    """The fields of a mapped class by public name (`owner_id` is `owner`), in order of declaration."""
    known = dict(SYSTEM_FIELDS) if issubclass(model, Record) else {}
    if issubclass(model, Anchored):
        known |= ANCHOR_FIELDS
    found: dict[str, Field] = {}
    for attribute in inspect(model).column_attrs:
        declared = known.get(attribute.key) or declared_field(attribute.columns[0])
        if declared is None:
            continue
        is_reference = isinstance(declared.kind, ReferenceKind)
        name = attribute.key.removesuffix("_id") if is_reference else attribute.key
        found[name] = resolve(replace(declared, name=name, attribute=attribute.key))
    return found
