"""Demo data: a template in three languages, customers with and without consent, and messages to them."""

from __future__ import annotations

from typing import Any

from core.plugin_api import DemoData, demo_customers, records, translations
from plugins.messaging.services.contract import Message
from plugins.messaging.services.queueing import queue

_ = translations("messaging")

NAME = "spring_check"
TEXTS = (
    ("en", "Spring check for {name}", "Dear {name},\n\nthe spring check is due. Call us for a date."),
    ("zh-Hans", "{name}：春季检查", "尊敬的{name}：\n\n春季检查的时间到了，欢迎来电预约。"),
    ("zh-Hant", "{name}：春季檢查", "尊敬的{name}：\n\n春季檢查的時間到了，歡迎來電預約。"),
)
TEMPLATE = {
    "name": NAME,
    "title": "Spring check",
    "purpose": "marketing",
    "variables": {"name": "Name of the customer"},
    "texts": [{"language": language, "subject": subject, "body": body} for language, subject, body in TEXTS],
}
CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"number": "MSG-1", "name": "Morgentau GmbH", "phone": "+4930901820", "country": "DE", "language": "de"},
    {"number": "MSG-2", "name": "杭州云栖茶业有限公司", "phone": "+8657187654321", "language": "zh-Hans"},
    {"number": "MSG-3", "name": "Abendrot OHG", "phone": "+4940123456", "do_not_contact": True},
)
CONSENTS = (("given", "contract"), ("given", "form"), ("withdrawn", "call"))


def load(app: Any, actor: Any, report: Any) -> None:
    """Make them in one transaction; the messages become calls, since no server is set up."""
    with app.work(actor) as work:
        records.create(work, "messaging.templates", [TEMPLATE])
        ids = demo_customers(work, CUSTOMERS)
        said = [
            {"customer": id, "state": state, "source": source, "text_version": "2026-01"}
            for id, (state, source) in zip(ids, CONSENTS, strict=True)
        ]
        records.create(work, "messaging.consents", said)
        messages = [
            Message(key=f"messaging.demo:{id}", template=NAME, customer=id, values={"name": row["name"]})
            for id, row in zip(ids, CUSTOMERS, strict=True)
        ]
        queue(work, messages)
    report(len(CUSTOMERS), 1.0)


DEMO_DATA = (DemoData(name="messaging.messages", title=_("Messages"), load=load),)
