"""Settings of the whole company: declared by their owners, kept in the database for all processes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from core.config import HIDDEN
from core.contracts.base import declared_field
from core.contracts.fields import Field
from core.contracts.kinds import ParseContext, Problem
from core.data.models import StoredSetting
from core.errors import NotFound, did_you_mean, invalid
from core.host.registry import Registry
from core.labels import translations
from core.services import rights_generation
from core.services.sealing import seal, unseal
from core.services.work import Work

_ = translations("core")

VIEW, EDIT = "core.settings.view", "core.settings.edit"
READING = ParseContext()

UNKNOWN = _("There is no setting called {name}.")


def field_of(registry: Registry, name: str) -> Field:
    """The field that a setting is declared with; NotFound, with a suggestion, if nobody declared it."""
    setting = registry.settings.get(name)
    field = declared_field(setting.field) if setting else None
    if field is None:
        raise NotFound(UNKNOWN.fill(name=name), fix=did_you_mean(name, registry.settings))
    return field


def is_secret(work: Work, name: str) -> bool:
    """Whether no door shows the setting's value."""
    setting = work.registry.settings.get(name)
    return bool(setting and setting.secret)


def get(work: Work, name: str) -> Any:
    """The value of a setting: as an admin set it, else its default; of a secret one too.

    Raises ConfigurationError for a secret that was written with another secret key.
    """
    field = field_of(work.registry, name)
    stored = work.session.scalars(select(StoredSetting.value).where(StoredSetting.name == name)).first()
    if stored is None:
        return field.default
    return field.kind.parse(unseal(work.app.settings, stored) if is_secret(work, name) else stored, READING)


def get_of(work: Work, owner: str) -> Mapping[str, Any]:
    """The values of all settings of one owner, but for secrets, by their full names, with one query."""
    settings = work.registry.settings
    names = [name for name, item in settings.items() if name.startswith(f"{owner}.") and not item.secret]
    statement = select(StoredSetting.name, StoredSetting.value).where(StoredSetting.name.in_(names))
    stored: dict[str, Any] = dict(work.session.execute(statement).all())
    fields = {name: field_of(work.registry, name) for name in names}
    return {
        name: field.kind.parse(stored[name], READING) if name in stored else field.default
        for name, field in fields.items()
    }


def get_all(work: Work) -> Mapping[str, Any]:
    """All declared settings with their values, secrets as HIDDEN. Forbidden without the right to see them."""
    work.require(VIEW)
    return shown(work)


def shown(work: Work) -> Mapping[str, Any]:
    """The same for who has changed some."""
    stored: dict[str, Any] = dict(work.session.execute(select(StoredSetting.name, StoredSetting.value)).all())
    fields = {name: field_of(work.registry, name) for name in work.registry.settings}
    return {name: _shown(work, name, field, stored.get(name)) for name, field in fields.items()}


def _shown(work: Work, name: str, field: Field, stored: Any) -> Any:
    if stored is None:
        return field.default
    return HIDDEN if is_secret(work, name) else field.kind.parse(stored, READING)


def set_value(work: Work, name: str, raw: Any) -> Any:
    """Set a setting from what a door sent; None or blank goes back to the default. Answers the new value.

    A secret stays as it is when HIDDEN is sent, and HIDDEN is answered.
    Raises Forbidden without the right, NotFound for an undeclared setting, Invalid for a wrong value.
    """
    work.require(EDIT)
    field, before = field_of(work.registry, name), shown(work)[name]
    if is_secret(work, name) and raw == HIDDEN:
        return before
    value = _parse(name, field, raw, None if is_secret(work, name) else raw)
    seen = HIDDEN if is_secret(work, name) and value is not None else value
    work.session.execute(delete(StoredSetting).where(StoredSetting.name == name))
    if value is not None:
        kept = seal(work.app.settings, value) if is_secret(work, name) else value
        work.session.execute(insert(StoredSetting).values(name=name, value=kept))
    work.record("setting", name, {"before": before, "after": seen})
    rights_generation.grow(work.session)
    return field.default if value is None else seen


def _parse(name: str, field: Field, raw: Any, said: Any) -> Any:
    """The value; what is wrong with it is raised with what may be `said` of it."""
    try:
        value = field.kind.parse(raw, READING)
    except Problem as problem:
        raise invalid(name, problem.code, problem.message, said) from problem
    wrong = field.check(value) if field.check and value is not None else None
    if wrong:
        raise invalid(name, "check_failed", wrong, said)
    return value
