"""Pydantic models made from the registry: one model serves API body, form, import row and JSON Schema.

They are built per record type and verb, never per actor or language; rights are applied after parsing.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core.core_schema import ValidationInfo

from core.contracts.fields import Field as Declared
from core.contracts.kinds import ParseContext, Problem
from core.contracts.resources import Action
from core.errors import FieldError, FieldErrors, Invalid
from core.labels import translations

if TYPE_CHECKING:
    from core.host.record_types import ChildType, RecordType

_ = translations("core")

Verb = Literal["create", "update"]
MAX_CHILDREN = 500
NO_CONTEXT = ParseContext()

UNKNOWN = _("There is no such field.")
READ_ONLY = _("This field is set by the system and cannot be written.")
REQUIRED = _("This field is required.")


class InputModel(BaseModel):
    """The base of all input models: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def annotation(field: Declared) -> Any:
    """The type of one field: its kind reads the value, its check judges it, its schema describes it."""

    def read(raw: Any, info: ValidationInfo) -> Any:
        value = field.kind.parse(raw, info.context or NO_CONTEXT)
        if value is None:
            if field.required:
                raise Problem("required", REQUIRED)
            return None
        problem = field.check(value) if field.check else None
        if problem:
            raise Problem("check_failed", problem)
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


def input_model(record_type: RecordType, verb: Verb) -> type[BaseModel]:
    """The model of a request body: `create` insists on required fields, `update` on none."""
    fields: dict[str, Any] = {}
    for field in record_type.writable:
        insists = verb == "create" and field.required and field.default is None
        insists = insists and field.name not in record_type.resource.transitions
        fields[field.name] = (annotation(field), ... if insists else None)
    for name, child in record_type.children.items():
        line: Any = child_model(record_type, child, verb)
        fields[name] = (Annotated[list[line], Field(max_length=MAX_CHILDREN)], None)
    if verb == "update":
        fields["version"] = (annotation(record_type.fields["version"]), None)
    return create_model(f"{_class_name(record_type)}{verb.title()}", __base__=InputModel, **fields)


def child_model(record_type: RecordType, child: ChildType, verb: Verb) -> type[BaseModel]:
    """The model of one line: with its `id` it is kept or changed, without it is new.

    On an update nothing is insisted on here, for a line that is kept may be named by its id alone.
    """
    fields: dict[str, Any] = {"id": (annotation(child.fields["id"]), None)}
    for field in child.public:
        if not field.read_only:
            insists = verb == "create" and field.required and field.default is None
            fields[field.name] = (annotation(field), ... if insists else None)
    name = f"{_class_name(record_type)}{child.children.name.title()}{verb.title()}"
    return create_model(name, __base__=InputModel, **fields)


def action_model(record_type: RecordType, action: Action) -> type[BaseModel]:
    """The model of an action's inputs, which are declared with the field helpers."""
    fields: dict[str, Any] = {}
    for name, field in record_type.inputs[action.name].items():
        insists = field.required and field.default is None
        fields[name] = (annotation(field), ... if insists else field.default)
    return create_model(f"{_class_name(record_type)}{action.name.title()}", __base__=InputModel, **fields)


def _class_name(record_type: RecordType) -> str:
    return "".join(part.title() for part in record_type.name.replace(".", "_").split("_"))


def parse(
    record_type: RecordType, verb: Verb, raw: Any, context: ParseContext = NO_CONTEXT
) -> dict[str, Any]:
    """The plain values that were sent (only those); Invalid names every field that is wrong."""
    model = record_type.create_model if verb == "create" else record_type.update_model
    return parse_with(model, raw, context, record_type)


def parse_with(
    model: type[BaseModel], raw: Any, context: ParseContext, record_type: RecordType | None = None
) -> dict[str, Any]:
    """Validate `raw` with any input model; `record_type` tells read-only fields from unknown ones."""
    try:
        parsed = model.model_validate(raw, context=context)
    except ValidationError as error:
        raise Invalid(field_errors(error, model, record_type)) from None
    return _values(parsed)


def _values(parsed: BaseModel) -> dict[str, Any]:
    """What was set, lines as dictionaries."""
    return {
        name: [_values(line) for line in value] if _is_lines(value) else value
        for name, value in parsed.__dict__.items()
        if name in parsed.model_fields_set
    }


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], BaseModel)


def field_errors(
    error: ValidationError, model: type[BaseModel], record_type: RecordType | None = None
) -> FieldErrors:
    """Pydantic's findings as ours: stable codes, our words, by field path."""
    found: dict[str, list[FieldError]] = {}
    for item in error.errors(include_url=False):
        path = ".".join(str(part) for part in item["loc"])
        found.setdefault(path, []).append(_field_error(item, path, model, record_type))
    return found


def _field_error(
    item: Mapping[str, Any], path: str, model: type[BaseModel], record_type: RecordType | None
) -> FieldError:
    problem = item.get("ctx", {}).get("error")
    if isinstance(problem, Problem):
        return FieldError(problem.code, problem.message, item["input"])
    if item["type"] == "extra_forbidden":
        return _unknown(path, item["input"], model, record_type)
    if item["type"] == "missing":
        return FieldError("required", REQUIRED)
    return FieldError(item["type"], _("{reason}").fill(reason=item["msg"]), item["input"])


def _unknown(path: str, value: Any, model: type[BaseModel], record_type: RecordType | None) -> FieldError:
    """A key that is no field: read-only, misspelt or foreign."""
    if record_type and path in record_type.fields and not record_type.fields[path].hidden:
        return FieldError("read_only", READ_ONLY, value)
    near = get_close_matches(path, model.model_fields, 1)
    if near:
        return FieldError(
            "unknown_field", _("There is no such field. Did you mean {name}?").fill(name=near[0]), value
        )
    return FieldError("unknown_field", UNKNOWN, value)
