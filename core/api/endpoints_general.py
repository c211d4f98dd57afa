"""What is about no single resource: who I am, and search over everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from core.api.openapi.names import ref
from core.api.operations import ROOT, SIGNED_IN, Call, Operation, Parameter
from core.api.parameters import names_parameter
from core.api.responses import Answer
from core.formats.plain_json import encode
from core.host.registry import Registry
from core.http.query import limit_of, names_of, parameters, required
from core.services.search import search
from core.services.work import Work

GENERAL = "General"
MAX_HITS = 50
DEFAULT_HITS = 20


def operations(registry: Registry) -> Iterator[Operation]:
    """The operations beside those of the resources."""
    yield Operation(
        method="GET",
        path=f"{ROOT}/me",
        name="me",
        summary="Who the token belongs to, and what it may do",
        tag=GENERAL,
        permission=SIGNED_IN,
        run=me,
        answer=ref("Me"),
    )
    yield Operation(
        method="GET",
        path=f"{ROOT}/search",
        name="search",
        summary="Find records of any kind by words",
        tag=GENERAL,
        permission=SIGNED_IN,
        run=find,
        parameters=search_parameters(registry),
        answer=ref("Hits"),
    )


def search_parameters(registry: Registry) -> tuple[Parameter, ...]:
    """The parameters of the search over everything."""
    return (
        Parameter(
            name="q",
            schema={"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"},
            description="The words; all of them must be found.",
            required=True,
            example="Alfreds",
        ),
        names_parameter(
            "resources",
            registry.types,
            "The kinds of record to look for; all when left out",
            list(registry.types)[:2],
        ),
        Parameter(
            name="limit",
            schema={"type": "integer", "minimum": 1, "maximum": MAX_HITS, "default": DEFAULT_HITS},
            description="How many hits of each kind at most.",
        ),
    )


def me(work: Work, call: Call) -> Answer:
    """The caller, with the permissions of the token and how far each reaches."""
    parameters(call.query, ())
    actor = work.actor
    reaches = {name: actor.reach(name) for name in sorted(work.registry.permissions)}
    return Answer(
        encode(
            {
                "user": actor.user_id,
                "name": actor.name,
                "unit": actor.unit_id,
                "units": actor.unit_ids,
                "locale": actor.locale,
                "time_zone": actor.time_zone,
                "permissions": {name: reach for name, reach in reaches.items() if reach},
            }
        )
    )


def find(work: Work, call: Call) -> Answer:
    """Hits of a search, each with its resource, id and name."""
    found = parameters(call.query, {"q", "resources", "limit"})
    text = required(found, "q")
    resources = names_of(found, "resources", work.registry.types)
    limit = limit_of(found, MAX_HITS, DEFAULT_HITS)
    hits = search(work, text, resources, limit)
    return Answer(encode({"data": [asdict(hit) for hit in hits]}))
