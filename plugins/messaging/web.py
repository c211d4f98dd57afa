"""Pages and timelines of messaging: the log, a message with what can be decided, messages on timelines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, tuple_

from core.plugin_api import (
    Contact,
    Customer,
    MenuItem,
    NotFound,
    Page,
    Redirect,
    Reply,
    Shown,
    TimelineEntry,
    TimelineSource,
    Toast,
    Values,
    Visit,
    Work,
    translations,
)
from plugins.messaging.models import REASONS, STATES, Entry
from plugins.messaging.services import log
from plugins.messaging.services.catalogue import channels_of

_ = translations("messaging")

LOG = "/messaging/log"
TITLE = _("Messages")
ALL = _("All")
DONE = _("Done.")
BY = _("{channel}: {state}")
TONES = {
    "sent": "green",
    "failed": "red",
    "bounced": "red",
    "unknown": "orange",
    "refused": "gray",
    "cancelled": "gray",
    "queued": "blue",
    "sending": "blue",
}
PAGE = 50
LONGEST_ID = 18


def show_log(work: Work, visit: Visit) -> Reply:
    """The latest messages, of one state if it is named."""
    state = visit.query.get("state", "")
    rows = log.entries(work, state, _position(visit.query.get("before", "")), PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    older = f"{LOG}?state={state}&before={last.at.isoformat()}~{last.id}".replace("+", "%2B") if last else ""
    names = {name: channel.title for name, channel in channels_of(work).items()}
    values = {
        "rows": rows[:PAGE],
        "states": [{"title": ALL, "href": LOG, "current": not state}]
        + [
            {"title": title, "href": f"{LOG}?state={name}", "current": state == name, "tone": TONES[name]}
            for name, title in STATES.items()
        ],
        "state_titles": STATES,
        "tones": TONES,
        "channels": names,
        "older": older,
    }
    return Shown(template="messaging/log.html", values=values, block="content")


def _position(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended; None for what is no place."""
    at, _sign, id = text.partition("~")
    try:
        # Years at the ends of the calendar are none in UTC.
        return datetime.fromisoformat(at).astimezone(UTC), _number(id)
    except (ValueError, OverflowError):
        return None


def show_message(work: Work, visit: Visit) -> Reply:
    """One message and what can be decided."""
    item = log.entry(work, _id(visit))
    values = {
        "item": item,
        "state": STATES[item.state],
        "tone": TONES[item.state],
        "reason": REASONS.get(item.reason or ""),
        "channel": (found := channels_of(work).get(item.channel or "")) and found.title,
        "address": item.address if log.addresses_shown(work, item.channel) else None,
        "decisions": log.decisions_of(work, item.state),
        "log": LOG,
    }
    return Shown(template="messaging/message.html", values=values)


def decide(work: Work, visit: Visit) -> Reply:
    """What somebody decided."""
    log.decide(work, id := _id(visit), visit.form.get("what", ""))
    return Redirect(to=f"{LOG}/{id}", toast=Toast(text=visit.translate(DONE)))


def _id(visit: Visit) -> int:
    try:
        return _number(visit.path["id"])
    except ValueError:
        raise NotFound from None


def _number(text: str) -> int:
    """An id as addresses have it; ValueError for what no database can hold."""
    if not text.isdecimal() or len(text) > LONGEST_ID:
        raise ValueError(text[:LONGEST_ID])
    return int(text)


def _read(
    work: Work, record: Values, before: tuple[datetime, int] | None, limit: int, column: Any
) -> Iterator[TimelineEntry]:
    found = select(
        Entry.at, Entry.id, Entry.state, Entry.channel, Entry.subject, Entry.template, Entry.body
    ).where(column == record["id"])
    if before:
        found = found.where(tuple_(Entry.at, Entry.id) < before)
    channels = channels_of(work)
    for row in work.session.execute(found.order_by(Entry.at.desc(), Entry.id.desc()).limit(limit)):
        channel = channels.get(row.channel or "")
        by = work.translate(channel.title) if channel else work.translate(TITLE)
        yield TimelineEntry(
            at=row.at,
            id=row.id,
            title=BY.fill(channel=by, state=work.translate(STATES[row.state])),
            text=row.subject or row.body or row.template,
            icon=channel.icon if channel else "send",
            link=f"{LOG}/{row.id}",
        )


def of_customer(
    work: Work, record: Values, before: tuple[datetime, int] | None, limit: int
) -> Iterator[TimelineEntry]:
    """Messages to a customer and its contacts."""
    return _read(work, record, before, limit, Entry.customer_id)


def of_contact(
    work: Work, record: Values, before: tuple[datetime, int] | None, limit: int
) -> Iterator[TimelineEntry]:
    """Messages to a contact."""
    return _read(work, record, before, limit, Entry.contact_id)


PAGES = (
    Page(path=LOG, permission=log.VIEW, run=show_log, title=TITLE),
    Page(path=f"{LOG}/{{id}}", permission=log.VIEW, run=show_message),
    Page(path=f"{LOG}/{{id}}", permission=log.DECIDE, run=decide, method="POST"),
)
MENU = (MenuItem(title=TITLE, path=LOG, permission=log.VIEW, icon="send"),)
TIMELINES = (
    TimelineSource(
        name="messages", title=TITLE, of=Customer, permission=log.VIEW, read=of_customer, icon="send"
    ),
    TimelineSource(
        name="contact_messages", title=TITLE, of=Contact, permission=log.VIEW, read=of_contact, icon="send"
    ),
)
