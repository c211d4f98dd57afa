"""The settings, and what the rules of dead and promising customers are by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.plugin_api import Setting, Work, choice, get_settings, integer, structure, text, translations

_ = translations("data_quality")

Weights = Mapping[str, Mapping[str, int]]

WEIGHTS: Weights = MappingProxyType(
    {
        "customers": MappingProxyType(
            {"phone": 20, "email": 15, "street": 10, "city": 10, "country": 10, "tax_id": 10, "industry": 5}
        ),
        "contacts": MappingProxyType({"phone": 20, "email": 20, "job_title": 5, "roles": 5}),
    }
)
"""What a missing field takes off the score; one that is filled by another way counts as filled."""
WAYS = {"warn": _("Warn"), "refuse": _("Refuse"), "ignore": _("Do nothing")}
WORDS = _("Words of outcomes, with commas between them.")
NO_ANSWER = "no answer, not reached, voicemail, busy, 无人接听, 未接, 无应答, 無人接聽, 未接通"
BOUNCED = "bounced, wrong number, invalid number, no such number, undeliverable, 空号, 空號, 停机, 停機, 退信"
CLOSED = "closed down, out of business, bankrupt, dissolved, 倒闭, 倒閉, 已注销, 已註銷, 歇业, 歇業"

SETTINGS = (
    Setting(
        name="data_quality.weights",
        field=structure(
            _("Weights of missing fields"),
            help=_('Points by kind of record and field, such as {"customers": {"phone": 20}}.'),
        ),
    ),
    Setting(
        name="data_quality.no_answer_times",
        field=integer(_("Attempts without answer"), minimum=1, maximum=100, default=3),
    ),
    Setting(
        name="data_quality.silent_months",
        field=integer(_("Months of silence"), minimum=1, maximum=240, default=12),
    ),
    Setting(
        name="data_quality.reply_days",
        field=integer(_("Days that a reply is recent"), minimum=1, maximum=3650, default=30),
    ),
    Setting(
        name="data_quality.no_answer_words",
        field=text(_("Words for no answer"), max_length=1000, default=NO_ANSWER, help=WORDS),
    ),
    Setting(
        name="data_quality.bounced_words",
        field=text(_("Words for bounced"), max_length=1000, default=BOUNCED, help=WORDS),
    ),
    Setting(
        name="data_quality.closed_words",
        field=text(_("Words for closed"), max_length=1000, default=CLOSED, help=WORDS),
    ),
    Setting(
        name="data_quality.likeness",
        field=integer(_("Likeness of duplicates"), minimum=50, maximum=100, default=75),
    ),
    Setting(
        name="data_quality.on_duplicate",
        field=choice(_("When a likely duplicate is saved"), WAYS, default="warn"),
    ),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings as values; words are folded."""

    weights: Weights
    no_answer_times: int
    silent_months: int
    reply_days: int
    no_answer: tuple[str, ...]
    bounced: tuple[str, ...]
    closed: tuple[str, ...]
    likeness: int


def rules_of(work: Work) -> Rules:
    """The rules of the company."""
    known = get_settings(work, "data_quality")

    def of(name: str) -> Any:
        return known[f"data_quality.{name}"]

    return Rules(
        weights=_weights(of("weights")),
        no_answer_times=of("no_answer_times"),
        silent_months=of("silent_months"),
        reply_days=of("reply_days"),
        no_answer=_words(of("no_answer_words")),
        bounced=_words(of("bounced_words")),
        closed=_words(of("closed_words")),
        likeness=of("likeness"),
    )


def _weights(set_by_admin: Any) -> Weights:
    """Those of the setting, as far as they are whole numbers from 0 to 100; else the defaults."""
    found: dict[str, Mapping[str, int]] = dict(WEIGHTS)
    for resource, fields in (set_by_admin if isinstance(set_by_admin, dict) else {}).items():
        if isinstance(fields, dict):
            found[resource] = {name: points for name, points in fields.items() if _are_points(points)}
    return found


def _are_points(value: object) -> bool:
    return type(value) is int and 0 <= value <= 100


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip().casefold() for word in (text or "").split(",") if word.strip())
