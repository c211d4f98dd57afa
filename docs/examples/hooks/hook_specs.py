"""A hook of the plugin's own, which plugins that come after it can implement."""

# /// guanxi-plugin
# title = "Greetings"
# version = "1.0"
# ///

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from core.plugin_api import Change, Work, hookimpl, hookspec


@hookspec
def greetings(work: Work, customer: str) -> Iterable[str]:
    """Say something to a new customer.

    When: after the customer is saved. Transaction: inside. Returns: sentences. Since: 1.0.
    """
    return ()


@hookimpl()
def hook_specs() -> Iterable[Callable[..., Any]]:
    """Others implement it with @hookimpl(of="hook_specs"); where this plugin is absent, that is inert."""
    return [greetings]


@hookimpl(resource="customers")
def record_created(work: Work, changes: Sequence[Change]) -> None:
    """Ask them all."""
    for change in changes:
        customer: Mapping[str, Any] = change.after or {}
        for owner, said in work.hooks.collect(greetings, work=work, customer=customer["name"]):
            work.record("greeting", f"customers/{change.id}", {"by": owner, "said": said})
