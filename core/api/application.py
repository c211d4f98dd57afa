"""The web application: routes, middleware and error answers put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ExceptionHandler

from core.api.documentation import Documentation
from core.api.health import Health
from core.api.job_metrics import JobCounts
from core.api.limits import LoadShed
from core.api.metrics import Metrics
from core.api.observability import Observed
from core.api.problems import problem_answer
from core.api.routing import operations_of, route_table
from core.host.discovery import Found
from core.http.context import Context
from core.http.failures import TranslatorOf
from core.http.static import static_files
from core.services.work import App


class Site(Protocol):
    """The pages for people, beside the API for programs."""

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """What it answers."""
        ...

    def failed(self, request: Request, error: Exception) -> Response:
        """The page that says what failed, where no other page can."""
        ...


def make_asgi(app: App, make_site: Callable[[Context], Site] | None = None) -> Starlette:
    """The application as uvicorn serves it: the API, and the site if there is to be one."""
    settings, translator = app.settings, app.catalogues.accepting
    metrics = Metrics(JobCounts(app.database, app.clock))
    metrics.show(app.plugins)
    operations = app.registry.prepared.get(operations_of, app.registry)
    context = Context(app, translator)
    site = make_site(context) if make_site else None
    documentation = Documentation(app.registry, operations)
    served = Starlette(
        routes=[
            *public_routes(Health(app.database, app.plugins), metrics, documentation),
            *static_routes(app.plugins.running),
            Mount("/static", static_files()),
            route_table(context, operations),
            *(site.routes if site else ()),
        ],
        middleware=[
            Middleware(Observed, metrics=metrics, failures=app.hooks.failures),
            Middleware(LoadShed, most=settings.max_in_flight, metrics=metrics, translator=translator),
        ],
        exception_handlers=dict.fromkeys((HTTPException, Exception), failed(translator, site)),
    )
    # A redirect would lose the body and the token of the request; the answer is the problem "no_such_path".
    served.router.redirect_slashes = False
    return served


def public_routes(health: Health, metrics: Metrics, documentation: Documentation) -> list[BaseRoute]:
    """PUBLIC: what is answered without a token. Everything else is an `Operation` with a permission."""
    return [
        Route("/health", health.endpoint),
        Route("/metrics", metrics.endpoint),
        Route("/api/openapi.json", documentation.openapi),
        Route("/api/docs", documentation.page),
    ]


def static_routes(plugins: Iterable[Found]) -> list[BaseRoute]:
    """PUBLIC: the files of plugins, as those of core."""
    folders = {item.name: item.folder / "static" for item in plugins}
    return [Mount(f"/static/{name}", static_files(path)) for name, path in folders.items() if path.is_dir()]


def failed(translator: TranslatorOf, site: Site | None = None) -> ExceptionHandler:
    """The handler for what Starlette refuses (unknown paths and methods) and for faults outside endpoints."""

    async def handle(request: Request, error: Exception) -> Response:
        if site and not request.url.path.startswith("/api/"):
            return site.failed(request, error)
        translate = translator(request.headers.get("accept-language", ""))
        return problem_answer(error, request.scope.get("guanxi.request_id", ""), translate).response()

    return handle
