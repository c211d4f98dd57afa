"""Demo data: a customer that is there twice, one that is dead, one that is promising."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.plugin_api import DemoData, demo_customers, records, translations

_ = translations("data_quality")

SAME = {"phone": "+861065529988", "country": "CN"}
OFFER = {"topic": "A second site", "text": "Wants an offer in spring."}
CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"number": "DQ-1", "name": "北京西风贸易有限公司", "city": "北京", **SAME},
    {"number": "DQ-2", "name": "西風貿易(北京)有限公司", **SAME},
    {"number": "DQ-3", "name": "Nordlicht GmbH", "email": "info@nordlicht.example", "country": "DE"},
    {"number": "DQ-4", "name": "Südwind AG", "phone": "+4930901820", "country": "DE", "needs": [OFFER]},
)
CALL = {"type": "call", "subject": "Offer", "outcome": "no answer", "direction": "out", "status": "done"}


def load(app: Any, actor: Any, report: Any) -> None:
    """Make them in one transaction, with what was done so far."""
    with app.work(actor) as work:
        ids = demo_customers(work, CUSTOMERS)
        days = [timedelta(days=days) for days in (30, 20, 10)]
        calls = [{**CALL, "customer": ids[2], "done_at": work.now - ago} for ago in days]
        records.create(work, "activities", calls)
    report(len(CUSTOMERS), 1.0)


DEMO_DATA = (DemoData(name="data_quality.customers", title=_("Doubtful customers"), load=load),)
