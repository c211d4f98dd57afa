"""A plugin that fails in every hook that is called while Guanxi runs."""

# /// guanxi-plugin
# title = "Raiser"
# ///

from typing import Any, NoReturn

from core.plugin_api import Actor, Customer, VisibilityRule, hookimpl


@hookimpl
def record_validating(changes: Any) -> NoReturn:
    raise RuntimeError("validating")


@hookimpl
def record_created(changes: Any) -> NoReturn:
    raise RuntimeError("created")


@hookimpl
def record_updated(changes: Any) -> NoReturn:
    raise RuntimeError("updated")


@hookimpl
def record_deleting(changes: Any) -> NoReturn:
    raise RuntimeError("deleting")


@hookimpl
def activity_completed(changes: Any) -> NoReturn:
    raise RuntimeError("completed")


@hookimpl
def customer_numbers(customers: Any) -> NoReturn:
    raise RuntimeError("numbers")


@hookimpl
def committed(events: Any) -> NoReturn:
    raise RuntimeError("committed")


@hookimpl
def plugin_disabled(work: Any) -> NoReturn:
    raise RuntimeError("disabled")


def fails(actor: Actor, action: str) -> NoReturn:
    raise RuntimeError("rule")


@hookimpl
def visibility_rules() -> list[VisibilityRule]:
    return [VisibilityRule(model=Customer, criterion=fails)]
