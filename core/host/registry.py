"""The field registry: the one place that knows every record type, field and permission.

It alone names what may be shown, sorted, filtered, exported and written; all doors ask it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

from core.contracts import hookspecs
from core.contracts.choices import ChoiceKind
from core.contracts.contributions import ActivityType, Permission, RoleTemplate, Setting, VisibilityRule
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.contracts.resources import Resource
from core.errors import NotFound
from core.host.extension_types import Extensions
from core.host.hooks import Hooks
from core.host.prepared import Prepared
from core.host.record_types import RecordType, bind
from core.labels import Label, translations

_ = translations("core")

Named = TypeVar("Named", ActivityType, Setting, Permission)

GENERAL_ACTIONS = {
    "view": _("See {records}"),
    "create": _("Create {records}"),
    "edit": _("Edit {records}"),
    "delete": _("Delete {records}"),
    "import": _("Import {records}"),
    "export": _("Export {records}"),
}
SENSITIVE_ACTIONS = {
    "phone": _("See telephone numbers of {records}"),
    "email": _("See e-mail addresses of {records}"),
    "identity": _("See tax and identity numbers of {records}"),
}


class Registry:
    """Everything that has been declared, read-only after it is built."""

    def __init__(self, hooks: Hooks) -> None:
        self.prepared = Prepared()
        self.activity_types = _by_name(item for _, item in hooks.collect(hookspecs.activity_types))
        self.settings: Mapping[str, Setting] = _by_name(item for _, item in hooks.collect(hookspecs.settings))
        self.role_templates: tuple[RoleTemplate, ...] = tuple(
            item for _, item in hooks.collect(hookspecs.role_templates)
        )
        self.visibility_rules: tuple[tuple[str, VisibilityRule], ...] = tuple(
            hooks.collect(hookspecs.visibility_rules)
        )
        declared = [replace(item, owner=owner) for owner, item in hooks.collect(hookspecs.resources)]
        beside = Extensions(hooks.collect(hookspecs.extensions), declared)
        self.types: Mapping[str, RecordType] = MappingProxyType(
            {resource.full_name: bind(resource, self._resolve, beside.of(resource)) for resource in declared}
        )
        self._by_model = {item.model: item for item in self.types.values()}
        self._by_table = {item.model.__tablename__: item for item in self.types.values()}
        extra = [item for _, item in hooks.collect(hookspecs.permissions)]
        self.permissions: Mapping[str, Permission] = _by_name([*self._general_permissions(), *extra])

    def type_of(self, resource: RecordType | Resource | str | type) -> RecordType:
        """The record type of a resource, a full name or a model; an unknown name is NotFound, with a hint."""
        if isinstance(resource, RecordType):
            return resource
        if isinstance(resource, Resource):
            return self._by_model[resource.model]
        if isinstance(resource, type):
            return self._by_model[resource]
        if resource not in self.types:
            near = get_close_matches(resource, self.types, 1)
            fix = _("Did you mean {name}?").fill(name=near[0]) if near else ""
            raise NotFound(_("There is no kind of record called {name}.").fill(name=resource), fix=fix)
        return self.types[resource]

    def of_table(self, table: str) -> RecordType:
        """The record type that a foreign key points at."""
        return self._by_table[table]

    def naming(self, target: RecordType) -> list[tuple[RecordType, Field]]:
        """All references of all record types that point at `target`."""
        return [
            (item, field)
            for item in self.types.values()
            for field in item.references
            if isinstance(field.kind, ReferenceKind) and field.kind.table == target.model.__tablename__
        ]

    def _resolve(self, field: Field) -> Field:
        """A field whose choices are a contribution gets them now."""
        if isinstance(field.kind, ChoiceKind) and field.kind.source == "activity_types":
            choices = {name: item.title for name, item in self.activity_types.items()}
            return replace(field, kind=replace(field.kind, choices=choices))
        return field

    def _general_permissions(self) -> Iterable[Permission]:
        """What every resource's roles can grant."""
        for item in self.types.values():
            lines = (field for child in item.children.values() for field in child.fields.values())
            groups = {field.sensitive for field in (*item.fields.values(), *lines) if field.sensitive}
            actions: dict[str, Label] = {
                **GENERAL_ACTIONS,
                **{g: SENSITIVE_ACTIONS[g] for g in sorted(groups)},
            }
            for action, title in actions.items():
                yield Permission(
                    name=item.resource.permission(action), title=title.fill(records=item.resource.title)
                )


def _by_name(items: Iterable[Named]) -> Mapping[str, Named]:
    """Contributions by their name; the order of declaration stays."""
    return MappingProxyType({item.name: item for item in items})
