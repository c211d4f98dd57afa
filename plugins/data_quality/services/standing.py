"""Dead records and promising ones: told by what was done and answered, by rules of the company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from core.plugin_api import Activity, Contact, CustomerNeed, Work
from plugins.data_quality.services.settings_of import Rules

DAYS_OF_MONTH = 30.44
MOST = 60
"""How many of a customer's latest activities are looked at."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """A finished activity."""

    at: datetime
    channel: str
    incoming: bool
    said: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands, why, and how much speaks for a call."""

    standing: str
    reason: str | None
    promise: int


def standings(
    work: Work, rows: Sequence[Row], scores: Mapping[int, int], rules: Rules
) -> dict[int, Standing]:
    """The standing of each customer."""
    ids = [row["id"] for row in rows]
    deeds, needs, reached = _deeds(work, ids), _needs(work, ids), _with_channel(work, ids)
    return {
        row["id"]: _judge(
            row,
            deeds.get(row["id"], []),
            work.now,
            rules,
            needs=row["id"] in needs,
            channel=row["id"] in reached or _has_channel(row),
            score=scores.get(row["id"], 0),
        )
        for row in rows
    }


def _judge(
    row: Row, deeds: Sequence[Deed], now: datetime, rules: Rules, *, needs: bool, channel: bool, score: int
) -> Standing:
    """The first rule that holds, the worst first; deeds are the newest first."""
    dead = _dead(deeds, rules, channel=channel)
    if dead:
        return Standing("unreachable", dead, 0)
    answered = next((deed.at for deed in deeds if deed.incoming), None)
    recent = answered is not None and answered >= now - timedelta(days=rules.reply_days)
    promise = round(50 * _freshness(answered, now, rules) + 30 * needs + 0.2 * score)
    if recent or needs:
        return Standing("promising", "replied" if recent else "needs", promise)
    last = max([row["created_at"], *(deed.at for deed in deeds if _counts(deed, rules))])
    if last < now - timedelta(days=rules.silent_months * DAYS_OF_MONTH):
        return Standing("silent", "silent", 0)
    return Standing("active", None, promise)


def _dead(deeds: Sequence[Deed], rules: Rules, *, channel: bool) -> str | None:
    """Why nobody can be reached, if so. Whoever answered since is alive."""
    unanswered: list[Deed] = []
    for deed in deeds:
        if deed.incoming:
            break
        unanswered.append(deed)
    if any(_says(deed, rules.closed) for deed in unanswered):
        return "closed"
    if not channel:
        return "no_channel"
    bounced = {deed.channel for deed in unanswered if _says(deed, rules.bounced)}
    worked = {deed.channel for deed in unanswered if _counts(deed, rules)}
    if bounced and not worked:
        return "bounced"
    attempts = unanswered[: rules.no_answer_times]
    if len(attempts) == rules.no_answer_times and all(_says(deed, rules.no_answer) for deed in attempts):
        return "no_answer"
    return None


def _counts(deed: Deed, rules: Rules) -> bool:
    """Whether something came of it."""
    return deed.incoming or not _says(deed, (*rules.no_answer, *rules.bounced))


def _says(deed: Deed, words: Sequence[str]) -> bool:
    return any(word in deed.said for word in words)


def _freshness(answered: datetime | None, now: datetime, rules: Rules) -> float:
    """1 for an answer of today, 0 for one that is no longer recent."""
    if answered is None:
        return 0.0
    return max(0.0, min(1.0, 1 - (now - answered) / timedelta(days=rules.reply_days)))


def _has_channel(row: Row) -> bool:
    return any(row.get(name) for name in ("phone", "email", "phones", "emails"))


def _deeds(work: Work, ids: Sequence[int]) -> dict[int, list[Deed]]:
    """The latest finished activities of these customers, newest first."""
    columns = (
        *(Activity.customer_id, Activity.happens_at, Activity.channel, Activity.direction),
        *(Activity.subject, Activity.outcome),
    )
    newest = Activity.happens_at.desc()
    place = func.row_number().over(partition_by=Activity.customer_id, order_by=newest).label("place")
    done = Activity.customer_id.in_(ids), Activity.status == "done", Activity.happens_at <= work.now
    latest = select(*columns, place).where(*done).subquery()
    statement = select(latest).where(latest.c.place <= MOST).order_by(latest.c.place)
    found: dict[int, list[Deed]] = defaultdict(list)
    for id, at, channel, direction, subject, outcome, _place in work.session.execute(statement):
        said = f"{subject or ''} {outcome or ''}".casefold()
        found[id].append(Deed(at, channel or "other", direction == "in", said))
    return found


def _needs(work: Work, ids: Sequence[int]) -> set[int]:
    return set(
        work.session.scalars(select(CustomerNeed.customer_id).where(CustomerNeed.customer_id.in_(ids)))
    )


def _with_channel(work: Work, ids: Sequence[int]) -> set[int]:
    """Customers of whom a contact can be reached."""
    numbers = Contact.phone.is_not(None) | Contact.mobile.is_not(None) | Contact.email.is_not(None)
    return set(work.session.scalars(select(Contact.customer_id).where(Contact.customer_id.in_(ids), numbers)))
