"""The site: every page of core, of each record type and of each plugin, by its address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.contracts.pages import Page
from core.host.registry import Registry
from core.http.context import Context
from core.http.routing import RouteTable
from core.web import finding, gallery, profile, today, units
from core.web.boards import board
from core.web.calendars import calendar, feed
from core.web.endpoint import PageEndpoint
from core.web.forms import pages as form_pages
from core.web.lists import pages as list_pages
from core.web.records import pages as record_pages
from core.web.setting import Setting
from core.web.signing_in import SigningIn


@dataclass(frozen=True, eq=False)
class Website:
    """The pages of one application."""

    context: Context

    @cached_property
    def setting(self) -> Setting:
        """What all pages share."""
        return Setting(self.context)

    @cached_property
    def routes(self) -> Sequence[BaseRoute]:
        """PUBLIC: signing in and out, feeds with a secret address; all else is a `Page` with a permission."""
        signing_in, registry = SigningIn(self.setting), self.context.app.registry
        return [
            Route("/sign-in", signing_in.page, methods=["GET", "POST"]),
            Route("/sign-out", signing_in.leave, methods=["POST"]),
            *feed.Feeds(self.setting).routes(),
            page_table(self.setting, registry.prepared.get(pages_of, registry)),
        ]

    def failed(self, request: Request, error: Exception) -> Response:
        """The page about what failed before any page was found."""
        return self.setting.failed(request, error)


def pages_of(registry: Registry) -> Sequence[Page]:
    """Every page that there is."""
    return tuple(_pages(registry))


def _pages(registry: Registry) -> Iterator[Page]:
    yield from today.PAGES
    yield from profile.PAGES
    yield from units.PAGES
    yield from gallery.PAGES
    yield from finding.PAGES
    yield from board.pages(registry)
    yield from calendar.pages(registry)
    yield from feed.pages(registry)
    yield from list_pages.pages(registry)
    yield from form_pages.pages(registry)
    yield from record_pages.pages(registry)
    yield from registry.pages


def page_table(setting: Setting, pages: Iterable[Page]) -> RouteTable:
    """The routes, addresses without places first: `/customers/new` is not the id "new"."""
    paths = sorted(by_path(pages).items(), key=lambda item: ("{" in item[0], item[0]))
    return RouteTable(
        "", (Route(path, PageEndpoint(setting, path, found), methods=list(found)) for path, found in paths)
    )


def by_path(pages: Iterable[Page]) -> Mapping[str, Mapping[str, Page]]:
    """The pages of each address by method; two for the same method are a mistake of a declaration."""
    found: dict[str, dict[str, Page]] = defaultdict(dict)
    for page in pages:
        if page.method in found[page.path]:
            raise ValueError(f"{page.method} {page.path} is declared twice")
        found[page.path][page.method] = page
    return found
