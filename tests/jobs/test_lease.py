"""A job that takes longer than a lease keeps its worker: nobody else begins it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.data.models import QueuedJob
from core.services.jobs.claimed import LEASE
from core.services.work import App
from tests.jobs.conftest import Work, enqueue, job
from tests.servers import PATIENCE, eventually


def leased_for(app: App, id: int) -> timedelta:
    """How long after its beginning the lease of a job ends."""
    columns = select(QueuedJob.started_at, QueuedJob.lease_until).where(QueuedJob.id == id)
    with app.database.reading() as connection:
        row = connection.execute(columns).one()
    return row.lease_until - row.started_at if row.lease_until and row.started_at else timedelta()


@pytest.mark.nightly
def test_a_job_longer_than_its_lease_is_done_once(app: App, worker: Work, tmp_path: Path) -> None:
    (id,) = enqueue(app, "wait", {"folder": str(tmp_path)})
    for _ in range(2):  # two supervisors, as on two machines
        worker(processes=2)
    eventually(lambda: leased_for(app, id) > 2.3 * LEASE, 2 * PATIENCE)
    assert (job(app, id).state, job(app, id).attempt) == ("running", 1)
    (tmp_path / "go").touch()
    eventually(lambda: job(app, id).state == "done")
    assert (job(app, id).attempt, job(app, id).result) == (1, "waited")
