"""What came of reminders is counted by month; pages and panels tell it, and what is due."""

from datetime import date

from sqlalchemy import select

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from core.testing.web import Arrive, site, visitor
from core.web.presenting import day_text
from plugins.care.models import DueTask
from plugins.care.services.measures import Month, months
from tests.plugins.care.asking import act, car, create, every_morning, plan, under
from tests.plugins.care.vehicles import AS_OF
from tests.web.html import opened

__all__ = ["site", "visitor"]


def four_reminders(app: App, run_jobs: RunJobs) -> None:
    """One is declined, one booked, one comes, one cannot be told."""
    cars = plan(app)
    for name in ("Ada", "Bob", "Cleo"):
        under(app, cars, car(app, owner={"family_name": name, "email": f"{name}@example.com"}))
    under(app, cars, car(app, owner={"family_name": "Dan", "phone": None, "email": None}))
    every_morning(app, run_jobs)
    act(app, "care.reminders", "result", 1, result="declined", why="no_time")
    act(app, "care.reminders", "result", 2, result="booked", booked_on=date(2026, 12, 1))
    create(app, "care.services", asset=3, done_on=AS_OF, codes="OIL")


def test_they_are_counted_by_month(app: App, run_jobs: RunJobs) -> None:
    four_reminders(app, run_jobs)
    with app.reading(app.system("test")) as work:
        assert months(work, date(2026, 1, 1), AS_OF) == [Month("2026-11", 3, 3, 2, 1, 1, 1)]


def test_the_page_shows_them(app: App, run_jobs: RunJobs, visitor: Arrive) -> None:
    four_reminders(app, run_jobs)
    page = opened(visitor(), "/care/measures")
    assert "2026-11" in page.text


def due_on(app: App, code: str) -> str:
    """The day as an English page tells it."""
    with app.reading(app.system("test")) as work:
        number = work.session.scalars(select(DueTask.due_date).where(DueTask.code == code).limit(1)).one()
    return day_text(date.fromordinal(number or 1), "en")


def test_panels_tell_what_is_due(app: App, run_jobs: RunJobs, clock: Clock, visitor: Arrive) -> None:
    four_reminders(app, run_jobs)
    guest = visitor()
    for address in ("/assets/assets/1/panels/care.due", "/care/subjects/1/panels/care.tasks"):
        text = opened(guest, address).text
        assert "OIL" in text and "AIR" in text and "Overdue" in text
        assert due_on(app, "OIL") in text
    assert "Golf · Cars" in opened(guest, "/customers/1/panels/care.looked_after").text
