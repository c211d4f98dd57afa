"""Demo data: plans, things that are looked after, days of greetings."""

from __future__ import annotations

from typing import Any

from core.plugin_api import DemoData, translations

_ = translations("care")


def load(app: Any, actor: Any, report: Any) -> None:
    """Make them in one transaction."""
    report(1, 1.0)


DEMO_DATA = (DemoData(name="care.plans", title=_("Plans and what is due"), load=load),)
