"""Settings of the company: read all, change some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from core.api.endpoints_general import GENERAL
from core.api.openapi.components import read_value
from core.api.operations import ROOT, Call, Operation, Schema
from core.api.responses import Answer
from core.errors import FieldError, Invalid, invalid
from core.formats.plain_json import encode
from core.host.registry import Registry
from core.host.schemas import json_schema
from core.http.query import SHOWN, parameters
from core.labels import translations
from core.services import settings
from core.services.work import Work

_ = translations("core")

PATH = f"{ROOT}/settings"


def operations(registry: Registry) -> Iterator[Operation]:
    """Reading and changing the settings that are declared."""
    shared: dict[str, Any] = {"path": PATH, "tag": GENERAL, "answer": _schema(registry, writing=False)}
    yield Operation(
        method="GET",
        name="settings_read",
        summary="Read the settings of the company",
        permission=settings.VIEW,
        run=read,
        **shared,
    )
    yield Operation(
        method="PATCH",
        name="settings_update",
        summary="Change settings of the company",
        description="Only what is sent is changed; null goes back to the default.",
        permission=settings.EDIT,
        run=update,
        body=_schema(registry, writing=True),
        **shared,
    )


def _schema(registry: Registry, *, writing: bool) -> Schema:
    """An object with a property for each setting."""
    describe = json_schema if writing else read_value
    return {
        "type": "object",
        "properties": {name: describe(settings.field_of(registry, name)) for name in registry.settings},
        "additionalProperties": False,
    }


def read(work: Work, call: Call) -> Answer:
    """All settings with their values."""
    parameters(call.query, ())
    return Answer(encode(settings.get_all(work)))


def update(work: Work, call: Call) -> Answer:
    """Set what was sent, all or nothing; answers the settings as they are now."""
    parameters(call.query, ())
    if not isinstance(call.body, dict):
        raise invalid("", "shape", _("Send an object with the settings to change."))
    _refuse_unknown(work.registry, call.body)
    for name, value in call.body.items():
        settings.set_value(work, name, value)
    return Answer(encode(settings.shown(work)))


def _refuse_unknown(registry: Registry, body: Mapping[str, Any]) -> None:
    errors = {}
    for name in body.keys() - registry.settings.keys():
        near = get_close_matches(name[:SHOWN], registry.settings, 1)
        hint = _("There is no such setting. Did you mean {name}?").fill(name=near[0]) if near else None
        errors[name[:SHOWN]] = (FieldError("unknown_field", hint or _("There is no such setting.")),)
    if errors:
        raise Invalid(errors)
