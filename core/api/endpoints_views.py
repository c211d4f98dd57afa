"""`GET /views`: the views of a list, ready-made and saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from core.api.openapi.names import ref
from core.api.operations import ROOT, SIGNED_IN, Call, Operation, Parameter
from core.api.responses import Answer
from core.errors import NotFound, invalid
from core.formats.plain_json import encode
from core.host.registry import Registry
from core.http.query import parameters, required
from core.services.views import views_of
from core.services.work import Work

ABOUT = """
First those that the program and its plugins bring, under titles in the language that is asked for; then the
saved ones that whoever asks may see. The parts of a definition are parameters of the list: `where`, `sort`,
`q`, and `columns` as `fields`. Saved views are written at `/saved_views`.
""".strip()


def operations(registry: Registry) -> Iterator[Operation]:
    """The views of any list."""
    resource = Parameter(
        name="resource",
        schema={"type": "string", "maxLength": 64},
        description="The kind of record.",
        required=True,
        example="customers",
    )
    yield Operation(
        method="GET",
        path=f"{ROOT}/views",
        name="views",
        summary="The views of a list: ready-made and saved ones",
        description=ABOUT,
        tag=str(registry.type_of("saved_views").resource.title),
        permission=SIGNED_IN,
        run=views,
        parameters=(resource,),
        answer=ref("Views"),
    )


def views(work: Work, call: Call) -> Answer:
    """Those of one kind of record."""
    resource = required(parameters(call.query, {"resource"}), "resource")
    try:
        work.registry.type_of(resource)
    except NotFound as error:
        raise invalid("resource", "resource_unknown", error.message, fix=error.fix) from error
    return Answer(encode({"data": [asdict(view) for view in views_of(work, resource)]}, work.translate))
