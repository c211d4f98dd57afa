"""docs/reference/permissions.md: every permission, what needs it, and which roles have it at first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from core.contracts.contributions import Permission
from core.contracts.work import REACHES
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.services.grants import Grants
from tools.reference.markdown import code, head, table
from tools.reference.registry import core_registry

INTRODUCTION = (
    "A permission is written `<owner>.<resource>.<action>`: `core.customers.view`. A role grants\n"
    "permissions, each with a reach; `core.customers.*` stands for all that begin so, `*` for all there\n"
    "are. A user has what his roles grant; where several grant the same permission, the widest reach\n"
    "holds. How to work with roles: [Users and rights](../how-to/users-and-rights.md).",
    "## Reaches",
)
REACH_WORDS = {
    "own": "records of which the user is the owner",
    "team": "those, and records in whose team (or among whose participants) the user is",
    "unit": "those, and records of the user's unit and of all below it, and customers with a site there",
    "all": "all records",
}
RULES = """
Nobody does more to a record than he may see of it: the reach of an action ends where that of `view` ends.
Contacts follow their customer: a reach is applied to the customer. What is about a customer (activities,
the journal) is seen by whoever may see the customer. A resource that belongs to nobody in particular (roles,
tags, exchange rates, saved views) has no reaches; there, every reach is `all`.

`phone`, `email` and `identity` are rights to see fields. Without them telephone numbers and e-mail addresses
are shown masked and identity numbers not at all; none of them can be filtered by, sorted by, searched for
or written. Their reach has no meaning.

Restoring from the trash needs `delete`. Lists, single records, history and totals need `view`.

## Default roles

`guanxi init` makes these roles; afterwards they are records like others and can be changed. The columns
below are their names:

"""


def page() -> str:
    """The page."""
    registry = core_registry()
    reaches = table(("reach", "what it covers"), [(code(name), REACH_WORDS[name]) for name in REACHES])
    roles = "".join(f"- `{role.name}`: {role.title}\n" for role in registry.role_templates)
    chapters = [_chapter(registry, name, found) for name, found in _by_resource(registry).items()]
    return "\n".join([head("Permissions", *INTRODUCTION), f"{reaches}{RULES}{roles}", *chapters])


def _by_resource(registry: Registry) -> Mapping[str, list[Permission]]:
    """The permissions of each resource by `<owner>.<resource>`, in the order of declaration."""
    found: dict[str, list[Permission]] = defaultdict(list)
    for permission in registry.permissions.values():
        found[permission.name.rpartition(".")[0]].append(permission)
    return found


def _chapter(registry: Registry, name: str, permissions: Sequence[Permission]) -> str:
    record_type = registry.types.get(name.removeprefix("core."))
    roles = [(role.name, Grants(role.grants.items())) for role in registry.role_templates]
    headings = ["permission", "allows", *(role for role, _grants in roles)]
    rows = [
        [code(item.name), _allows(record_type, item), *(grants.get(item.name, "") for _role, grants in roles)]
        for item in permissions
    ]
    return f"## {name}\n\n{table(headings, rows)}"


def _allows(record_type: RecordType | None, permission: Permission) -> str:
    """What it is for, and the actions that need it."""
    actions = [code(action) for action in _actions(record_type, permission.name)]
    return permission.title + (f"; {', '.join(actions)}" if actions else "")


def _actions(record_type: RecordType | None, permission: str) -> Iterator[str]:
    for action in record_type.resource.actions if record_type else ():
        if action.permission == permission and not permission.endswith(f".{action.name}"):
            yield action.name
