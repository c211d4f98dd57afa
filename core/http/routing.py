"""`RouteTable`: many routes, found by the first word of their paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class RouteTable(BaseRoute):
    """Routes by the first word after `root` (`/api/v1`; empty for pages).

    Starlette tries one route after another: measured, 1 microsecond each, so a hundred resources would cost
    every request as much as its query.
    """

    def __init__(self, root: str, routes: Iterable[Route]) -> None:
        self.root = root
        self.by_word: dict[str, list[Route]] = defaultdict(list)
        for route in routes:
            self.by_word[first_word(root, route.path)].append(route)

    @property
    def routes(self) -> list[Route]:
        """All of them."""
        return [route for routes in self.by_word.values() for route in routes]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that fits path and method, or else the first that fits the path."""
        best: tuple[Match, Scope] = (Match.NONE, {})
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        for route in self.by_word.get(first_word(self.root, path), ()) if scope["type"] == "http" else ():
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, {**found, "guanxi.matched": route}
            if match is Match.PARTIAL and best[0] is Match.NONE:
                best = match, {**found, "guanxi.matched": route}
        return best

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over to the route that matched."""
        await scope["guanxi.matched"].handle(scope, receive, send)


def first_word(root: str, path: str) -> str:
    """`customers` of `/api/v1/customers/7`; a plugin's name of its paths."""
    return path[len(root) + 1 :].partition("/")[0] if path.startswith(f"{root}/") else ""
