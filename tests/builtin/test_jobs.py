"""What core does at fixed times."""

import io
from datetime import UTC, datetime

from core.services.attachments import About, attach
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs, run_jobs
from tests.builtin.conftest import Create, Update

__all__ = ["run_jobs"]


def test_the_trash_is_emptied_by_night(
    app: App, create: Create, delete: Update, clock: Clock, run_jobs: RunJobs
) -> None:
    clock.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    customer = create("customers", name="Acme")
    attach(app, app.system(), About("customers", customer, "a.txt"), io.BytesIO(b"words"))
    delete("customers", customer)
    files = app.settings.home / "files"
    for days, left in ((29, 1), (2, 0)):
        run_jobs()
        clock.forward(days=days)
        run_jobs()
        assert len([path for path in files.rglob("*") if path.is_file()]) == left
