"""Merging finds the links of plugins that are disabled or missing at the moment, and gives them back."""

from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from core.data.engine import Database
from core.errors import Invalid
from core.services import records
from core.services.work import App
from tests.services.plugins.conftest import Life, fill_club, plugins

__all__ = ["plugins"]


def merge(app: App, keep: int, lose: int) -> None:
    with app.work(app.system()) as work:
        records.merge(work, "customers", keep, lose)


def links(database: Database, table: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.exec_driver_sql(f"SELECT customer_id FROM {table} ORDER BY id").scalars())


@pytest.mark.parametrize("state", ["enabled", "disabled", "missing"])
def test_links_of_a_plugin_move_and_return_in_every_state(life: Life, database: Database, state: str) -> None:
    folder = life.install("club")
    app = life.enable("club")
    fill_club(app)
    app = life.disable("club") if state == "disabled" else app
    if state == "missing":
        rmtree(folder)
        app = life.start()
    merge(app, 2, 1)
    assert (links(database, "club_member"), links(database, "club_purchase")) == ([2, None, None], [2, 2])
    with app.work(app.system()) as work:
        assert records.unmerge(work, "customers", 2)["kept"] == []
    assert (links(database, "club_member"), links(database, "club_purchase")) == ([1, None, None], [1, 2])


@pytest.mark.parametrize("running", [True, False])
def test_what_a_plugin_keeps_beside_a_customer_moves(life: Life, running: bool) -> None:
    life.install("library")
    app = life.enable("library")
    with app.work(app.system()) as work:
        kept, lost = records.create(work, "customers", [{"name": "A"}, {"name": "B", "library.number": "7"}])
    app = app if running else life.disable("library")
    merge(app, kept, lost)
    app = app if running else life.enable("library")
    assert card(app, kept) == "7"
    with app.work(app.system()) as work:
        records.unmerge(work, "customers", kept)
    assert (card(app, kept), card(app, lost)) == (None, "7")


def card(app: App, id: int) -> Any:
    with app.reading(app.system()) as work:
        return records.read(work, "customers", id)["library.number"]


ONE_EACH = """
# /// guanxi-plugin
# title = "Single"
# ///
from core.plugin_api import *


class Contract(Record):
    __tablename__ = "single_contract"
    customer_id: Mapped[int] = reference(Customer, "Customer", unique=True)
    name: Mapped[str] = text("Name")


@hookimpl
def resources():
    return [Resource(Contract, name="contracts", title="Contracts", singular="Contract")]
"""


def test_records_that_only_one_can_have_are_not_thrown_away(life: Life, settings: Any) -> None:
    file: Path = settings.home / "plugins" / "single.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(ONE_EACH, encoding="utf-8")
    app = life.enable("single")
    with app.work(app.system()) as work:
        ids = records.create(work, "customers", [{"name": "A"}, {"name": "B"}])
        records.create(work, "single.contracts", [{"name": str(id), "customer": id} for id in ids])
    with pytest.raises(Invalid, match=r"single.contracts 2 belongs to the one and 1 to the other"):
        merge(app, *ids)
    with app.reading(app.system()) as work:
        assert [row["customer"] for row in records.read_many(work, "single.contracts", [1, 2])] == ids
