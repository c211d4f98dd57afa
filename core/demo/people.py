"""Demo people and what they talk about: a region with two stores, three people, 350 activities."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.contracts.contributions import DemoData
from core.contracts.work import Actor
from core.labels import translations
from core.services import lists, records
from core.services.demo_data import SALESPERSON, Report
from core.services.work import App, Work

_ = translations("core")

SEED = 21
SOURCE = "Northwind"
MOST = 91
PEOPLE = (
    ("anna", "Anna Berg", "manager"),
    (SALESPERSON, "Ben Fischer", "salesperson"),
    ("chen", "陈静", "salesperson"),
)
SUBJECTS: Mapping[str, Sequence[str]] = {
    "call": ("Asked for prices", "Call about the late delivery", "Confirmed the order", "电话回访"),
    "meeting": ("Yearly review", "Showed the new catalogue", "Talk about terms"),
    "visit": ("Visited the warehouse", "First visit", "拜访客户"),
    "email": ("Sent the offer", "Sent the contract", "Reminder of the invoice"),
    "task": ("Prepare the offer", "Check the stock", "Call back", "准备报价"),
    "note": ("Prefers e-mail", "New person in purchasing"),
}
OUTCOMES = ("Interested", "Will decide next week", "Ordered", "No need at present", "")


def load(app: App, actor: Actor, report: Report) -> None:
    """Make people, give them customers, and let them have talked; all or nothing."""
    with app.work(actor) as work:
        users = _people(work)
        customers = _customers(work)
        owned = {id: users[place % len(users)] for place, id in enumerate(customers)}
        records.update(work, "customers", [records.Update(id, {"owner": user}) for id, user in owned.items()])
        activities = list(_activities(work.now, owned))
        records.create(work, "activities", activities)
    report(len(activities), 1)


def _people(work: Work) -> list[int]:
    (region,) = records.create(work, "units", [{"code": "WEST", "name": "Region West", "kind": "branch"}])
    stores = [
        {"code": code, "name": name, "kind": "store", "parent": region}
        for code, name in (("W1", "Store Riverside"), ("W2", "Store Market Square"))
    ]
    units = [region, *records.create(work, "units", stores)]
    rows = [
        {"login": login, "name": name, "unit": unit, "roles": [{"role": role}]}
        for (login, name, role), unit in zip(PEOPLE, units, strict=True)
    ]
    return list(records.create(work, "users", rows))


def _customers(work: Work) -> list[int]:
    where = {"field": "source", "op": "eq", "value": SOURCE}
    query = lists.Query(fields=("id",), where=where, sort="id", limit=MOST, count="none")
    return [row["id"] for row in lists.list_records(work, "customers", query).rows]


def _activities(now: datetime, owned: Mapping[int, int]) -> Iterator[dict[str, Any]]:
    """What was done in the last four months, and for every second customer something that is planned."""
    chance = random.Random(SEED)  # the same demo for everybody
    for customer, owner in owned.items():
        common = {"customer": customer, "owner": owner}
        for _turn in range(chance.randrange(1, 6)):
            at = _working_hour(now - timedelta(days=chance.randrange(1, 120)), chance)
            outcome = chance.choice(OUTCOMES)
            yield {**common, **_talk(chance), "status": "done", "done_at": at, "outcome": outcome}
        if chance.random() < 0.5:
            due = _working_hour(now + timedelta(days=chance.randrange(-3, 14)), chance)
            yield {**common, **_talk(chance), "status": "planned", "due_at": due}


def _working_hour(day: datetime, chance: random.Random) -> datetime:
    return day.replace(
        hour=chance.randrange(8, 17), minute=chance.choice((0, 15, 30, 45)), second=0, microsecond=0
    )


def _talk(chance: random.Random) -> dict[str, str]:
    kind = chance.choice([*SUBJECTS])
    return {"type": kind, "subject": chance.choice(SUBJECTS[kind])}


DEMO_DATA = (
    DemoData(name="core.people", title=_("Demo people and activities"), load=load, after=("core.customers",)),
)
