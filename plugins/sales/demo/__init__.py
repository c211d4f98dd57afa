"""Demo data: rules, and leads in all stages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.plugin_api import DemoData, User, Work, records, translations
from plugins.sales.services.names import ACTIVITIES, LEADS, ROUTES
from plugins.sales.services.putting import put_leads
from plugins.sales.services.words import CLOSED, STAGES

_ = translations("sales")

SOURCES = ("web", "fair", "phone", "partner")
PEOPLE = (
    ("王", "丽", "宁波", "+8613800138011"),
    ("Berg", "Anna", "Berlin", "+4930901830"),
    ("钱", "伟", "杭州", "+8613800138012"),
    ("Rossi", "Marco", "Milano", "+390236000001"),
    ("赵", "敏", "上海", "+8613800138013"),
    ("Smith", "Jo", "Leeds", "+441134960001"),
)
INTERESTS = ("A quotation", "试用 / A trial", "A visit", "报价 / Prices")
ROUNDS = 4


def load(app: Any, actor: Any, report: Any) -> None:
    """Make them in one transaction."""
    with app.work(actor) as work:
        members = list(work.session.scalars(select(User.id).where(User.active.is_(True)).order_by(User.id)))
        lines = [{"user": user} for user in members[:20]]
        if lines:
            records.create(work, ROUTES, [{"name": "Everybody in turn", "members": lines}])
        rows = [_lead(work, number) for number in range(ROUNDS * len(PEOPLE))]
        put = put_leads(work, rows)
        _move_on(work, [each.id for each in put if each.id and each.is_new])
    report(len(rows), 1.0)


def _lead(work: Work, number: int) -> Mapping[str, Any]:
    family, given, city, phone = PEOPLE[number % len(PEOPLE)]
    return {
        "family_name": family,
        "given_name": given,
        "city": city,
        "phone": f"{phone[:-2]}{number:02}",
        "email": f"lead{number}@example.com",
        "interest": INTERESTS[number % len(INTERESTS)],
        "source": SOURCES[number % len(SOURCES)],
        "source_key": f"demo-{number}",
        "requested_at": work.now - timedelta(hours=number),
    }


def _move_on(work: Work, ids: list[int]) -> None:
    """Some are further on; some are lost."""
    stages = [stage for stage in STAGES if stage not in CLOSED]
    about = {
        "resource": LEADS,
        "type": "call",
        "subject": "电话 / A call",
        "status": "done",
        "direction": "out",
    }
    called = [{**about, "record_id": id} for place, id in enumerate(ids) if place % len(stages)]
    records.create(work, ACTIVITIES, called)
    moved = {id: stages[place % len(stages)] for place, id in enumerate(ids) if place % 7}
    lost = {"stage": "lost", "lost_reason": "timing"}
    changes = [records.Update(id, {"stage": stage}) for id, stage in moved.items() if stage != "new"]
    records.update(work, LEADS, changes)
    records.update(work, LEADS, [records.Update(id, lost) for id in ids[::7]])


DEMO_DATA = (DemoData(name="sales.leads", title=_("Leads"), load=load),)
