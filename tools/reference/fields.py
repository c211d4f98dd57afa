"""docs/reference/fields.md: every field helper, what can be said of a field, and how values look."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import MappedColumn

from core.contracts import fields
from core.contracts.base import declared_field
from core.contracts.fields import Field
from tools.reference.field_words import OPERATORS, OPTIONS, SYSTEM_FIELDS
from tools.reference.markdown import code, head, sentence, table

INTRODUCTION = (
    "A field is declared by one of these helpers, imported from `core.plugin_api`. Each returns a mapped\n"
    "column, read through `Mapped[...]`, that carries all that any door needs to know of the field.\n"
    "[Declare a record type](../how-to/declare-a-record-type.md) shows them at work.",
    "The public name of a field is its attribute's; a reference loses its `_id`: `owner_id` is `owner` in\n"
    "the API, on the command line and in files.",
)
# What helpers need beside a label.
CHOICES = {"new": "New", "done": "Done"}
ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "choice": {"choices": CHOICES},
    "choices": {"listed": CHOICES},
    "reference": {"target": "core_customer"},
    "parent": {"target": "core_customer"},
    "extends": {"target": "core_customer"},
}
NOT_DECLARED = ("kind", "label", "name", "attribute", "extension")
EXAMPLE = "x"


def page() -> str:
    """The page."""
    helpers = "\n".join(_chapter(name, helper) for name, helper in helpers_of_fields().items())
    parts = [
        head("Fields", *INTRODUCTION),
        f"## Options of every field\n\n{table(('option', 'default', 'meaning'), _options())}",
        f"## Operators\n\n{table(('operator', 'finds records whose value'), _words(OPERATORS))}",
        f"## Fields that every record has\n\n{table(('field', 'what it is'), _words(SYSTEM_FIELDS))}",
        f"## Helpers\n\n{helpers}",
    ]
    return "\n".join(parts)


def helpers_of_fields() -> Mapping[str, Callable[..., MappedColumn[Any]]]:
    """Every field helper by its name, in the order of declaration."""
    functions = [item for _name, item in inspect.getmembers(fields, inspect.isfunction)]
    own = [item for item in functions if _is_helper(item)]
    return {item.__name__: item for item in sorted(own, key=lambda item: inspect.getsourcelines(item)[1])}


def _is_helper(function: Callable[..., Any]) -> bool:
    public = function.__module__ == fields.__name__ and not function.__name__.startswith("_")
    return public and inspect.signature(function).return_annotation == "MappedColumn[Any]"


def _options() -> Iterator[tuple[str, str, str]]:
    for item in dataclass_fields(Field):
        if item.name not in NOT_DECLARED:
            default = "" if item.default in (MISSING, "", None, ()) else code(item.default)
            yield code(item.name), default, OPTIONS[item.name]


def _words(words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((code(name), meaning) for name, meaning in words.items())


def _chapter(name: str, helper: Callable[..., MappedColumn[Any]]) -> str:
    label = {"label": "Label"} if "label" in inspect.signature(helper).parameters else {}
    field = declared_field(helper(**label, **ARGUMENTS.get(name, {})))
    if field is None:
        raise ValueError(f"{name} makes a column without a field")
    rows = [("stored as", _stored(field)), *_besides(field), *_presets(field)]
    rows += [("operators", ", ".join(map(code, _in_order(field)))), ("in JSON", code(_json(field)))]
    call = f"```python\n{name}{_signature(helper)}\n```"
    return f"### {name}\n\n{sentence(helper.__doc__)}\n\n{call}\n\n{table(('', ''), rows)}"


def _signature(helper: Callable[..., Any]) -> inspect.Signature:
    """The signature without annotations."""
    found = inspect.signature(helper)
    parameters = [item.replace(annotation=inspect.Parameter.empty) for item in found.parameters.values()]
    return found.replace(parameters=parameters, return_annotation=inspect.Signature.empty)


def _stored(field: Field) -> str:
    """The column's type on both databases, once where they agree."""
    # Any: neither dialects nor compile() of a type are annotated
    dialects: dict[str, Any] = {"SQLite": sqlite.dialect, "PostgreSQL": postgresql.dialect}
    column: Any = field.kind.column_type()
    types = {name: column.compile(dialect()) for name, dialect in dialects.items()}
    if len(set(types.values())) == 1:
        return code(types["SQLite"])
    return ", ".join(f"{code(text)} on {name}" for name, text in types.items())


def _besides(field: Field) -> Iterator[tuple[str, str]]:
    """The columns that come with it."""
    for companion in field.companions(EXAMPLE):
        yield "adds", code(f"<name>{companion.attribute.removeprefix(EXAMPLE)}")


def _presets(field: Field) -> Iterator[tuple[str, str]]:
    """The options that the helper sets otherwise than usual."""
    said = [
        f"{item.name}={getattr(field, item.name)!r}"
        for item in dataclass_fields(Field)
        if item.name not in NOT_DECLARED and getattr(field, item.name) != item.default
    ]
    if said:
        yield "unless said otherwise", ", ".join(map(code, said))


def _in_order(field: Field) -> list[str]:
    return [name for name in OPERATORS if name in field.kind.operators]


def _json(field: Field) -> str:
    return json.dumps(field.kind.schema(), ensure_ascii=False)
