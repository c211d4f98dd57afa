"""Who sees an asset: whoever sees the customer of one of its holdings, or works for the asset's unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, false, or_, select

from core.plugin_api import Actor, Customer, CustomerSite, CustomerTeamMember, ReachName
from plugins.assets.models import Asset, Holding

PERMISSION = "assets.assets.{action}"


def visible(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """The assets within an actor's reach; those that nobody holds yet are seen by whoever made them too.

    The reach of the right to assets is that of their holders' customers: with `own` one sees the assets of
    one's own customers, and never those of customers that one may not see.
    """
    reach = actor.reach(PERMISSION.format(action=action))
    if actor.is_system or reach in (None, "all"):
        return None
    units = actor.unit_ids if reach == "unit" else tuple(filter(None, [actor.unit_id]))
    return or_(
        Asset.unit_id.in_(units) if units else false(),
        Asset.id.in_(_held(_of_customers(actor, reach))),
        (Asset.created_by == actor.user_id) & Asset.id.not_in(_held()),
    )


def _held(by: Select[Any] | None = None) -> Select[Any]:
    """Assets that anybody, or one of these customers, holds or held."""
    # Tables, not classes, but for the customers: these are limited by their own rules, holdings by this one.
    holding = Holding.__table__.alias()
    found = select(holding.c.asset_id).where(holding.c.deleted_at.is_(None))
    return found if by is None else found.where(holding.c.customer_id.in_(by))


def _of_customers(actor: Actor, reach: ReachName | None) -> Select[Any]:
    return select(Customer.id).where(or_(*_ways(actor, reach)))


def _ways(actor: Actor, reach: ReachName | None) -> Iterator[ColumnElement[bool]]:
    """The ways in which a customer lies within a reach, as core knows them."""
    yield Customer.owner_id == actor.user_id
    if reach in ("team", "unit"):
        yield Customer.id.in_(_lines(CustomerTeamMember.__table__, "user_id", (actor.user_id,)))
    if reach == "unit" and actor.unit_ids:
        yield Customer.unit_id.in_(actor.unit_ids)
        yield Customer.id.in_(_lines(CustomerSite.__table__, "unit_id", actor.unit_ids))


def _lines(table: FromClause, name: str, values: tuple[int | None, ...]) -> Select[Any]:
    lines = table.alias()
    return select(lines.c.customer_id).where(lines.c[name].in_(values))
