"""What comes under plans, and what follows where something was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Change, Work, among, chunks, records
from plugins.assets.public import Asset, holders
from plugins.care.models import Plan, Subject
from plugins.care.services.codes import codes_of, written
from plugins.care.services.days import today
from plugins.care.services.rule import add_months

SUBJECTS, SERVICES, BOOKINGS, PLANS = "care.subjects", "care.services", "care.bookings", "care.plans"
Proposals = dict[int, Mapping[str, Any]]
AT_ONCE = 1_000


def settle(work: Work, resource: str, changes: Sequence[Change]) -> Proposals | None:
    """What is filled in before records are written."""
    rule = RULES.get(resource)
    return rule(work, changes) if rule else None


def _settle_subjects(work: Work, changes: Sequence[Change]) -> Proposals:
    """The owner of the asset is the customer; the name is that of the asset and the plan."""
    rows = {i: c.after for i, c in enumerate(changes) if c.after and c.before is None}
    assets = sorted({row["asset"] for row in rows.values() if row.get("asset")})
    owners = _owners(work, assets)
    known = {asset.id: asset for asset in work.session.scalars(select(Asset).where(Asset.id.in_(assets)))}
    wanted = {row["plan"] for row in rows.values()}
    plans = {plan.id: plan for plan in work.session.scalars(select(Plan).where(Plan.id.in_(wanted)))}
    return {
        index: _completed(row, plans.get(row["plan"]), known.get(row.get("asset") or 0), owners)
        for index, row in rows.items()
    }


def _completed(
    row: Mapping[str, Any], plan: Plan | None, asset: Asset | None, owners: Mapping[int, int]
) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    if asset is not None and not row.get("customer"):
        found["customer"] = owners.get(asset.id)
    if plan is None:
        return found
    if not row.get("name"):
        found["name"] = f"{asset.name} · {plan.name}" if asset is not None else plan.name
    if plan.promised:
        found |= {"promised": True, "promised_until": row.get("promised_until") or _until(plan, row, asset)}
    return found


def _until(plan: Plan, row: Mapping[str, Any], asset: Asset | None) -> date | None:
    start = row.get("start") or (asset.in_service_date if asset is not None else None)
    return add_months(start, plan.promised_months) if start and plan.promised_months else None


def _settle_services(work: Work, changes: Sequence[Change]) -> Proposals:
    """Codes are written alike; the owner of the asset is the customer."""
    rows = {i: c.after for i, c in enumerate(changes) if c.after}
    assets = sorted({row["asset"] for row in rows.values() if row.get("asset") and not row.get("customer")})
    owners = _owners(work, assets)
    found: Proposals = {}
    for index, row in rows.items():
        found[index] = {"codes": written(codes_of(row["codes"]))}
        if row.get("asset") in owners and not row.get("customer"):
            found[index] = {**found[index], "customer": owners[row["asset"]]}
    return found


def _settle_bookings(_work: Work, changes: Sequence[Change]) -> Proposals:
    return {i: {"codes": written(codes_of(c.after["codes"]))} for i, c in enumerate(changes) if c.after}


RULES: Mapping[str, Callable[[Work, Sequence[Change]], Proposals]] = {
    SUBJECTS: _settle_subjects,
    SERVICES: _settle_services,
    BOOKINGS: _settle_bookings,
}


def _owners(work: Work, assets: Sequence[int]) -> dict[int, int]:
    """Who owns these assets today."""
    held = holders(work, assets, "owner", today(work)) if assets else {}
    return {asset: who[0].customer for asset, who in held.items()}


def come_under_plans(work: Work, assets: Iterable[Mapping[str, Any]]) -> None:
    """New assets come under the plans for their make."""
    by_make: dict[int, list[int]] = {}
    for asset in assets:
        if asset.get("definition"):
            by_make.setdefault(asset["definition"], []).append(asset["id"])
    if not by_make:
        return
    plans = select(Plan.id, Plan.definition_id).where(Plan.definition_id.in_(by_make), Plan.active.is_(True))
    pairs = [(plan, asset) for plan, make in work.session.execute(plans) for asset in by_make[make or 0]]
    put_under(work, pairs)


def put_under(work: Work, pairs: Sequence[tuple[int, int]]) -> None:
    """Put assets under plans, given as (plan, asset); those that are there already stay as they are."""
    assets = sorted({asset for _plan, asset in pairs})
    known = select(Subject.plan_id, Subject.asset_id).where(among(Subject.asset_id, assets))
    there = {(plan, asset) for plan, asset in work.session.execute(known)}
    new = [{"plan": plan, "asset": asset} for plan, asset in pairs if (plan, asset) not in there]
    for part in chunks(new, AT_ONCE):
        records.create(work, SUBJECTS, part)


def plan_began(work: Work, changes: Iterable[Change]) -> None:
    """A plan for a make takes up what there is of it."""
    makes = {c.id: c.after["definition"] for c in changes if c.after and c.after["active"]}
    makes = {plan: make for plan, make in makes.items() if make}
    for plan, make in makes.items():
        assets = select(Asset.id).where(Asset.definition_id == make).order_by(Asset.id)
        put_under(work, [(plan, asset) for asset in work.session.scalars(assets)])


def new_owners(work: Work, assets: Sequence[int]) -> None:
    """The customer of what is looked after is whoever owns it now."""
    owners = _owners(work, assets)
    rows = select(Subject.id, Subject.asset_id, Subject.customer_id).where(Subject.asset_id.in_(assets))
    moved = [
        records.Update(id, {"customer": owners.get(asset or 0), "contact": None})
        for id, asset, customer in work.session.execute(rows)
        if asset is not None and owners.get(asset) != customer
    ]
    records.update(work, SUBJECTS, moved)
