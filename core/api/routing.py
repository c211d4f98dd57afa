"""From operations to routes: one route per path with all its methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from starlette.routing import Route

from core.api import (
    endpoints_actions,
    endpoints_attachments,
    endpoints_changes,
    endpoints_children,
    endpoints_files,
    endpoints_general,
    endpoints_intake,
    endpoints_jobs,
    endpoints_matching,
    endpoints_records,
    endpoints_settings,
    endpoints_totals,
    endpoints_undo,
    endpoints_views,
)
from core.api.endpoint import Endpoint
from core.api.operations import ROOT, Described
from core.host.registry import Registry
from core.http.context import Context
from core.http.routing import RouteTable


def operations_of(registry: Registry) -> list[Described]:
    """Everything that the API offers for what is registered."""
    return list(_operations(registry))


def _operations(registry: Registry) -> Iterator[Described]:
    yield from endpoints_general.operations(registry)
    yield from endpoints_settings.operations(registry)
    yield from endpoints_changes.operations(registry)
    yield from endpoints_jobs.operations()
    yield from endpoints_undo.operations()
    yield from endpoints_views.operations(registry)
    for record_type in registry.types.values():
        yield from endpoints_records.operations(registry, record_type)
        yield from endpoints_totals.operations(record_type)
        yield from endpoints_matching.operations(record_type)
        yield from endpoints_actions.operations(record_type)
        yield from endpoints_children.operations(registry, record_type)
        yield from endpoints_files.operations(record_type)
        yield from endpoints_intake.operations(record_type)
        yield from endpoints_attachments.operations(registry, record_type)


def by_path(operations: Iterable[Described]) -> Mapping[str, Mapping[str, Described]]:
    """The operations of each path by method; two for the same method are a mistake of a declaration."""
    found: dict[str, dict[str, Described]] = defaultdict(dict)
    for operation in operations:
        if operation.method in found[operation.path]:
            raise ValueError(f"{operation.method} {operation.path} is declared twice")
        found[operation.path][operation.method] = operation
    return found


def route_table(context: Context, operations: Iterable[Described]) -> RouteTable:
    """The routes, paths without parameters first: `/customers/totals` is not the id "totals"."""
    paths = sorted(by_path(operations).items(), key=lambda item: ("{" in item[0], item[0]))
    return RouteTable(
        ROOT,
        (Route(path, Endpoint(context, path, methods), methods=list(methods)) for path, methods in paths),
    )
