"""The texts of care's messages; administrators may change them."""

from __future__ import annotations

from core.plugin_api import translations
from plugins.care.services.names import DUE, GREETING, MARKETING, PURPOSE
from plugins.messaging.public import Template, Text

_ = translations("care")

ENGLISH = "It is time for a visit: {thing}\nDue from {due_on}: {tasks}.\nCall us or write, and we find a day."
SIMPLIFIED = "您好！{thing}该保养了。\n应于{due_on}起进行：{tasks}。\n请来电或留言，我们为您安排时间。"
TRADITIONAL = "您好！{thing}該保養了。\n應於{due_on}起進行：{tasks}。\n請來電或留言，我們為您安排時間。"
GERMAN = "Es ist Zeit: {thing}\nFällig ab {due_on}: {tasks}.\nRufen Sie an oder schreiben Sie uns."

TEMPLATES = (
    Template(
        name=DUE,
        title=_("Something is due"),
        purpose=PURPOSE,
        variables={"thing": _("What is looked after"), "tasks": _("Tasks"), "due_on": _("Due on")},
        texts={
            "en": Text(subject="{thing}: due soon", body=ENGLISH),
            "zh-Hans": Text(subject="{thing}：保养提醒", body=SIMPLIFIED),
            "zh-Hant": Text(subject="{thing}：保養提醒", body=TRADITIONAL),
            "de": Text(subject="{thing}: bald fällig", body=GERMAN),
        },
    ),
    Template(
        name=GREETING,
        title=_("Greeting"),
        purpose=MARKETING,
        variables={"text": _("Text")},
        texts={
            "en": Text(subject="With our best wishes", body="{text}"),
            "zh-Hans": Text(subject="诚挚的祝福", body="{text}"),
            "zh-Hant": Text(subject="誠摯的祝福", body="{text}"),
            "de": Text(subject="Mit den besten Wünschen", body="{text}"),
        },
    ),
)
