"""The log as people see it: messages to customers whom they may see, and those to themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, tuple_, update

from core.plugin_api import Conflict, Contact, Customer, NotFound, User, Work, invalid, translations
from plugins.messaging.models import STATES, Entry
from plugins.messaging.services.asking import WHOLE
from plugins.messaging.services.queueing import DELIVER

_ = translations("messaging")

VIEW, DECIDE = "messaging.log.view", "messaging.log.decide"
NOT_NOW = _("The message is in another state by now.")
LOOK_AGAIN = _("Look at it again.")
NO_STATE = _("It must be one of: {choices}.")
MOST = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person can decide: from which states, and what the row gets."""

    title: str
    of: frozenset[str]
    values: Mapping[str, Any]


ANEW: Mapping[str, Any] = MappingProxyType(
    {"state": "queued", "attempts": 0, "tried": [], "reason": None, "told_at": None}
)
DECISIONS: Mapping[str, Decision] = MappingProxyType(
    {
        "again": Decision(_("Send again"), frozenset({"unknown", "failed", "bounced", "refused"}), ANEW),
        "sent": Decision(
            _("It was sent"),
            frozenset({"unknown"}),
            MappingProxyType({"state": "sent", "reason": None, "told_at": None}),
        ),
        "cancel": Decision(
            _("Take back"),
            frozenset({"queued", "unknown", "failed"}),
            MappingProxyType({"state": "cancelled"}),
        ),
    }
)


def visible(work: Work) -> ColumnElement[bool]:
    """Which rows the actor may see: the session joins only customers that he may see."""
    own: ColumnElement[bool] = and_(Entry.customer_id.is_(None), Entry.user_id == work.actor.user_id)
    if work.actor.reach(DECIDE) == "all":
        own = Entry.customer_id.is_(None)
    return or_(Customer.id.is_not(None), own)


def _rows(work: Work) -> Any:
    named = (
        select(
            *WHOLE, Customer.name.label("customer"), Contact.name.label("contact"), User.name.label("user")
        )
        .join(Customer, Customer.id == Entry.customer_id, isouter=True)
        .join(Contact, Contact.id == Entry.contact_id, isouter=True)
        .join(User, User.id == Entry.user_id, isouter=True)
    )
    return named.where(visible(work))


def entries(
    work: Work,
    state: str = "",
    before: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> Sequence[Any]:
    """Messages, the latest first: rows of the log, with names as `customer`, `contact`, `user`."""
    work.require(VIEW)
    if state and state not in STATES:
        raise invalid("state", "choice_unknown", NO_STATE.fill(choices=", ".join(STATES)), state)
    found = _rows(work)
    if state:
        found = found.where(Entry.state == state)
    if before:
        found = found.where(tuple_(Entry.at, Entry.id) < before)
    return work.session.execute(
        found.order_by(Entry.at.desc(), Entry.id.desc()).limit(min(limit, MOST))
    ).all()


def entry(work: Work, id: int) -> Any:
    """One message. Raises NotFound if there is none that the actor may see."""
    work.require(VIEW)
    row = work.session.execute(_rows(work).where(Entry.id == id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def decide(work: Work, id: int, what: str) -> None:
    """Send it again, say that it was sent, or take it back.

    Raises Forbidden without the right, NotFound for what the actor may not see, Invalid for another word,
    Conflict if the message is in a state of which that cannot be decided.
    """
    work.require(DECIDE)
    row = entry(work, id)
    if what not in DECISIONS:
        raise invalid("what", "choice_unknown", NO_STATE.fill(choices=", ".join(DECISIONS)), what)
    decision = DECISIONS[what]
    mine = update(Entry).where(Entry.id == id, Entry.state.in_(decision.of))
    values = {**decision.values, "at": work.now, "due_at": work.now}
    changed: Any = work.session.execute(mine.values(values).execution_options(synchronize_session=False))
    if not changed.rowcount:
        raise Conflict(NOT_NOW, fix=LOOK_AGAIN)
    work.record("message", row.key, {"decided": what})
    with work.unlimited("messaging") as everything:
        everything.enqueue(DELIVER, key=f"work {work.uid}")


def decisions_of(work: Work, state: str) -> Mapping[str, str]:
    """What the actor can decide of a message in a state: titles by word."""
    if work.actor.reach(DECIDE) is None:
        return {}
    return {name: item.title for name, item in DECISIONS.items() if state in item.of}


def addresses_shown(work: Work, channel: str | None) -> bool:
    """Whether the actor may see where a message went."""
    group = "email" if channel == "email" else "phone"
    return work.actor.reach(f"core.customers.{group}") is not None
