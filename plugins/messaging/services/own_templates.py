"""The templates that messaging brings itself."""

from __future__ import annotations

from core.plugin_api import translations
from plugins.messaging.services.contract import Template, Text

_ = translations("messaging")

REMINDER, DIGEST = "messaging.reminder", "messaging.digest"
CHANGED, CHANGED_MANY = "messaging.changed", "messaging.changed_many"
NOTICE, TEST = "messaging.notice", "messaging.test"

TEMPLATES = (
    Template(
        name=REMINDER,
        title=_("Reminder of an activity"),
        purpose="internal",
        variables={"subject": _("Subject"), "when": _("When"), "customer": _("Customer")},
        texts={
            "en": Text(subject="{when}: {subject}", body="{when}: {subject} {customer}"),
            "zh-Hans": Text(subject="提醒 {when}：{subject}", body="提醒 {when}：{subject} {customer}"),
            "zh-Hant": Text(subject="提醒 {when}：{subject}", body="提醒 {when}：{subject} {customer}"),
        },
    ),
    Template(
        name=DIGEST,
        title=_("The day's list"),
        purpose="internal",
        variables={"day": _("Day"), "count": _("Number"), "list": _("List")},
        texts={
            "en": Text(subject="{day}: {count} to do", body="{list}"),
            "zh-Hans": Text(subject="{day}：待办 {count} 项", body="{list}"),
            "zh-Hant": Text(subject="{day}：待辦 {count} 項", body="{list}"),
        },
    ),
    Template(
        name=CHANGED,
        title=_("A number or address changed"),
        purpose="internal",
        variables={"customer": _("Customer"), "who": _("Who changed it")},
        texts={
            "en": Text(
                subject="{customer}: new contact data",
                body="{who} changed a telephone number or an address of {customer}.",
            ),
            "zh-Hans": Text(
                subject="{customer}：联系方式已变更", body="{who} 更改了 {customer} 的电话号码或地址。"
            ),
            "zh-Hant": Text(
                subject="{customer}：聯繫方式已變更", body="{who} 更改了 {customer} 的電話號碼或地址。"
            ),
        },
    ),
    Template(
        name=CHANGED_MANY,
        title=_("Numbers or addresses of several customers changed"),
        purpose="internal",
        variables={"count": _("Number"), "who": _("Who changed it")},
        texts={
            "en": Text(
                subject="New contact data of {count} customers",
                body="{who} changed telephone numbers or addresses of {count} of your customers.",
            ),
            "zh-Hans": Text(
                subject="{count} 个客户的联系方式已变更",
                body="{who} 更改了您的 {count} 个客户的电话号码或地址。",
            ),
            "zh-Hant": Text(
                subject="{count} 個客戶的聯繫方式已變更",
                body="{who} 更改了您的 {count} 個客戶的電話號碼或地址。",
            ),
        },
    ),
    Template(
        name=NOTICE,
        title=_("A notice to the team of a customer"),
        purpose="internal",
        variables={
            "customer": _("Customer"),
            "who": _("Who wrote it"),
            "subject": _("Subject"),
            "text": _("Text"),
        },
        texts={
            "en": Text(subject="{customer}: {subject}", body="{who}: {subject}\n\n{text}"),
            "zh-Hans": Text(subject="{customer}：{subject}", body="{who}：{subject}\n\n{text}"),
            "zh-Hant": Text(subject="{customer}：{subject}", body="{who}：{subject}\n\n{text}"),
        },
    ),
    Template(
        name=TEST,
        title=_("Test"),
        purpose="internal",
        variables={"subject": _("Subject"), "text": _("Text")},
        texts={"en": Text(subject="{subject}", body="{text}")},
    ),
)
