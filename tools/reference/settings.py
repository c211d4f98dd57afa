"""docs/reference/settings.md: what an installation and a company can set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.config import PREFIX, Settings
from core.contracts.base import declared_field
from core.contracts.contributions import Setting
from core.contracts.fields import Field
from tools.reference.markdown import code, head, table
from tools.reference.registry import core_registry

TITLE = "Settings"

INSTALLATION = """
## Of an installation

They say how a process runs. A command-line option comes before the environment, the environment before
`guanxi.toml` in the installation's folder, the file before the default. `guanxi config explain KEY` says
where a value came from, `guanxi config set KEY VALUE` writes the file; a change holds from the next start.

`--home` and `--database-url` are understood by every command, `--host`, `--port` and `--workers` by
`guanxi serve`. `home` cannot stand in the file, as the file lies in it. The secret key stands in a file of
its own beside it, `secret_key`, which only its owner may read; `guanxi init` makes it.

"""
COMPANY = """
## Of the company

They are kept in the database and hold for all processes at once. `guanxi settings list` and
`GET /api/v1/settings` show them; `guanxi settings set NAME VALUE` and `PATCH /api/v1/settings` change them,
and an empty value (`null` in the API) goes back to the default.

"""
# Defaults that are worked out when the program starts.
WORKED_OUT = {
    "database_url": "`sqlite:///HOME/guanxi.sqlite3`",
    "workers": "one for each processor",
    "worker_processes": "1 with SQLite; with PostgreSQL one for each processor, at least 2",
}
KINDS = {"boolean": "yes or no", "integer": "whole number", "number": "number", "string": "text"}


def page() -> str:
    """The page."""
    installation = table(("setting", "in the environment", "default", "value", "what it is"), _installation())
    company = table(("setting", "default", "kind", "what it is"), _company())
    return f"{head(TITLE)}{INSTALLATION}{installation}{COMPANY}{company}"


def _installation() -> Iterator[tuple[str, ...]]:
    schemas = Settings.model_json_schema()["properties"]
    for name, field in Settings.model_fields.items():
        default = WORKED_OUT[name] if field.default_factory else code(field.default)
        variable = code(PREFIX + name.upper())
        yield code(name), variable, default, _value(schemas[name]), field.description or ""


def _value(schema: Mapping[str, Any]) -> str:
    """What may be said, in words."""
    schema = {**schema, **next(iter(schema.get("anyOf", ())), {})}
    if "enum" in schema:
        return ", ".join(map(code, schema["enum"]))
    words = [KINDS[schema["type"]]]
    if "minLength" in schema and schema["minLength"] > 1:
        words.append(f"of at least {schema['minLength']} characters")
    return " ".join([*words, *_bounds(schema)])


def _bounds(schema: Mapping[str, Any]) -> Iterator[str]:
    for key, words in {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to"}.items():
        if key in schema:
            yield f"{words} {schema[key]:g}" if schema[key] < 1000 else f"{words} {schema[key]:,.0f}"


def _company() -> Iterator[tuple[str, ...]]:
    for name, setting in core_registry().settings.items():
        field = _field(setting)
        what = ". ".join(filter(None, (field.label, field.help)))
        yield code(name), code(field.default), field.kind.name, what if what.endswith(".") else f"{what}."


def _field(setting: Setting) -> Field:
    field = declared_field(setting.field)
    if field is None:
        raise ValueError(f"{setting.name} is not declared with a field helper")
    return field
