"""Every morning: windows that open by themselves, and a sales task for each, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import exists, or_, select

from core.plugin_api import Customer, JobRun, Work, among, records, translations
from industry_packs.auto_dealer.models import CustomerCars, RepurchaseTask
from industry_packs.auto_dealer.services.days import morning, today
from industry_packs.auto_dealer.services.names import CAUSE
from industry_packs.auto_dealer.services.repurchase.refreshing import AT_ONCE, refresh
from industry_packs.auto_dealer.services.repurchase.windows import Window
from plugins.assets.public import Holding

_ = translations("auto_dealer")

LONGEST = 200
NEXT_CAR = _("Next car: has {name} since {day}")


def daily(run: JobRun) -> dict[str, int]:
    """Go through everybody who has a vehicle, or had one, in parts; a transaction each."""
    last = made = 0
    while True:
        with run.work("repurchase") as work, work.unlimited(CAUSE) as everything:
            customers = _customers(everything, last)
            made += _open(everything, refresh(everything, customers)) if customers else 0
        if not customers:
            return {"tasks": made}
        last = customers[-1]
        run.progress(made, None, "repurchase")


def _customers(work: Work, after: int) -> Sequence[int]:
    owns = exists().where(Holding.customer_id == Customer.id, Holding.role == "owner")
    noted = exists().where(CustomerCars.id == Customer.id, CustomerCars.cars.is_not(None))
    wanted = select(Customer.id).where(Customer.id > after, or_(owns, noted))
    return work.session.scalars(wanted.order_by(Customer.id).limit(AT_ONCE)).all()


def _open(work: Work, windows: Mapping[int, Window]) -> int:
    """Open the tasks that are not there yet; whoever does not want to be contacted is left alone."""
    due = {id: each for id, each in windows.items() if each.state == "open"}
    owners = _owners(work, list(due))
    known = _known(work, list(owners))
    new = [id for id in owners if (id, due[id].newest.asset) not in known]
    activities = records.create(work, "activities", [_task(work, id, owners[id], due[id]) for id in new])
    facts = [_fact(id, due[id], activity) for id, activity in zip(new, activities, strict=True)]
    records.add_facts(work, RepurchaseTask, facts)
    return len(new)


def _owners(work: Work, customers: Sequence[int]) -> dict[int, int | None]:
    """By customer who may be asked, whose customer it is."""
    rows = select(Customer.id, Customer.owner_id).where(
        among(Customer.id, customers), Customer.do_not_contact.is_(False)
    )
    return {row.id: row.owner_id for row in work.session.execute(rows)}


def _known(work: Work, customers: Sequence[int]) -> set[tuple[int, int]]:
    rows = select(RepurchaseTask.customer_id, RepurchaseTask.asset_id).where(
        among(RepurchaseTask.customer_id, customers)
    )
    return {(customer, asset) for customer, asset in work.session.execute(rows)}


def _task(work: Work, customer: int, owner: int | None, found: Window) -> dict[str, Any]:
    subject = NEXT_CAR.fill(name=found.newest.name, day=found.bought.isoformat())
    return {
        "type": "task",
        "subject": work.translate(subject)[:LONGEST],
        "customer": customer,
        "owner": owner,
        "due_at": morning(work, max(found.replace_on, today(work))),
    }


def _fact(customer: int, found: Window, activity: int) -> dict[str, Any]:
    ids = {"customer_id": customer, "asset_id": found.newest.asset, "activity_id": activity}
    return {**ids, "replace_on": found.replace_on}
