"""From operations to routes: one route per path with all its methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from core.api import (
    endpoints_actions,
    endpoints_attachments,
    endpoints_changes,
    endpoints_children,
    endpoints_files,
    endpoints_general,
    endpoints_jobs,
    endpoints_matching,
    endpoints_records,
    endpoints_settings,
    endpoints_totals,
    endpoints_undo,
)
from core.api.endpoint import Context, Endpoint
from core.api.operations import ROOT, Described
from core.host.registry import Registry


def operations_of(registry: Registry) -> list[Described]:
    """Everything that the API offers for what is registered."""
    return list(_operations(registry))


def _operations(registry: Registry) -> Iterator[Described]:
    yield from endpoints_general.operations(registry)
    yield from endpoints_settings.operations(registry)
    yield from endpoints_changes.operations(registry)
    yield from endpoints_jobs.operations()
    yield from endpoints_undo.operations()
    for record_type in registry.types.values():
        yield from endpoints_records.operations(registry, record_type)
        yield from endpoints_totals.operations(record_type)
        yield from endpoints_matching.operations(record_type)
        yield from endpoints_actions.operations(record_type)
        yield from endpoints_children.operations(registry, record_type)
        yield from endpoints_files.operations(record_type)
        yield from endpoints_attachments.operations(registry, record_type)


def by_path(operations: Iterable[Described]) -> Mapping[str, Mapping[str, Described]]:
    """The operations of each path by method; two for the same method are a mistake of a declaration."""
    found: dict[str, dict[str, Described]] = defaultdict(dict)
    for operation in operations:
        if operation.method in found[operation.path]:
            raise ValueError(f"{operation.method} {operation.path} is declared twice")
        found[operation.path][operation.method] = operation
    return found


class RouteTable(BaseRoute):
    """The routes of the API by the first word after `/api/v1`.

    Starlette tries one route after another: measured, 1 microsecond each, so a hundred resources would cost
    every request as much as its query.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self.by_word: dict[str, list[Route]] = defaultdict(list)
        for route in routes:
            self.by_word[first_word(route.path)].append(route)

    @property
    def routes(self) -> list[Route]:
        """All of them."""
        return [route for routes in self.by_word.values() for route in routes]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that fits path and method, or else the first that fits the path."""
        best: tuple[Match, Scope] = (Match.NONE, {})
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        for route in self.by_word.get(first_word(path), ()) if scope["type"] == "http" else ():
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, {**found, "guanxi.matched": route}
            if match is Match.PARTIAL and best[0] is Match.NONE:
                best = match, {**found, "guanxi.matched": route}
        return best

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over to the route that matched."""
        await scope["guanxi.matched"].handle(scope, receive, send)


def first_word(path: str) -> str:
    """`customers` of `/api/v1/customers/7`; a plugin's name of its paths."""
    return path[len(ROOT) + 1 :].partition("/")[0] if path.startswith(f"{ROOT}/") else ""


def route_table(context: Context, operations: Iterable[Described]) -> RouteTable:
    """The routes, paths without parameters first: `/customers/totals` is not the id "totals"."""
    paths = sorted(by_path(operations).items(), key=lambda item: ("{" in item[0], item[0]))
    return RouteTable(
        Route(path, Endpoint(context, path, methods), methods=list(methods)) for path, methods in paths
    )
