"""Extensions through `records`, the one place that all doors use: rows, queries, races, other sessions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from core.data.limits import GuardError
from core.errors import Conflict, Invalid
from core.services import records
from core.services.lists import Query, list_records
from core.services.work import App, Work
from core.testing.statements import Counting
from tests.extensions.conftest import WATT
from tests.extensions.guild import Member
from tests.extensions.watt import Account

Row = dict[str, Any]
METER: Row = {"watt.meter": "M-1"}


def create(app: App, **values: Any) -> int:
    with app.work(app.system()) as work:
        return records.create(work, "customers", [{"name": "Acme", **values}])[0]


def change(app: App, id: int, version: int | None = None, **values: Any) -> list[int]:
    with app.work(app.system()) as work:
        return records.update(work, "customers", [records.Update(id, values, version)])


def read(app: App, id: int, resource: str = "customers") -> Row:
    with app.reading(app.system()) as work:
        return records.read(work, resource, id)


def stored(app: App, model: Any) -> list[int]:
    """The ids of the rows of an extension, in the trash or not."""
    with app.reading(app.system()) as work, work.access.unrestricted(work, "a test") as session:
        return list(session.scalars(select(model.id).order_by(model.id)))


def test_saying_again_what_stands_there_changes_nothing(app: App) -> None:
    bare, full = create(app), create(app, extensions={"watt": WATT, "guild": {"points": 1}})
    for id in (bare, full):
        before = read(app, id)
        assert change(app, id, name="Acme") == []
        assert change(app, id, **{"guild.points": before["guild.points"], "watt.tariffs": []}) in ([], [full])
    assert read(app, bare)["version"] == 1
    assert stored(app, Account) == [full]


def test_only_records_that_say_something_have_rows(app: App) -> None:
    rows: list[Row] = [{"name": "A"}, {"name": "B", "watt.meter": "M-1"}, {"name": "C", "guild.points": None}]
    with app.work(app.system()) as work:
        ids = records.create(work, "customers", rows)
    assert (stored(app, Account), stored(app, Member)) == ([ids[1]], [])


def test_many_changes_in_one_request_make_change_and_remove_rows(app: App) -> None:
    with app.work(app.system()) as work:
        ids = records.create(
            work, "customers", [{"name": f"C{n}", "guild.points": n % 3 or None} for n in range(60)]
        )
        values = [{"guild.points": (n + 1) % 3 or None} for n in range(60)]
        changes = [records.Update(id, said) for id, said in zip(ids, values, strict=True)]
        assert records.update(work, "customers", changes) == ids
    with app.reading(app.system()) as work:
        found = [row["guild.points"] for row in records.read_many(work, "customers", ids)]
    assert found == [said["guild.points"] for said in values]
    assert stored(app, Member) == [id for id, said in zip(ids, values, strict=True) if said["guild.points"]]


def test_a_wrong_row_of_an_extension_stops_them_all(app: App) -> None:
    rows: list[Row] = [{"name": "A", **METER}, {"name": "B", **METER}, {"name": "C", "watt.load": 1}]
    with app.work(app.system()) as work, pytest.raises(Invalid) as refused:
        records.create(work, "customers", rows)
    assert {n: list(errors) for n, errors in refused.value.rows.items()} == {
        1: ["watt.meter"],
        2: ["watt.meter"],
    }
    assert stored(app, Account) == []


@pytest.mark.parametrize("ask", [records.read, lambda work, name, id: list_records(work, name, Query())])
def test_all_extensions_together_cost_one_query(
    app: App, ask: Callable[[Work, str, int], Any], statements: Counting
) -> None:
    id = create(app, extensions={"watt": WATT, "guild": {"points": 1}})
    with app.reading(app.system()) as work:
        ask(work, "customers", id)
        with statements() as asked:
            ask(work, "customers", id)
    assert len([text for text in asked if "watt_account" in text or "guild_member" in text]) == 1


def test_a_list_without_their_fields_does_not_look_at_extensions(app: App, statements: Counting) -> None:
    create(app, extensions={"watt": WATT})
    with app.reading(app.system()) as work, statements() as asked:
        list_records(work, "customers", Query(fields=["name", "city"], sort="name"))
    assert not [text for text in asked if "watt_account" in text]


def test_writers_at_the_same_time_lose_nothing(app: App) -> None:
    id, together = create(app, extensions={"watt": WATT}), Barrier(4)

    def write(number: int) -> bool:
        together.wait()
        try:
            change(app, id, 1, **{"watt.load": number, "guild.points": number})
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        won = [number for number, done in enumerate(pool.map(write, range(4))) if done]
    row = read(app, id)
    assert (len(won), row["version"], row["watt.load"], row["guild.points"]) == (1, 2, *won, *won)


def test_writers_without_a_version_write_one_after_another(app: App) -> None:
    id, together = create(app), Barrier(4)

    def write(number: int) -> list[int]:
        together.wait()
        return change(app, id, **{"guild.points": number + 1})

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, range(4))) == [[id]] * 4
    with app.reading(app.system()) as work:
        entries = records.history(work, "customers", id)
    steps = [entry["fields"]["guild.points"] for entry in entries[:-1]]
    assert [step["before"] for step in steps] == [*(step["after"] for step in steps[1:]), None]
    assert sorted(step["after"] for step in steps) == [1, 2, 3, 4]


def test_only_one_of_two_gets_a_unique_value(app: App) -> None:
    ids, together = [create(app), create(app)], Barrier(2)

    def write(id: int) -> str:
        together.wait()
        try:
            change(app, id, **METER)
        except Invalid as error:
            return ",".join(error.errors or next(iter(error.rows.values())))
        return ""

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, ids)) == ["", "watt.meter"]


def test_only_records_writes_the_tables(app: App) -> None:
    id = create(app, **METER)
    with app.work(app.system()) as work:
        for statement in (
            insert(Account).values(id=id + 1, meter="x", green=False),
            update(Account).values(meter="x"),
            text("SELECT * FROM watt_account"),
            select(Account.__table__.c.meter),
        ):
            with pytest.raises(GuardError):
                work.session.execute(statement)
        work.session.add(Member(id=id))
        with pytest.raises(GuardError, match="Member"):
            work.session.flush()
        work.session.expunge_all()


def test_the_row_is_in_the_trash_with_its_record_and_is_erased_with_it(app: App) -> None:
    id = create(app, **METER)
    with app.work(app.system()) as work:
        records.delete(work, "customers", [id])
        assert work.session.scalars(select(Account.id)).all() == []
    assert stored(app, Account) == [id]


def test_the_row_is_erased_with_its_record(app: App) -> None:
    id = create(app, **METER, owner=None)
    with app.database.writing() as connection:
        for table in ("core_change", "core_search", "core_customer"):
            connection.execute(text(f"DELETE FROM {table}"))
    assert stored(app, Account) == [], id


def test_what_is_named_beside_a_record_cannot_be_deleted_until_the_record_is(app: App) -> None:
    partner = create(app)
    with app.work(app.system()) as work:
        (visit,) = records.create(work, "activities", [{"subject": "Read", "watt.partner": partner}])
        with pytest.raises(Invalid, match="Grid partner"):
            records.delete(work, "customers", [partner])
        records.delete(work, "activities", [visit])
        records.delete(work, "customers", [partner])
        with pytest.raises(Invalid) as refused:
            records.restore(work, "activities", [visit])
    assert list(refused.value.rows[0]) == ["watt.partner"]
