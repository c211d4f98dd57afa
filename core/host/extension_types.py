"""An extension bound to the record type that it stands beside: its fields under their full names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import inspect

from core.contracts.base import Extra
from core.contracts.choices import MoneyKind
from core.contracts.fields import Field
from core.contracts.kinds import IntegerKind, Kind, PhoneKind, ReferenceKind
from core.contracts.resources import Extension, Resource
from core.errors import PluginFault
from core.host.field_sets import FieldSet
from core.labels import Label, translations

_ = translations("core")

RESERVED = frozenset({"id", "version", "deleted_at"})

NOT_EXTENSIBLE = _("{table} cannot be extended: only {known} can.")
NO_EXTRA = _("{model} is no Extra, or its id is not declared by extends({table}).")
NOT_ITS_TABLE = _("The table {table} must be called {owner}_something.")
TWICE = _("There is more than one extension of {record}.")
NAME_TAKEN = _("{record} have something called {name} already, so the extension cannot be addressed.")
NAME_RESERVED = _("{name} cannot be the name of a field of an extension.")
NO_CURRENCY = _(
    "{field} names its currency in the field {currency}, which the extension itself does not have."
)
NO_TREE = _("{field} cannot make a tree or be a parent.")
NO_FIELD = _("There is no field {name} to sort or filter by.")
NOT_READ_ONLY = _("{field} is worked out by machines, as its extension is derived: say read_only=True.")
NO_SORT = _("{field} is offered as a sort but not declared with sortable=True.")


@dataclass(frozen=True, eq=False)
class ExtensionType(FieldSet):
    """An extension with everything about its fields worked out.

    `fields` have full names and are never required, for the row may be missing; `declared` are the same as
    they were written. The hidden field `id` is the record's id, and None where there is no row.
    """

    extension: Extension
    fields: Mapping[str, Field]
    declared: Mapping[str, Field]

    @property
    def model(self) -> Any:
        """The mapped class (Any: its attributes are known by name only)."""
        return self.extension.model

    @cached_property
    def id(self) -> str:
        """The name of the hidden field that says whether there is a row."""
        return f"{self.extension.owner}.id"

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The fields of which any makes the row, if it has a value."""
        return tuple(f.name for f in self.public if not f.read_only and not f.computed)

    @cached_property
    def beginnings(self) -> Mapping[str, Any]:
        """What a new row has where nothing was said."""
        return {name: field.default for name, field in self.declared.items() if field.default is not None}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields that a row cannot be without."""
        return tuple(name for name, field in self.declared.items() if field.required)


def bind_extension(extension: Extension, fields: Mapping[str, Field]) -> ExtensionType:
    """Work out an extension's fields; `fields` are as the model declares them."""
    owner = extension.owner
    own = {name: field for name, field in fields.items() if name != "id"}
    for name in own.keys() & RESERVED:
        raise _fault(extension, NAME_RESERVED.fill(name=name))
    declared = {
        f"{owner}.{name}": replace(
            field, name=f"{owner}.{name}", extension=owner, kind=_kind(extension, field, own)
        )
        for name, field in own.items()
    }
    key = replace(fields["id"], kind=IntegerKind(1), name=f"{owner}.id", extension=owner)
    soft = {name: replace(field, required=False, default=None) for name, field in declared.items()}
    bound = ExtensionType(extension, {key.name: key, **soft}, declared)
    _check_names(bound)
    return bound


def _kind(extension: Extension, field: Field, own: Mapping[str, Field]) -> Kind:
    """The kind with the full names of the fields on which it depends."""
    kind = field.kind
    if isinstance(kind, MoneyKind):
        # Not the record's currency: it may be changed while the plugin is disabled.
        if kind.currency not in own:
            raise _fault(extension, NO_CURRENCY.fill(field=field.name, currency=kind.currency))
        return replace(kind, currency=f"{extension.owner}.{kind.currency}")
    if isinstance(kind, PhoneKind) and kind.country in own:
        return replace(kind, country=f"{extension.owner}.{kind.country}")
    if isinstance(kind, ReferenceKind) and (kind.tree or kind.on_delete == "follow"):
        raise _fault(extension, NO_TREE.fill(field=field.name))
    return kind


def _check_names(bound: ExtensionType) -> None:
    """Refuse sorts and filters that cannot be, and fields of derived rows that people could set."""
    extension = bound.extension
    if extension.derived and bound.inputs:
        raise _fault(extension, NOT_READ_ONLY.fill(field=bound.inputs[0]))
    for name in (*extension.sorts, *extension.filters):
        field = bound.fields.get(f"{extension.owner}.{name}")
        if field is None or field.hidden:
            raise _fault(extension, NO_FIELD.fill(name=name))
        if name in extension.sorts and not field.sortable:
            raise _fault(extension, NO_SORT.fill(field=name))


class Extensions:
    """All extensions by what they extend. Raises PluginFault for one that extends anything else."""

    def __init__(self, found: Iterable[tuple[str, Extension]], resources: Iterable[Resource]) -> None:
        known = {item.model: item.full_name for item in resources if item.extensible}
        self._by_model: dict[type[Any], list[Extension]] = defaultdict(list)
        for owner, item in found:
            extension = replace(item, owner=owner)
            if item.of not in known:
                message = NOT_EXTENSIBLE.fill(table=item.of.__name__, known=", ".join(known.values()))
                raise _fault(extension, message)
            self._by_model[item.of].append(extension)

    def of(self, resource: Resource) -> Sequence[Extension]:
        """Those of one record type, in the order of their owners."""
        return self._by_model.get(resource.model, ())


def check_extensions(extensions: Iterable[Extension], title: Label, table: str, taken: Iterable[str]) -> None:
    """Refuse extensions of one record type (`table`) that could not be stored or addressed.

    `taken` are the names that the record type has already. Raises PluginFault, which names the owner.
    """
    owners: set[str] = set()
    for item in extensions:
        if item.owner in owners:
            raise _fault(item, TWICE.fill(record=title))
        owners.add(item.owner)
        if item.owner in taken:
            raise _fault(item, NAME_TAKEN.fill(record=title, name=item.owner))
        if not _stands_beside(item.model, table):
            raise _fault(item, NO_EXTRA.fill(model=item.model.__name__, table=table))
        own_table = item.model.__tablename__
        if not own_table.startswith(f"{item.owner}_"):
            raise _fault(item, NOT_ITS_TABLE.fill(table=own_table, owner=item.owner))


def _stands_beside(model: type[Any], table: str) -> bool:
    """Whether the model's id is the id of a record of this table."""
    if not issubclass(model, Extra):
        return False
    keys = inspect(model).columns["id"].foreign_keys
    return [key.target_fullname for key in keys] == [f"{table}.id"]


def _fault(extension: Extension, why: str) -> PluginFault:
    return PluginFault(extension.owner, "extensions", why=why)
