"""Rules about what hooks declare: names, rights, personal data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from core.contracts import hookspecs
from core.contracts.fields import Field
from core.contracts.kinds import EmailKind, PhoneKind, TextKind
from core.host.record_types import RecordType
from core.testing.conformance.findings import Finding
from core.testing.conformance.subject import Subject

IDENTITY = re.compile(
    r"(^|_)(tax|vat|passport|iban|ssn|national|identity|id_card|licen[cs]e|social_security)"
    r"(_(id|no|number|code))?($|_)"
)
FREE_TEXT = ("note", "comment", "description")


def record_types(subject: Subject) -> Iterator[RecordType]:
    """The kinds of records of the plugin."""
    types = subject.assembly.registry.types.values()
    return (item for item in types if item.resource.owner == subject.name)


def own_fields(subject: Subject) -> Iterator[tuple[type, Field]]:
    """Every field of the plugin's own, with the class that declares it: of records, lines and extensions."""
    for item in subject.assembly.registry.types.values():
        if item.resource.owner == subject.name:
            yield from ((item.model, field) for field in item.fields.values() if not field.extension)
            for child in item.children.values():
                yield from ((child.model, field) for field in child.fields.values())
        if extension := item.extensions.get(subject.name):
            yield from ((extension.model, field) for field in extension.declared.values())


def activity_types_are_named_after_the_plugin(subject: Subject) -> Iterator[Finding]:
    """Activity types are called `<plugin>.<name>`: whose they are can be told without the plugin."""
    for owner, item in subject.assembly.hooks.collect(hookspecs.activity_types):
        if owner == subject.name and not item.name.startswith(f"{owner}."):
            yield Finding(
                f"The activity type {item.name} could be another plugin's.",
                f"Call it {owner}.{item.name.rpartition('.')[2]}.",
                subject.where_of_hook("activity_types"),
            )


def permissions_are_used(subject: Subject) -> Iterator[Finding]:
    """A permission that it declares is named somewhere else in its code, too: else it protects nothing."""
    for owner, item in subject.assembly.hooks.collect(hookspecs.permissions):
        if owner == subject.name and _mentions(subject, item.name) < 2:
            yield Finding(
                f"The permission {item.name} is declared but never required.",
                "Require it (work.require), or leave it out.",
                subject.where_of_hook("permissions"),
            )


def _mentions(subject: Subject, text: str) -> int:
    """How often the code names a text, itself or by a constant that holds it."""
    trees = [source.tree for source in subject.sources if source.runs and source.tree]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    constants = [target for node in nodes for target, value in _assigned(node) if _holds(value, text)]
    names = {target.id for target in constants if isinstance(target, ast.Name)}
    by_name = [
        node
        for node in nodes
        if isinstance(node, ast.Name | ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and getattr(node, "id", getattr(node, "attr", None)) in names
    ]
    return sum(_holds(node, text) for node in nodes) - len(constants) + len(by_name)


def _assigned(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What a statement sets, and to what: `A = 1`, `A: int = 1`, `A, B = 1, 2`."""
    if isinstance(node, ast.AnnAssign) and node.value:
        yield node.target, node.value
    for target in node.targets if isinstance(node, ast.Assign) else ():
        assert isinstance(node, ast.Assign)
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _holds(node: ast.AST, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def role_templates_grant_what_exists(subject: Subject) -> Iterator[Finding]:
    """Roles that it brings grant permissions that exist."""
    known = subject.assembly.registry.permissions
    for owner, template in subject.assembly.hooks.collect(hookspecs.role_templates):
        for name in template.grants if owner == subject.name else ():
            start = name.removesuffix("*")
            if name not in known and not (name.endswith("*") and any(k.startswith(start) for k in known)):
                yield Finding(
                    f"The role {template.name} grants {name!r}, which does not exist.",
                    "Grant a permission that is declared.",
                    subject.where_of_hook("role_templates"),
                )


def additions_to_roles_find_their_role(subject: Subject) -> Iterator[Finding]:
    """A role without a title adds to one that core, or a plugin that it requires, declares."""
    known = {template.name for template in subject.assembly.registry.role_templates}
    for owner, template in subject.assembly.hooks.collect(hookspecs.role_templates):
        if owner == subject.name and template.title is None and template.name not in known:
            yield Finding(
                f"Nobody declares the role {template.name}, to which it adds.",
                "Give it a title, or name a role of core.",
                subject.where_of_hook("role_templates"),
            )


def personal_data_are_declared(subject: Subject) -> Iterator[Finding]:
    """Telephone numbers, e-mail addresses and numbers of taxes or identity are declared `sensitive`."""
    for model, field in own_fields(subject):
        wanted = _sensitive(field)
        if wanted and not field.hidden and field.sensitive != wanted:
            yield Finding(
                f"The field {field.name} ({field.label}) holds personal data but is not declared so.",
                f'Declare it with sensitive="{wanted}".',
                subject.where_of(model),
            )


def _sensitive(field: Field) -> str:
    """The group that a field belongs to by its kind or its name; empty for none."""
    name = field.name.rpartition(".")[2]
    if isinstance(field.kind, PhoneKind) or re.search(r"(^|_)(phone|mobile|fax)($|_)", name):
        return "phone" if isinstance(field.kind, TextKind) else ""
    if isinstance(field.kind, EmailKind) or re.search(r"(^|_)e?mail($|_)", name):
        return "email" if isinstance(field.kind, TextKind) else ""
    is_text = isinstance(field.kind, TextKind) and not name.startswith(FREE_TEXT)
    return "identity" if is_text and IDENTITY.search(name) else ""


RULES = (
    activity_types_are_named_after_the_plugin,
    permissions_are_used,
    role_templates_grant_what_exists,
    additions_to_roles_find_their_role,
    personal_data_are_declared,
)
