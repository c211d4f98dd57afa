"""Notifications: who is told, in which language, where they lead, and what has been read."""

import pytest

from core.labels import translations
from core.services.bulk import requesting
from core.services.notifications import notifications, notify
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.jobs import RunJobs
from core.testing.web import Arrive, Visitor
from tests.web.html import page

_ = translations("core")


def tell(app: App, person: Visitor, times: int = 1, link: str = "") -> None:
    """Tell somebody that a bulk change has ended."""
    text = requesting.DONE.fill(changed=3, failed=1)
    with app.work(app.system(door="test")) as work:
        for _time in range(times):
            notify(work, [person.user, person.user], text, link)


def told(person: Visitor, address: str = "/notifications") -> list[str]:
    """The texts of the page."""
    items = page(person.get(address).text).one("ul", class_="notifications").all("button", class_="link")
    return [item.text for item in items]


def test_a_bulk_change_and_its_undo_tell_whoever_wanted_them(
    visitor: Arrive, make_customer: MakeCustomer, app: App, run_jobs: RunJobs
) -> None:
    make_customer(), make_customer()
    person, other = visitor(), visitor()
    actor = app.actors.of_user(person.user, "web")
    with app.work(actor) as work:
        requesting.request(work, "customers", None, None, {"city": "Ulm"})
    run_jobs()
    assert told(person) == ["The bulk change has ended: 2 records changed, 0 not."]
    assert "No messages" in other.get("/notifications").text
    link = page(person.get("/notifications").text).one("input", name="next").attrs["value"]
    assert link.startswith("/undo/")


def test_each_reads_it_in_his_own_language(visitor: Arrive, app: App) -> None:
    english, chinese = visitor(), visitor(language="zh-Hans")
    tell(app, english)
    tell(app, chinese)
    assert told(english)[0].startswith("The bulk change has ended")
    assert not told(chinese)[0].isascii()


def test_what_was_read_counts_no_more_and_leads_where_it_says(visitor: Arrive, app: App) -> None:
    person = visitor()
    tell(app, person, 2, "/customers")
    assert "Notifications, 2 unread" in person.get("/profile").text
    with app.reading(app.actors.of_user(person.user, "web")) as work:
        newest = notifications(work)[0].id
    answer = person.post("/notifications", data={"id": newest, "next": "/customers"})
    assert answer.headers["location"] == "/customers"
    assert "Notifications, 1 unread" in person.get("/profile").text
    person.post("/notifications")
    assert "unread" not in page(person.get("/profile").text).one("nav", id="sidebar").text


def test_nobody_marks_what_others_were_told_as_read(visitor: Arrive, app: App) -> None:
    person, other = visitor(), visitor()
    tell(app, person)
    other.post("/notifications", data={"id": 1})
    other.post("/notifications")
    assert "Notifications, 1 unread" in person.get("/profile").text


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_reading_leads_nowhere_else(visitor: Arrive, app: App, address: str) -> None:
    person = visitor()
    tell(app, person)
    answer = person.post("/notifications", data={"id": 1, "next": address})
    assert answer.headers["location"] == "/notifications"


def test_many_come_by_pages(visitor: Arrive, app: App) -> None:
    person = visitor()
    tell(app, person, 60)
    html = person.get("/notifications").text
    assert len(told(person)) == 50
    following = next(link.attrs["href"] for link in page(html).all("a") if "before=" in link.attrs["href"])
    assert len(told(person, following)) == 10
    assert person.get("/notifications?before=99999999999999999999").status_code == 200
