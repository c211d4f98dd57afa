"""Hide customers from people who may otherwise see them."""

# /// guanxi-plugin
# title = "Celebrities"
# version = "1.0"
# ///

from collections.abc import Iterable

from sqlalchemy import ColumnElement

from core.plugin_api import Actor, Customer, Permission, VisibilityRule, hookimpl, translations

_ = translations("visibility_rules")

SEE = "visibility_rules.celebrities.view"


def _not_famous(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """What rows must satisfy for this actor; None is no limit."""
    return None if actor.reach(SEE) else Customer.source.is_distinct_from("celebrity")


@hookimpl()
def visibility_rules() -> Iterable[VisibilityRule]:
    """Lists, counts, searches, exports, API and commands do not know them; contacts follow their customer."""
    return [VisibilityRule(model=Customer, criterion=_not_famous)]


@hookimpl()
def permissions() -> Iterable[Permission]:
    """Who has it sees them."""
    return [Permission(name=SEE, title=_("See celebrities"))]
