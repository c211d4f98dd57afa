"""Customers to be listed, and how many statements a page takes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

from core.services import records
from core.services.work import App

CITIES = ("Ulm", "Aalen", None, "北京")


@pytest.fixture
def customers(app: App) -> Sequence[int]:
    """120 customers in four places, one of them nowhere."""
    rows = [{"name": f"Customer {number:03}", "city": CITIES[number % 4]} for number in range(120)]
    with app.work(app.system(door="test")) as work:
        return records.create(work, "customers", rows)


Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(app: App) -> Counting:
    """`with statements() as asked:` collects the statements of requests."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        for engine in (app.database.reader, app.database.writer):
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            for engine in (app.database.reader, app.database.writer):
                event.remove(engine, "before_cursor_execute", note)

    return counting
