"""The web application: routes, middleware and error answers put together."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ExceptionHandler

from core.api.documentation import Documentation
from core.api.endpoint import Context
from core.api.health import Health
from core.api.job_metrics import JobCounts
from core.api.limits import LoadShed
from core.api.metrics import Metrics
from core.api.observability import Observed
from core.api.problems import problem_answer
from core.api.routing import operations_of, route_table
from core.host.discovery import Found
from core.http.failures import TranslatorOf
from core.http.static import Static
from core.services.work import App


def make_asgi(app: App) -> Starlette:
    """The application as uvicorn serves it."""
    settings, translator = app.settings, app.catalogues.accepting
    metrics = Metrics(JobCounts(app.database, app.clock))
    metrics.show(app.plugins)
    operations = operations_of(app.registry)
    context = Context(app, translator)
    documentation = Documentation(app.registry, operations)
    served = Starlette(
        routes=[
            *public_routes(Health(app.database, app.plugins), metrics, documentation),
            *static_routes(app.plugins.running),
            Mount("/static", Static()),
            route_table(context, operations),
        ],
        middleware=[
            Middleware(Observed, metrics=metrics, failures=app.hooks.failures),
            Middleware(LoadShed, most=settings.max_in_flight, metrics=metrics, translator=translator),
        ],
        exception_handlers={HTTPException: failed(translator), Exception: failed(translator)},
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
    return [Mount(f"/static/{name}", Static(path)) for name, path in folders.items() if path.is_dir()]


def failed(translator: TranslatorOf) -> ExceptionHandler:
    """The handler for what Starlette refuses (unknown paths and methods) and for faults outside endpoints."""

    async def handle(request: Request, error: Exception) -> Response:
        translate = translator(request.headers.get("accept-language", ""))
        return problem_answer(error, request.scope.get("guanxi.request_id", ""), translate).response()

    return handle
