"""What customers own and when they are likely to buy again: worked out for many, written where it differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from core.plugin_api import Activity, Change, Label, Work, among, chunks, get_settings, records, translations
from industry_packs.auto_dealer.models import CustomerCars, RepurchaseTask, Vehicle
from industry_packs.auto_dealer.services import settings_of
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.repurchase.windows import Owned, Terms, Window, window
from plugins.assets.public import Asset, Holding

_ = translations("auto_dealer")

FIELDS = ("cars", "bought_on", "replace_on", "repurchase")
KEPT = ("active", "stored")
MATTER = ("auto_dealer.invoice_date", "auto_dealer.replace_after", "status")
AT_ONCE = 1_000
BOUGHT = _("Has a newer vehicle: {name}")


def holdings_changed(work: Work, changes: Sequence[Change]) -> None:
    """Somebody got a vehicle or gave it away."""
    sides = (side for change in changes for side in (change.before, change.after) if side)
    refresh_all(work, {side["customer"] for side in sides if side["role"] == "owner"})


def holdings_gone(work: Work, changes: Sequence[Change]) -> None:
    """Holdings go to the trash: what is left counts."""
    owners = {change.before["customer"] for change in changes if change.before}
    refresh_all(work, owners, [change.id for change in changes])


def vehicles_changed(work: Work, changes: Sequence[Change]) -> None:
    """Vehicles that were there already have another invoice date or status."""
    assets = [change.id for change in changes if change.before and change.changed(*MATTER)]
    owners = select(Holding.customer_id).where(among(Holding.asset_id, assets), Holding.role == "owner")
    if assets:
        refresh_all(work, work.session.scalars(owners))


def refresh_all(work: Work, customers: Iterable[int], without: Collection[int] = ()) -> None:
    """Work out the windows of these customers, in parts."""
    wanted = sorted(set(customers))
    for part in chunks(wanted, AT_ONCE):
        refresh(work, part, without)


def refresh(work: Work, customers: Sequence[int], without: Collection[int] = ()) -> dict[int, Window]:
    """Work out the windows of customers, write what differs, close tasks of who bought; answers them."""
    owned = _owned(work, customers, without)
    terms, on = terms_of(work), today(work)
    found = {id: window(owned.get(id, ()), terms, on) for id in customers}
    known = _known(work, customers)
    rows = [(id, _row(len(owned.get(id, ())), found[id])) for id in customers]
    differing = [{"id": id, **row} for id, row in rows if row != known.get(id, _NOTHING)]
    records.derive(work, CustomerCars, differing)
    windows = {id: each for id, each in found.items() if each is not None}
    _close(work, windows)
    return windows


def terms_of(work: Work) -> Terms:
    """The rules of the company."""
    names = settings_of.REPLACED_AFTER, settings_of.ASK_BEFORE, settings_of.OPEN_FOR
    values = get_settings(work, "auto_dealer")
    return Terms(*(values[name] for name in names))


def _row(cars: int, found: Window | None) -> dict[str, Any]:
    if found is None:
        return {**_NOTHING, "cars": cars or None}
    state = {"bought_on": found.bought, "replace_on": found.replace_on, "repurchase": found.state}
    return {"cars": cars, **state}


_NOTHING: Mapping[str, Any] = dict.fromkeys(FIELDS)


def _known(work: Work, customers: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    columns = [getattr(CustomerCars, name) for name in FIELDS]
    rows = select(CustomerCars.id, *columns).where(among(CustomerCars.id, customers))
    return {id: dict(zip(FIELDS, row, strict=True)) for id, *row in work.session.execute(rows)}


def _owned(work: Work, customers: Sequence[int], without: Collection[int]) -> Mapping[int, Sequence[Owned]]:
    """By customer, the vehicles that he owns today and that are not sold or scrapped."""
    on = today(work)
    rows = (
        select(
            Holding.customer_id,
            Asset.id,
            Asset.name,
            Vehicle.invoice_date,
            Holding.since,
            Asset.first_owner_id == Holding.customer_id,
            Vehicle.replace_after,
        )
        .join(Asset, Asset.id == Holding.asset_id)
        .outerjoin(Vehicle, Vehicle.id == Asset.id)
        .where(among(Holding.customer_id, customers), Holding.role == "owner", Asset.status.in_(KEPT))
        .where(or_(Holding.since.is_(None), Holding.since <= on))
        .where(or_(Holding.until.is_(None), Holding.until > on), ~among(Holding.id, list(without)))
    )
    found: dict[int, list[Owned]] = defaultdict(list)
    for row in work.session.execute(rows):
        found[row[0]].append(Owned(*row[1:]))
    return found


def _close(work: Work, windows: Mapping[int, Window]) -> None:
    """A task that is open for a vehicle ends when its owner has a newer one."""
    columns = RepurchaseTask.customer_id, RepurchaseTask.asset_id, RepurchaseTask.activity_id
    waiting = select(*columns).join(Activity, Activity.id == RepurchaseTask.activity_id)
    still = waiting.where(among(RepurchaseTask.customer_id, list(windows)), Activity.status == "planned")
    updates = [
        records.Update(activity, {"status": "done", "outcome": work.translate(_bought(windows[customer]))})
        for customer, asset, activity in work.session.execute(still)
        if activity is not None and windows[customer].newest.asset != asset
    ]
    records.update(work, "activities", updates)


def _bought(found: Window) -> Label:
    return BOUGHT.fill(name=found.newest.name)
