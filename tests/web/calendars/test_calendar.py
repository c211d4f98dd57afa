"""Calendars: days in the reader's zone, moving across a change of the clock, feeds by a secret address."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.web import Arrive, Visitor
from core.web.calendars.spans import Span, span_of
from tests.web.html import page

BERLIN = "Europe/Berlin"

Plan = Callable[..., int]


@pytest.fixture
def plan(app: App) -> Plan:
    """Plan a meeting with these values."""

    def plan(subject: str = "Meeting", **values: object) -> int:
        with app.work(app.system(door="test")) as work:
            row = {"type": "meeting", "subject": subject, **values}
            return records.create(work, "activities", [row])[0]

    return plan


def days_of(person: Visitor, query: str) -> dict[str, list[str]]:
    """What stands on each day that has anything."""
    lists = page(person.get(f"/activities/calendar?{query}").text).all("ul", class_="cards")
    found = {item.attrs["data-value"]: [link.text for link in item.all("a", hx_get=None)] for item in lists}
    return {day: titles for day, titles in found.items() if titles}


@pytest.mark.parametrize(
    ("length", "day", "start", "end"),
    [
        ("month", date(2026, 11, 22), date(2026, 10, 26), date(2026, 12, 7)),
        ("month", date(2027, 2, 1), date(2027, 2, 1), date(2027, 3, 1)),
        ("month", date(2028, 2, 29), date(2028, 1, 31), date(2028, 3, 6)),
        ("week", date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 23)),
        ("day", date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 23)),
    ],
)
def test_spans_are_whole_weeks(length: str, day: date, start: date, end: date) -> None:
    span = span_of(length, day.isoformat(), date(2026, 1, 1))
    assert (span.start, span.end) == (start, end)
    assert [item for week in span.weeks for item in week][-1] < end
    assert span_of(length, span.previous.isoformat(), day).end <= end
    assert span_of(length, span.following.isoformat(), day).start >= start


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "0000-00-00"])
def test_a_day_that_there_is_not_is_today(day: str) -> None:
    assert span_of("nonsense", day, date(2026, 11, 22)) == Span("month", date(2026, 11, 22))


def test_a_moment_stands_on_the_readers_day(visitor: Arrive, plan: Plan) -> None:
    plan(starts_at="2026-11-10T23:30:00Z")
    assert days_of(visitor(), "day=2026-11-10") == {"2026-11-10": ["Meeting"]}
    assert days_of(visitor(time_zone="Asia/Shanghai"), "day=2026-11-10") == {"2026-11-11": ["Meeting"]}


def test_what_stands_at_the_edge_of_the_days_belongs_to_one_of_them(visitor: Arrive, plan: Plan) -> None:
    plan("First", starts_at="2026-11-09T23:00:00Z")
    plan("Last", starts_at="2026-11-10T22:59:59Z")
    plan("Next", starts_at="2026-11-10T23:00:00Z")
    person = visitor(time_zone=BERLIN)
    assert days_of(person, "span=day&day=2026-11-10") == {"2026-11-10": ["First", "Last"]}


def test_moving_keeps_the_time_of_the_clock_and_the_length(visitor: Arrive, plan: Plan, app: App) -> None:
    """On 29 March 2026 clocks in Berlin go forward."""
    id = plan(starts_at="2026-03-27T08:00:00Z", ends_at="2026-03-27T09:30:00Z")
    person = visitor(time_zone=BERLIN)
    moved = person.post("/activities/calendar/move", data={"id": id, "value": "2026-03-30"})
    assert moved.status_code == 303
    with app.reading(app.system(door="test")) as work:
        row = records.read(work, "activities", id)
    assert row["starts_at"] == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)  # 9 o'clock there, as before
    assert row["ends_at"] == datetime(2026, 3, 30, 8, 30, tzinfo=UTC)


def test_a_move_can_be_taken_back(visitor: Arrive, plan: Plan, app: App) -> None:
    id = plan(due_at="2026-11-10T08:00:00Z")
    person = visitor()
    answer = person.post(
        "/activities/calendar/move",
        data={"id": id, "value": "2026-11-12"},
        headers={"hx-request": "true"},
    )
    undo = answer.headers["hx-trigger"].split('"undo": "')[1].split('"')[0]
    assert days_of(person, "day=2026-11-10") == {"2026-11-12": ["Meeting"]}
    person.post(undo)
    assert days_of(person, "day=2026-11-10") == {"2026-11-10": ["Meeting"]}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"value": "31 November"}, 422),
        ({"value": ""}, 422),
        ({"value": "2026-11-12", "version": "99"}, 409),
        ({"value": "2026-11-12", "id": "99"}, 404),
    ],
)
def test_what_cannot_be_moved_stays(visitor: Arrive, plan: Plan, form: dict[str, str], code: int) -> None:
    id = plan(starts_at="2026-11-10T08:00:00Z")
    person = visitor()
    answer = person.post("/activities/calendar/move", data={"id": str(id), **form})
    assert answer.status_code == code
    assert days_of(person, "day=2026-11-10") == {"2026-11-10": ["Meeting"]}


def test_what_happened_cannot_be_moved(visitor: Arrive, plan: Plan) -> None:
    id = plan(status="done", done_at="2026-11-10T08:00:00Z")
    answer = visitor().post("/activities/calendar/move", data={"id": id, "value": "2026-11-12"})
    assert answer.status_code == 422
    assert "cannot be moved" in answer.text


def test_whoever_may_see_less_sees_less(visitor: Arrive, plan: Plan) -> None:
    plan(starts_at="2026-11-10T08:00:00Z")
    assert days_of(visitor("salesperson"), "day=2026-11-10") == {}


def feed_of(person: Visitor) -> str:
    """A new address of the feed."""
    html = person.post("/activities/calendar/feed").text
    address = page(html).one("input", name="feed").attrs["value"]
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def test_a_calendar_program_reads_the_feed_without_signing_in(
    visitor: Arrive, plan: Plan, site: Starlette, clock: Clock
) -> None:
    clock.now = datetime(2026, 11, 1, tzinfo=UTC)
    person = visitor()
    plan("Visit; with, signs \\n", starts_at="2026-11-10T08:00:00Z", ends_at="2026-11-10T09:00:00Z")
    plan("Long ago", starts_at="2025-01-10T08:00:00Z")
    answer = TestClient(site).get(feed_of(person))
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 11, 10, 8, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert str(event["summary"]).startswith("Visit; with, signs")


def test_a_wrong_or_replaced_key_and_a_disabled_user_read_nothing(
    visitor: Arrive, site: Starlette, app: App
) -> None:
    person, program = visitor("salesperson"), TestClient(site)
    old = feed_of(person)
    new = feed_of(person)
    assert program.get(old).status_code == 404
    assert program.get(new).status_code == 200
    for address in ("/activities/calendar.ics", f"{new}x", "/activities/calendar.ics?user=1&key="):
        assert program.get(address).status_code == 404
    with app.work(app.system(door="test")) as work:
        records.update(work, "users", [records.Update(person.user, {"active": False})])
    assert program.get(new, follow_redirects=False).status_code in (303, 401)


def test_the_feed_shows_what_its_owner_may_see(visitor: Arrive, plan: Plan, site: Starlette) -> None:
    seller = visitor("salesperson")
    now = datetime.now(UTC).isoformat()
    plan("Theirs", starts_at=now)
    plan("Mine", starts_at=now, owner=seller.user)
    content = TestClient(site).get(feed_of(seller)).text
    assert "Mine" in content and "Theirs" not in content


def test_a_calendar_says_what_it_is_filtered_by(visitor: Arrive) -> None:
    client = visitor()
    address = f"/activities/calendar?filter[owner]={client.user}&span=week&day=2026-11-21"
    chip = page(client.get(address).text).one("span", class_="chip")
    assert chip.text.startswith("Owner is Visitor1")
    assert chip.one("a").attrs["href"] == "/activities/calendar?span=week&day=2026-11-21"


def test_a_part_of_a_calendar_is_asked_for(visitor: Arrive) -> None:
    answer = visitor().get("/activities/calendar?span=week", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert not page(answer.text).all("html")
