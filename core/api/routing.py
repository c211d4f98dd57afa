"""From operations to routes: one route per path with all its methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from starlette.routing import BaseRoute, Route

from core.api import (
    endpoints_actions,
    endpoints_children,
    endpoints_general,
    endpoints_records,
    endpoints_settings,
    endpoints_totals,
)
from core.api.endpoint import Context, Endpoint
from core.api.operations import Operation
from core.host.registry import Registry


def operations_of(registry: Registry) -> list[Operation]:
    """Everything that the API offers for what is registered."""
    return list(_operations(registry))


def _operations(registry: Registry) -> Iterator[Operation]:
    yield from endpoints_general.operations(registry)
    yield from endpoints_settings.operations(registry)
    for record_type in registry.types.values():
        yield from endpoints_records.operations(registry, record_type)
        yield from endpoints_totals.operations(record_type)
        yield from endpoints_actions.operations(record_type)
        yield from endpoints_children.operations(registry, record_type)


def by_path(operations: Iterable[Operation]) -> Mapping[str, Mapping[str, Operation]]:
    """The operations of each path by method; two for the same method are a mistake of a declaration."""
    found: dict[str, dict[str, Operation]] = defaultdict(dict)
    for operation in operations:
        if operation.method in found[operation.path]:
            raise ValueError(f"{operation.method} {operation.path} is declared twice")
        found[operation.path][operation.method] = operation
    return found


def routes(context: Context, operations: Iterable[Operation]) -> list[BaseRoute]:
    """The routes, paths without parameters first: `/customers/totals` is not the id "totals"."""
    paths = sorted(by_path(operations).items(), key=lambda item: ("{" in item[0], item[0]))
    return [Route(path, Endpoint(context, path, methods), methods=list(methods)) for path, methods in paths]
