"""The text of the notice; administrators may change it."""

from __future__ import annotations

from core.plugin_api import translations
from industry_packs.auto_dealer.services.names import RECALL, SAFETY
from plugins.messaging.public import Template, Text

_ = translations("auto_dealer")

ENGLISH = (
    "Your vehicle {vehicle} is recalled by its maker ({number}): {title}.\n"
    "Please call us for a date; it costs you nothing."
)
SIMPLIFIED = "您的车辆{vehicle}被厂家召回（{number}）：{title}。\n请联系我们预约，免费处理。"
TRADITIONAL = "您的車輛{vehicle}被原廠召回（{number}）：{title}。\n請與我們聯絡預約，免費處理。"
GERMAN = (
    "Der Hersteller ruft Ihr Fahrzeug {vehicle} zurück ({number}): {title}.\n"
    "Bitte vereinbaren Sie einen Termin, er ist kostenlos."
)

TEMPLATES = (
    Template(
        name=RECALL,
        title=_("Recall"),
        purpose=SAFETY,
        variables={"vehicle": _("Vehicle"), "number": _("Campaign"), "title": _("What is wrong")},
        texts={
            "en": Text(subject="{vehicle}: recall by its maker", body=ENGLISH),
            "zh-Hans": Text(subject="{vehicle}：召回通知", body=SIMPLIFIED),
            "zh-Hant": Text(subject="{vehicle}：召回通知", body=TRADITIONAL),
            "de": Text(subject="{vehicle}: Rückruf", body=GERMAN),
        },
    ),
)
