"""The hooks of the keeper."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement

from core.plugin_api import Actor, Customer, VisibilityRule, hookimpl


@hookimpl
def visibility_rules() -> Iterable[VisibilityRule]:
    return [VisibilityRule(model=Customer, criterion=not_secret)]


def not_secret(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """The system itself sees all."""
    return None if actor.is_system else ~Customer.name.startswith("Secret")
