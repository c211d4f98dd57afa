"""What core declares fits together: no door finds a name that is not there, no heading means two fields."""

from collections import Counter
from collections.abc import Iterator

import pytest

from core.builtin.plugin import CorePlugin
from core.builtin.resources import RESOURCES
from core.contracts.resources import Resource
from core.host.hooks import Hooks
from core.host.record_types import RecordType
from core.host.registry import Registry


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Core's declarations, without a database."""
    hooks = Hooks()
    hooks.register("core", CorePlugin())
    return Registry(hooks)


def headings(record_type: RecordType) -> Iterator[str]:
    """Everything that a column of a file may be headed to mean a writable field, folded."""
    for field in record_type.writable:
        own = {field.name, str(field.label), *field.aliases}
        yield from {"".join(filter(str.isalnum, name.casefold())) for name in own}


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda item: item.name)
def test_every_named_field_is_there(registry: Registry, resource: Resource) -> None:
    record_type = registry.type_of(resource)
    sorts = {sort if isinstance(sort, str) else sort.name for sort in resource.sorts}
    named = {*resource.columns, *resource.filters, *sorts, resource.key, resource.label}
    named |= set(resource.transitions) | ({resource.parent} - {""})
    assert named <= record_type.fields.keys()
    assert resource.default_sort.removeprefix("-") in sorts


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda item: item.name)
def test_no_heading_means_two_fields(registry: Registry, resource: Resource) -> None:
    counted = Counter(headings(registry.type_of(resource)))
    assert [heading for heading, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda item: item.name)
def test_every_order_has_its_index(registry: Registry, resource: Resource) -> None:
    record_type = registry.type_of(resource)
    leading = {next(iter(index.columns)).name for index in record_type.model.__table__.indexes}
    for name in {*resource.sorts} - {"id"}:
        field = record_type.fields[str(name)]
        assert (f"{field.attribute}_key" if field.sort_key else field.attribute) in leading


def test_every_action_asks_for_a_right_that_exists(registry: Registry) -> None:
    actions = [action for resource in RESOURCES for action in resource.actions]
    assert {action.permission for action in actions} <= registry.permissions.keys()


def test_choices_of_actions_are_filled_in(registry: Registry) -> None:
    kind = registry.type_of("activities").inputs["complete"]["next_type"].kind
    assert "call" in kind.schema()["enum"]


def test_no_door_shows_what_proves_who_somebody_is(registry: Registry) -> None:
    columns = {name for item in registry.types.values() for name in item.fields}
    assert not {name for name in columns if "hash" in name or "secret" in name or "password" in name}
