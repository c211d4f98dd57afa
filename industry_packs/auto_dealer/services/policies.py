"""Insurance and statutory inspections end on days: care reminds of them, by a plan of time only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from core.plugin_api import Change, Work, among, records
from industry_packs.auto_dealer.models import Policy
from industry_packs.auto_dealer.services.plan_templates import BY_DATE
from industry_packs.auto_dealer.services.plans import plan_by_date
from plugins.care.public import SUBJECTS, Subject, add_months

YEAR = 12


def follow(work: Work, changes: Sequence[Change]) -> None:
    """Policies were written down or changed: what they are about is due when the last of them ends."""
    _follow(work, changes, ())


def leave(work: Work, changes: Sequence[Change]) -> None:
    """Policies go to the trash: the one that ended before counts again."""
    _follow(work, changes, [change.id for change in changes])


def _follow(work: Work, changes: Sequence[Change], gone: Collection[int]) -> None:
    for kind in BY_DATE:
        assets = _assets(changes, kind)
        if assets:
            _look_after(work, plan_by_date(work, kind), assets, _ends(work, kind, assets, gone))


def _assets(changes: Iterable[Change], kind: str) -> set[int]:
    sides = (side for change in changes for side in (change.before, change.after) if side)
    return {side["asset"] for side in sides if side["kind"] == kind}


def _ends(work: Work, kind: str, assets: Collection[int], gone: Collection[int]) -> Mapping[int, date]:
    """By vehicle, when its last policy of a kind ends."""
    last = select(Policy.asset_id, func.max(Policy.ends_on)).where(
        Policy.kind == kind, among(Policy.asset_id, sorted(assets)), ~among(Policy.id, sorted(gone))
    )
    return {row[0]: row[1] for row in work.session.execute(last.group_by(Policy.asset_id))}


def _look_after(work: Work, plan: int, assets: Collection[int], ends: Mapping[int, date]) -> None:
    """The plan counts twelve months from its start, so that starts a year before the policy ends."""
    rows = select(Subject.asset_id, Subject.id).where(
        Subject.plan_id == plan, among(Subject.asset_id, sorted(assets))
    )
    known = {asset: id for asset, id in work.session.execute(rows) if asset is not None}
    starts = {asset: add_months(day, -YEAR) for asset, day in ends.items()}
    new = [{"plan": plan, "asset": id, "start": day} for id, day in starts.items() if id not in known]
    records.create(work, SUBJECTS, new)
    updates = [
        records.Update(
            id, {"start": starts[asset], "status": "active"} if asset in starts else {"status": "ended"}
        )
        for asset, id in known.items()
    ]
    records.update(work, SUBJECTS, updates)
