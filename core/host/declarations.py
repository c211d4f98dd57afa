"""What a plugin's record types name must be there: fields, tables, rights. Doors rely on it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from core.contracts.contributions import Permission, VisibilityRule
from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.contracts.resources import Resource, Sort, View
from core.errors import PluginFault, did_you_mean
from core.host.conflicts import blamed
from core.host.record_types import RecordType
from core.host.specifications import CORE
from core.labels import translations

_ = translations("core")

HOOK = "resources"

NO_FIELD = _("{records} name the field {name} in {option}, which they do not have.")
NO_SORT = _("{records} are sorted by {name}, which is not among their sorts.")
NO_GROUP = _("The list of {records} cannot be grouped by {name}.")
NO_TABLE = _("The field {name} of {records} names the table {table}, which holds no kind of records.")
NO_PERMISSION = _("The action {name} of {records} needs the permission {permission}, which nobody declares.")
NO_RECORDS = _("It limits {model}, which holds no kind of records.")
DECLARE = _("Declare it with the hook permissions.")


def check_types(types: Mapping[str, RecordType], permissions: Mapping[str, Permission]) -> None:
    """Raise PluginFault for a plugin's record type that names what is not there. Core is checked by tests."""
    tables = {item.model.__tablename__ for item in types.values()}
    for item in types.values():
        owner = item.resource.owner
        if owner != CORE:
            blamed(owner, HOOK, _check_fields, item)
            blamed(owner, HOOK, _check_references, item, tables)
            blamed(owner, HOOK, _check_actions, item.resource, permissions)
        for extender, extension in item.extensions.items():
            _check_tables(extender, "extensions", item, extension.references, tables)
        for name, view in item.views.items():
            maker = name.partition(".")[0]
            _check_view(maker, HOOK if maker == owner else "extensions", item, view)


def _check_view(owner: str, hook: str, item: RecordType, view: View) -> None:
    """A ready-made view shows, filters, sorts and groups by what there is."""
    sort = view.sort.removeprefix("-")
    if sort and sort not in item.sorts:
        raise PluginFault(owner, hook, why=NO_SORT.fill(records=item.name, name=sort))
    if view.group and view.group not in item.groups:
        raise PluginFault(owner, hook, why=NO_GROUP.fill(records=item.name, name=view.group))
    for name in (*view.columns, *_filtered(view.where)):
        if name not in item.fields and name.partition(".")[0] not in item.fields:
            why = NO_FIELD.fill(records=item.name, name=name, option=f"the view {view.name}")
            raise PluginFault(owner, hook, why=why)


def _filtered(tree: Any) -> Iterator[str]:
    """The fields that a filter tree names."""
    if isinstance(tree, Mapping):
        if isinstance(tree.get("field"), str):
            yield tree["field"]
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from _filtered(part)


def check_rules(rules: Iterable[tuple[str, VisibilityRule]], models: Container[type]) -> None:
    """Raise PluginFault for a rule that would hide nothing: only records have rules, and lines theirs."""
    for owner, rule in rules:
        if rule.model not in models:
            why = NO_RECORDS.fill(model=getattr(rule.model, "__name__", rule.model))
            raise PluginFault(owner, "visibility_rules", why=why)


def _check_fields(item: RecordType) -> None:
    resource = item.resource
    for option, name in _named(resource):
        if name not in item.fields:
            why = NO_FIELD.fill(records=resource.full_name, name=name, option=option)
            raise PluginFault(resource.owner, HOOK, why=why, fix=did_you_mean(name, item.fields))
    default = resource.default_sort.removeprefix("-")
    if default not in item.sorts:
        why = NO_SORT.fill(records=resource.full_name, name=default)
        raise PluginFault(resource.owner, HOOK, why=why)


def _named(resource: Resource) -> Iterator[tuple[str, str]]:
    """Every field that the options of a resource name."""
    options = {
        "columns": resource.columns,
        "filters": resource.filters,
        "key": (resource.key,),
        "label": (resource.label,),
        "parent": (resource.parent,) if resource.parent else (),
        "transitions": (*resource.transitions,),
        "sections": tuple(name for section in resource.sections for name in section.fields),
        "first": resource.first,
        "variants": tuple(
            name for item in resource.variants for name in (item.field, *item.only, *item.needs)
        ),
        "board": (resource.board,) if resource.board else (),
        "sorts": tuple(
            name.removeprefix("-")
            for sort in resource.sorts
            for name in (sort.fields if isinstance(sort, Sort) else (sort,))
        ),
    }
    for option, names in options.items():
        yield from ((option, name) for name in names)


def _check_references(item: RecordType, tables: set[str]) -> None:
    lines = [field for child in item.children.values() for field in child.fields.values()]
    _check_tables(item.resource.owner, HOOK, item, (*item.fields.values(), *lines), tables)


def _check_tables(owner: str, hook: str, item: RecordType, fields: Iterable[Field], tables: set[str]) -> None:
    for field in fields:
        kind = field.kind
        if isinstance(kind, ReferenceKind) and kind.table not in tables:
            why = NO_TABLE.fill(name=field.name, records=item.name, table=kind.table)
            raise PluginFault(owner, hook, why=why)


def _check_actions(resource: Resource, permissions: Mapping[str, Permission]) -> None:
    for action in resource.actions:
        if action.permission not in permissions:
            why = NO_PERMISSION.fill(
                name=action.name, records=resource.full_name, permission=repr(action.permission)
            )
            raise PluginFault(resource.owner, HOOK, why=why, fix=DECLARE)
