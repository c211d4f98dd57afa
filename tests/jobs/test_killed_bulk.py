"""kill -9 of workers half-way through a bulk change and its undo: nothing is lost, nothing is done twice."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.data.models import Customer
from core.data.models.journal import JournalEntry
from core.services import records
from core.services.bulk import requesting
from core.services.undo import managing
from core.services.work import App
from tests.jobs.conftest import Work, job
from tests.jobs.killing import kill_one
from tests.servers import eventually

FEW = 600
"""More than one transaction takes."""

MANY, LONG = 10_000, 600.0
"""Records, and the seconds that they may take on a machine that has other things to do."""


def create(app: App, count: int) -> list[int]:
    ids: list[int] = []
    while len(ids) < count:
        rows = [{"name": f"N{n}", "city": "Rome"} for n in range(min(500, count - len(ids)))]
        with app.work(app.system("test")) as work:
            ids += records.create(work, "customers", rows)
    return ids


def request_change(app: App) -> Any:
    with app.work(app.system("test")) as work:
        return requesting.request(work, "customers", None, None, {"city": "Oslo"})


def request_undo(app: App, operation: int) -> int:
    with app.work(app.system("test")) as work:
        return managing.request(work, operation)


def finished(app: App, id: int) -> Any:
    """The job, if it has ended."""
    row = job(app, id)
    return row if row.state in ("done", "dead") else None


def cities(app: App) -> dict[int, str | None]:
    with app.database.reading() as connection:
        rows = connection.execute(select(Customer.id, Customer.city)).all()
    return {row.id: row.city for row in rows}


def written(app: App, cause: str) -> Counter[int | None]:
    """How often each record was changed for a cause."""
    own = JournalEntry.cause == cause, JournalEntry.resource == "customers"
    with app.database.reading() as connection:
        return Counter(connection.scalars(select(JournalEntry.record_id).where(*own)))


def test_a_worker_that_is_killed_in_a_bulk_change_and_in_its_undo_does_nothing_twice(
    app: App, worker: Work, tmp_path: Path
) -> None:
    ids = create(app, FEW)
    (tmp_path / "dies").write_text("2", encoding="ascii")
    asked = request_change(app)
    worker()
    change = eventually(lambda: finished(app, asked["job"]))
    assert (change.state, change.attempt, change.result["changed"]) == ("done", 2, FEW)
    assert (set(cities(app).values()), written(app, f"operation:{asked['operation']}")) == (
        {"Oslo"},
        once(ids),
    )
    (tmp_path / "dies").write_text("2", encoding="ascii")
    id = request_undo(app, asked["operation"])
    undo = eventually(lambda: finished(app, id))
    assert (undo.attempt, undo.result) == (2, {"undone": FEW, "kept": 0, "kept_reasons": []})
    assert (set(cities(app).values()), written(app, f"undo:{asked['operation']}")) == ({"Rome"}, once(ids))


def once(ids: list[int]) -> Counter[int | None]:
    return Counter(dict.fromkeys(ids, 1))


class Others:
    """People who create customers and change the city of some that are there, one after the other."""

    def __init__(self, app: App, ids: list[int], seed: int) -> None:
        self.app, self.ids, self.chance = app, ids, random.Random(seed)
        self.changed, self.created = set[int](), set[int]()
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.05):
            id = self.chance.choice(self.ids)
            with self.app.work(self.app.system("test")) as work:
                self.created.update(records.create(work, "customers", [{"name": "New", "city": "Bonn"}]))
                records.update(work, "customers", [records.Update(id, {"city": "Mine"})])
            self.changed.add(id)


@contextmanager
def writing(others: Others) -> Iterator[None]:
    thread = threading.Thread(target=others.run)
    thread.start()
    try:
        yield
    finally:
        others.ended.set()
        thread.join()


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(2))
def test_the_undo_of_many_is_killed_often_while_others_write(app: App, worker: Work, seed: int) -> None:
    ids, chance = create(app, MANY), random.Random(seed)
    asked = request_change(app)
    worker(processes=2)
    eventually(lambda: finished(app, asked["job"]), LONG)
    others = Others(app, ids, seed)
    with writing(others):
        id = request_undo(app, asked["operation"])
        kills = 0
        while kills < 4 and finished(app, id) is None:
            others.ended.wait(chance.uniform(0.5, 1.5))
            kills += kill_one(app, chance)
        eventually(lambda: finished(app, id), LONG)
    assert job(app, id).state == "done", job(app, id)
    expected = dict.fromkeys(ids, "Rome") | dict.fromkeys(others.changed, "Mine")
    assert cities(app) == expected | dict.fromkeys(others.created, "Bonn")
    taken = written(app, f"undo:{asked['operation']}")
    assert set(taken.values()) == {1}
    assert {*ids} - others.changed <= set(taken) <= {*ids}
