"""The field registry: the one place that knows every record type, field and permission.

It alone names what may be shown, sorted, filtered, exported and written; all doors ask it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from core.contracts import hookspecs
from core.contracts.base import declared_field
from core.contracts.choices import ChoiceKind
from core.contracts.contributions import Permission, Setting, VisibilityRule
from core.contracts.fields import Field
from core.contracts.jobs import Schedule
from core.contracts.kinds import ReferenceKind
from core.contracts.resources import Resource
from core.errors import NotFound, PluginFault, did_you_mean
from core.host import conflicts, declared_jobs, declared_pages
from core.host.conflicts import blamed, by_name
from core.host.declarations import check_rules, check_types
from core.host.extension_types import Extensions
from core.host.hooks import Hooks
from core.host.prepared import Prepared
from core.host.record_types import RecordType, bind
from core.host.roles_declared import role_templates
from core.labels import Label, translations

_ = translations("core")

NO_FIELD = _("The setting {name} has no field.")

GENERAL_ACTIONS = {
    "view": _("See {records}"),
    "create": _("Create {records}"),
    "edit": _("Edit {records}"),
    "delete": _("Delete {records}"),
    "import": _("Import {records}"),
    "export": _("Export {records}"),
}
MERGE = _("Merge {records}")
SENSITIVE_ACTIONS = {
    "phone": _("See telephone numbers of {records}"),
    "email": _("See e-mail addresses of {records}"),
    "identity": _("See tax and identity numbers of {records}"),
}


class Registry:
    """Everything that has been declared, read-only after it is built."""

    def __init__(self, hooks: Hooks) -> None:
        """Collect everything; raises PluginFault for a plugin whose declarations cannot stand."""
        self.prepared = Prepared()
        self.activity_types = by_name(
            "activity_types", conflicts.ACTIVITY_TYPE, hooks.collect(hookspecs.activity_types)
        )
        self.settings = self._settings(hooks.collect(hookspecs.settings))
        self.role_templates = role_templates(hooks.collect(hookspecs.role_templates))
        self.visibility_rules: tuple[tuple[str, VisibilityRule], ...] = tuple(
            hooks.collect(hookspecs.visibility_rules)
        )
        self.types = self._bind(hooks)
        self._by_model = {item.model: item for item in self.types.values()}
        self._by_table = {item.model.__tablename__: item for item in self.types.values()}
        self.permissions = self._permissions(hooks.collect(hookspecs.permissions))
        check_types(self.types, self.permissions)
        self.jobs = declared_jobs.jobs(hooks.collect(hookspecs.jobs), self.permissions)
        scheduled = declared_jobs.schedules(hooks.collect(hookspecs.schedules), self.jobs)
        self.schedules: tuple[Schedule, ...] = tuple(scheduled)
        check_rules(self.visibility_rules, self._by_model)
        conflicts.check_commands(
            hooks.collect(hookspecs.cli_commands), (item.resource for item in self.types.values())
        )
        self.pages = declared_pages.pages(hooks.collect(hookspecs.pages), self.permissions)
        self.menu_items = declared_pages.menu_items(hooks.collect(hookspecs.menu_items), self.permissions)
        self.panels = declared_pages.panels(hooks.collect(hookspecs.panels), self.permissions)
        self.timeline_sources = declared_pages.timeline_sources(
            hooks.collect(hookspecs.timeline_sources), self.permissions
        )
        checks = hooks.collect(hookspecs.doctor_checks)
        conflicts.check_own("doctor_checks", conflicts.CHECK, ((owner, item.name) for owner, item in checks))
        by_name("doctor_checks", conflicts.CHECK, checks)
        by_name("demo_data", conflicts.DEMO_DATA, hooks.collect(hookspecs.demo_data))

    def _settings(self, found: list[tuple[str, Setting]]) -> Mapping[str, Setting]:
        conflicts.check_own("settings", conflicts.SETTING, ((owner, item.name) for owner, item in found))
        for owner, item in found:
            if declared_field(item.field) is None:
                why = NO_FIELD.fill(name=item.name)
                raise PluginFault(owner, "settings", why=why)
        return by_name("settings", conflicts.SETTING, found)

    def _permissions(self, extra: list[tuple[str, Permission]]) -> Mapping[str, Permission]:
        names = ((owner, item.name) for owner, item in extra)
        conflicts.check_own("permissions", conflicts.PERMISSION, names)
        found = [*self._general_permissions(), *extra]
        return by_name("permissions", conflicts.PERMISSION, found)

    def _bind(self, hooks: Hooks) -> Mapping[str, RecordType]:
        """The record types, each with what extends it."""
        declared = [replace(item, owner=owner) for owner, item in hooks.collect(hookspecs.resources)]
        conflicts.check_resources(declared)
        beside = Extensions(hooks.collect(hookspecs.extensions), declared)
        return MappingProxyType(
            {
                item.full_name: blamed(item.owner, "resources", bind, item, self._resolve, beside.of(item))
                for item in declared
            }
        )

    def type_of(self, resource: RecordType | Resource | str | type) -> RecordType:
        """The record type of a resource, a full name or a model; an unknown name is NotFound, with a hint."""
        if isinstance(resource, RecordType):
            return resource
        if isinstance(resource, Resource):
            return self._by_model[resource.model]
        if isinstance(resource, type):
            return self._by_model[resource]
        if resource not in self.types:
            unknown = _("There is no kind of record called {name}.").fill(name=resource)
            raise NotFound(unknown, fix=did_you_mean(resource, self.types))
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

    def _general_permissions(self) -> Iterator[tuple[str, Permission]]:
        """What every resource's roles can grant."""
        for item in self.types.values():
            lines = (field for child in item.children.values() for field in child.fields.values())
            groups = {field.sensitive for field in (*item.fields.values(), *lines) if field.sensitive}
            actions: dict[str, Label] = {
                **GENERAL_ACTIONS,
                **({"merge": MERGE} if item.resource.mergeable else {}),
                **{g: SENSITIVE_ACTIONS[g] for g in sorted(groups)},
            }
            for action, title in actions.items():
                name, filled = item.resource.permission(action), title.fill(records=item.resource.title)
                yield item.resource.owner, Permission(name=name, title=filled)
