"""S55 with a real server and a real clock: a reminder comes within 30 seconds, once, after a kill too."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.app import build
from core.config import Settings
from core.data.models import Notification
from core.services import records
from core.services.clock import utc_now
from core.services.work import App
from core.testing.cli import Cli
from plugins.messaging.models import Mark
from tests.servers import Serve, eventually

pytestmark = pytest.mark.nightly
NEAR = timedelta(seconds=30)


@pytest.fixture
def plugins() -> None:
    """Those of the database."""


@pytest.fixture
def app(settings: Settings, cli: Cli) -> Iterator[App]:
    """Messaging, with the clock of the machine."""
    assert cli("plugin", "enable", "messaging", "--yes").code == 0
    app = build(settings)
    yield app
    app.close()


def told(app: App) -> list[datetime]:
    with app.reading(app.system()) as work:
        return list(work.session.scalars(select(Notification.at)))


def looked(app: App) -> datetime | None:
    with app.reading(app.system()) as work:
        return work.session.scalars(select(Mark.at)).first()


def test_s55_a_reminder_comes_within_half_a_minute_though_the_server_is_killed(
    app: App, serve: Serve
) -> None:
    server = serve(serve_worker="yes")
    eventually(lambda: looked(app), patience=120)
    dues = [utc_now() + timedelta(seconds=seconds) for seconds in (15, 100)]
    with app.work(app.system("test")) as work:
        (ned,) = records.create(work, "users", [{"login": "ned", "name": "Ned"}])
        rows = [{"type": "task", "subject": f"{due}", "due_at": due, "owner": ned} for due in dues]
        records.create(work, "activities", rows)
    server.kill()
    serve(serve_worker="yes")
    eventually(lambda: len(told(app)) >= len(dues), patience=180)
    assert all(abs(at - due) < NEAR for at, due in zip(sorted(told(app)), dues, strict=True))
