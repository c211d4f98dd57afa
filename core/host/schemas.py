"""Pydantic models made of declared fields: one model serves API body, form, import row and JSON Schema.

They are built per record type and verb, never per actor or language; rights are applied after parsing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic import Field as Length
from pydantic_core.core_schema import ValidationInfo

from core.contracts.fields import Field as Declared
from core.contracts.kinds import ParseContext, Problem
from core.errors import FieldError, FieldErrors, Invalid
from core.labels import translations

_ = translations("core")

Verb = Literal["create", "update"]
Insists = Callable[[Declared], bool]
MAX_CHILDREN = 500
NO_CONTEXT = ParseContext()

UNKNOWN = _("There is no such field.")
READ_ONLY = _("This field is set by the system and cannot be written.")
REQUIRED = _("This field is required.")


class InputModel(BaseModel):
    """The base of all input models: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def read_value(field: Declared, raw: Any, context: ParseContext) -> Any:
    """A value as its kind reads it and its check lets it pass, None for an empty one; raises Problem."""
    value = field.kind.parse(raw, context)
    problem = field.check(value) if field.check and value is not None else None
    if problem:
        raise Problem("check_failed", problem)
    return value


def annotation(field: Declared) -> Any:
    """The type of one field: its kind reads the value, its check judges it, its schema describes it."""

    def read(raw: Any, info: ValidationInfo) -> Any:
        value = read_value(field, raw, info.context or NO_CONTEXT)
        if value is None and field.required:
            raise Problem("required", REQUIRED)
        return value

    return Annotated[Any, PlainValidator(read), WithJsonSchema(json_schema(field))]


def json_schema(field: Declared) -> dict[str, Any]:
    """The JSON Schema of a field's value, null included where it may be empty."""
    schema: dict[str, Any] = {**field.kind.schema(), "title": str(field.label)}
    if field.help:
        schema["description"] = str(field.help)
    if not field.required:
        kinds = schema.get("type")
        if isinstance(kinds, str | list):
            schema["type"] = [*([kinds] if isinstance(kinds, str) else kinds), "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def input_model(name: str, fields: Iterable[Declared], insists: Insists, **lines: Any) -> type[BaseModel]:
    """A model of these fields; `insists` says which must be sent, `lines` are models of lines by key."""
    members: dict[str, Any] = {
        field.name: (annotation(field), ... if insists(field) else field.default) for field in fields
    }
    for key, model in lines.items():
        line: Any = model
        members[key] = (Annotated[list[line], Length(max_length=MAX_CHILDREN)], None)
    return create_model(name, __base__=InputModel, **members)


def is_needed(field: Declared) -> bool:
    """Whether a new row cannot do without a value from the sender."""
    return field.required and field.default is None


def parse(
    model: type[BaseModel],
    raw: Any,
    context: ParseContext = NO_CONTEXT,
    fields: Mapping[str, Declared] = MappingProxyType({}),
) -> dict[str, Any]:
    """The plain values that were sent (only those); Invalid names every field that is wrong.

    `fields` are all that the record has, to tell read-only fields from unknown ones.
    """
    try:
        parsed = model.model_validate(raw, context=context)
    except ValidationError as error:
        raise Invalid(field_errors(error, model, fields)) from None
    return _values(parsed)


def _values(parsed: BaseModel) -> dict[str, Any]:
    """What was set, lines as dictionaries."""
    sent = parsed.model_fields_set
    return {
        name: [_values(line) for line in value] if _is_lines(value) else value
        for name, value in parsed.__dict__.items()
        if name in sent
    }


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], BaseModel)


def field_errors(
    error: ValidationError, model: type[BaseModel], fields: Mapping[str, Declared]
) -> FieldErrors:
    """Pydantic's findings as ours: stable codes, our words, by field path."""
    found: dict[str, list[FieldError]] = {}
    for item in error.errors(include_url=False):
        path = ".".join(str(part) for part in item["loc"])
        found.setdefault(path, []).append(_field_error(item, path, model, fields))
    return found


def _field_error(
    item: Mapping[str, Any], path: str, model: type[BaseModel], fields: Mapping[str, Declared]
) -> FieldError:
    problem = item.get("ctx", {}).get("error")
    if isinstance(problem, Problem):
        return FieldError(problem.code, problem.message, item["input"])
    if item["type"] == "extra_forbidden":
        return _unknown(path, item["input"], model, fields)
    if item["type"] == "missing":
        return FieldError("required", REQUIRED)
    return FieldError(item["type"], _("{reason}").fill(reason=item["msg"]), item["input"])


def _unknown(path: str, value: Any, model: type[BaseModel], fields: Mapping[str, Declared]) -> FieldError:
    """A key that is no field: read-only, misspelt or foreign."""
    if path in fields and not fields[path].hidden:
        return FieldError("read_only", READ_ONLY, value)
    near = get_close_matches(path, model.model_fields, 1)
    if near:
        return FieldError(
            "unknown_field", _("There is no such field. Did you mean {name}?").fill(name=near[0]), value
        )
    return FieldError("unknown_field", UNKNOWN, value)
