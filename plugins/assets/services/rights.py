"""Who sees an asset: whoever sees the customer of one of its holdings, or works for the asset's unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, column, false, or_, select, table

from core.plugin_api import Actor, Customer, CustomerSite, CustomerTeamMember, ReachName
from plugins.assets.models import Asset, Holding

PERMISSION = "assets.assets.{action}"
HOLDINGS = "assets.holdings.view"


def visible(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """The assets within an actor's reach; those that nobody holds yet are seen by whoever made them too.

    The reach of the right to assets is that of their holders' customers: with `own` one sees the assets of
    one's own customers. Holdings of customers that one may not see count for nothing.
    """
    reach = actor.reach(PERMISSION.format(action=action))
    if actor.is_system or reach in (None, "all"):
        return None
    units = actor.unit_ids if reach == "unit" else tuple(filter(None, [actor.unit_id]))
    held = [select(Holding.asset_id)] if actor.reach(HOLDINGS) == reach else _held_within(actor, reach)
    return or_(
        Asset.unit_id.in_(units) if units else false(),
        *(Asset.id.in_(assets) for assets in held),
        (Asset.created_by == actor.user_id) & Asset.id.not_in(_held()),
    )


def _held_within(actor: Actor, reach: ReachName | None) -> Iterator[Select[Any]]:
    """Assets of customers within a reach that is not that of holdings, in the ways that core knows.

    One statement for each way, with joins: SQLite takes only so many brackets within brackets.
    """
    ways = [Customer.owner_id == actor.user_id]
    if reach == "unit" and actor.unit_ids:
        ways.append(Customer.unit_id.in_(actor.unit_ids))
    yield select(Holding.asset_id).join(Customer, Customer.id == Holding.customer_id).where(or_(*ways))
    if reach in ("team", "unit"):
        team = CustomerTeamMember
        found = select(Holding.asset_id).join(team, team.customer_id == Holding.customer_id)
        yield found.where(team.user_id == actor.user_id)
    if reach == "unit" and actor.unit_ids:
        found = select(Holding.asset_id).join(CustomerSite, CustomerSite.customer_id == Holding.customer_id)
        yield found.where(CustomerSite.unit_id.in_(actor.unit_ids))


def _held() -> Select[Any]:
    """The assets that anybody has or had: no class is named, so holdings that one may not see count too."""
    rows = table(Holding.__tablename__, column("asset_id"), column("deleted_at")).alias()
    return select(rows.c.asset_id).where(rows.c.deleted_at.is_(None))
