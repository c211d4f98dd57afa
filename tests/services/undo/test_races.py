"""What others write while an undo waits for them is theirs; SQLite has no such moment, with one writer."""

from threading import Thread

import pytest
from sqlalchemy import text

from core.services import records
from core.services.undo.undoing import Undoing
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.servers import eventually
from tests.services.undo.conftest import Names, Undo

pytestmark = pytest.mark.databases("postgresql")

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def somebody_waits(app: App) -> bool:
    with app.database.reading() as connection:
        return bool(connection.execute(WAITING).scalar_one())


def test_a_change_that_an_undo_has_to_wait_for_stays_and_is_named(
    app: App, make_customer: MakeCustomer, undo: Undo, values: Names
) -> None:
    ids, undone = [make_customer(name=f"N{n}", city="Rome") for n in range(3)], list[Undoing]()
    with app.work(app.system("test")) as work:
        records.update(work, "customers", [records.Update(id, {"city": "Paris"}) for id in ids])
    thread = Thread(target=lambda: undone.append(undo()))
    with app.work(app.system("other")) as work:
        records.update(work, "customers", [records.Update(ids[0], {"city": "Mine"})])
        thread.start()
        eventually(lambda: somebody_waits(app))
    thread.join()
    assert values("customers", "city") == ["Mine", "Rome", "Rome"]
    assert list(undone[0].kept.examples()) == [f"customers {ids[0]}: city"]
