"""The calendar as a feed (RFC 5545): asked for by programs, which know a secret address and no cookie."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from anyio import to_thread
from icalendar import Calendar, Event
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.contracts.pages import Page, Parameters, Reply, Shown, Visit
from core.contracts.work import Actor
from core.data.models import Preference
from core.errors import GuanxiError, NotFound
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.http.requests import record_id
from core.services.authentication import hash_token
from core.services.preferences import set_preference
from core.web.calendars import calendar
from core.web.lists.state import state_of
from core.web.reading import query_of
from core.web.setting import Setting
from core.web.shell import address
from core.web.shown import HEADERS

if TYPE_CHECKING:
    from core.services.work import Work

KEY = "calendar_key"
BEFORE, AHEAD = timedelta(days=31), timedelta(days=366)
MEDIA_TYPE = "text/calendar; charset=utf-8"


def pages(registry: Registry) -> Iterator[Page]:
    """The pages on which somebody makes his address."""
    for record_type in registry.types.values():
        if record_type.resource.calendar:
            path, permission = (
                f"{address(record_type)}/calendar/feed",
                record_type.resource.permission("view"),
            )
            yield Page(path=path, permission=permission, run=partial(offer, record_type))
            yield Page(path=path, permission=permission, run=partial(make, record_type), method="POST")


def offer(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """What an address is for."""
    return Shown(template="calendar/feed.html", values={"record_type": record_type, "feed": ""})


def make(record_type: RecordType, work: Work, visit: Visit) -> Reply:
    """A new address; only the hash of its secret is kept."""
    secret = token_urlsafe(24)
    set_preference(work, KEY, hash_token(secret))
    query = urlencode({"user": work.actor.user_id, "key": secret})
    feed = f"{visit.origin}{address(record_type)}/calendar.ics?{query}"
    return Shown(template="calendar/feed.html", values={"record_type": record_type, "feed": feed})


@dataclass(frozen=True, eq=False)
class Feeds:
    """PUBLIC: the feeds; the secret in the address says whose it is."""

    setting: Setting

    def routes(self) -> Iterator[Route]:
        """One for each record type with a calendar."""
        for record_type in self.setting.app.registry.types.values():
            if record_type.resource.calendar:
                path = f"{address(record_type)}/calendar.ics"
                yield Route(path, partial(self.answer, record_type, path), methods=["GET"])

    async def answer(self, record_type: RecordType, path: str, request: Request) -> Response:
        """The feed."""
        request.scope["guanxi.route"] = path
        limiter = self.setting.context.limiter
        try:
            return await to_thread.run_sync(self._feed, record_type, request, limiter=limiter)
        except GuanxiError as error:
            return await to_thread.run_sync(self.setting.failed, request, error, limiter=limiter)

    def _feed(self, record_type: RecordType, request: Request) -> Response:
        query = query_of(request)
        actor = self._actor(query)
        with self.setting.app.reading(actor) as work:
            work.require(record_type.resource.permission("view"))
            content = ics(record_type, work, query, request.url.hostname or "")
        return Response(content, headers=dict(HEADERS), media_type=MEDIA_TYPE)

    def _actor(self, query: Parameters) -> Actor:
        """Whose secret this is; NotFound for a wrong one, so that nobody learns who exists."""
        app, user = self.setting.app, record_id(query.get("user", ""))
        statement = select(Preference.value).where(Preference.user_id == user, Preference.name == KEY)
        with app.database.reading() as connection:
            kept = connection.scalar(statement) or ""
        if not kept or not hmac.compare_digest(kept, hash_token(query.get("key", ""))):
            raise NotFound()
        return app.actors.of_user(user, "calendar")


def ics(record_type: RecordType, work: Work, query: Parameters, host: str) -> bytes:
    """The events from a month ago to a year ahead."""
    today = work.now.date()
    visit = Visit(path={}, address="", query=query.without("user", "key"))
    state = state_of(work, record_type, visit)
    made = Calendar()
    made.add("prodid", "-//Guanxi//EN")
    made.add("version", "2.0")
    for item in calendar.events(work, state, today - BEFORE, today + AHEAD):
        event = Event()
        event.add("uid", f"{record_type.name}-{item.id}@{host}")
        event.add("dtstamp", work.now)
        event.add("summary", item.title)
        event.add("dtstart", item.at or item.day)
        if ends := item.row.get(calendar.declared(record_type).end):
            event.add("dtend", ends)
        made.add_component(event)
    content: bytes = made.to_ical()
    return content
