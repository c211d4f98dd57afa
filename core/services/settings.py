"""Settings of the whole company: declared by their owners, kept in the database for all processes."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from sqlalchemy import delete, insert, select

from core.contracts.base import declared_field
from core.contracts.fields import Field
from core.contracts.kinds import ParseContext, Problem
from core.data.models import StoredSetting
from core.errors import NotFound, invalid
from core.host.registry import Registry
from core.labels import translations
from core.services import rights_generation
from core.services.work import Work

_ = translations("core")

VIEW, EDIT = "core.settings.view", "core.settings.edit"
READING = ParseContext()

UNKNOWN = _("There is no setting called {name}.")
NEAR = _("Did you mean {name}?")


def field_of(registry: Registry, name: str) -> Field:
    """The field that a setting is declared with; NotFound, with a suggestion, if nobody declared it."""
    setting = registry.settings.get(name)
    field = declared_field(setting.field) if setting else None
    if field is None:
        near = get_close_matches(name, registry.settings, 1)
        raise NotFound(UNKNOWN.fill(name=name), fix=NEAR.fill(name=near[0]) if near else "")
    return field


def get(work: Work, name: str) -> Any:
    """The value of a setting: as an admin set it, else its default."""
    field = field_of(work.registry, name)
    stored = work.session.scalars(select(StoredSetting.value).where(StoredSetting.name == name)).first()
    return field.default if stored is None else field.kind.parse(stored, READING)


def get_of(work: Work, owner: str) -> Mapping[str, Any]:
    """The values of all settings of one owner by their full names, with one query."""
    names = [name for name in work.registry.settings if name.startswith(f"{owner}.")]
    statement = select(StoredSetting.name, StoredSetting.value).where(StoredSetting.name.in_(names))
    stored: dict[str, Any] = dict(work.session.execute(statement).all())
    fields = {name: field_of(work.registry, name) for name in names}
    return {
        name: field.kind.parse(stored[name], READING) if name in stored else field.default
        for name, field in fields.items()
    }


def get_all(work: Work) -> Mapping[str, Any]:
    """All declared settings with their values. Raises Forbidden without the right to see them."""
    work.require(VIEW)
    stored: dict[str, Any] = dict(work.session.execute(select(StoredSetting.name, StoredSetting.value)).all())
    fields = {name: field_of(work.registry, name) for name in work.registry.settings}
    return {
        name: field.kind.parse(stored[name], READING) if name in stored else field.default
        for name, field in fields.items()
    }


def set_value(work: Work, name: str, raw: Any) -> Any:
    """Set a setting from what a door sent; None or blank goes back to the default. Answers the new value.

    Raises Forbidden without the right, NotFound for an undeclared setting, Invalid for a wrong value.
    """
    work.require(EDIT)
    field, before = field_of(work.registry, name), get(work, name)
    value = _parse(name, field, raw)
    work.session.execute(delete(StoredSetting).where(StoredSetting.name == name))
    if value is not None:
        work.session.execute(insert(StoredSetting).values(name=name, value=value))
    work.record("setting", name, {"before": before, "after": value})
    rights_generation.grow(work.session)
    return field.default if value is None else value


def _parse(name: str, field: Field, raw: Any) -> Any:
    try:
        value = field.kind.parse(raw, READING)
    except Problem as problem:
        raise invalid(name, problem.code, problem.message, raw) from problem
    wrong = field.check(value) if field.check and value is not None else None
    if wrong:
        raise invalid(name, "check_failed", wrong, raw)
    return value
