"""Who has an asset in which role since when: transfers, what cannot be, and customers who become one."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.errors import Conflict, GuanxiError, Invalid, NotFound
from core.services import records
from core.services.records import Update
from core.services.work import App
from core.testing.app import Clock
from core.testing.cli import Cli
from core.testing.statements import Counting
from plugins.assets.public import ASSETS, HOLDINGS, holders
from plugins.assets.services.transferring import transfer
from tests.plugins.assets.asking import Row, asset, change, create, delete, rows, show


@pytest.fixture
def clock() -> Clock:
    """A day in June."""
    return Clock(datetime(2026, 6, 15, 9, tzinfo=UTC))


def customers(app: App, *names: str) -> list[int]:
    return create(app, "customers", *({"name": name} for name in names))


def give(app: App, asset: int, **inputs: Any) -> None:
    with app.work(app.system("test")) as work:
        transfer(work, asset, inputs)


def history(app: App) -> list[tuple[int, date | None, date | None]]:
    found = rows(app, HOLDINGS, "customer", "since", "until")
    return [(row["customer"], row["since"], row["until"]) for row in found]


def owner_on(app: App, asset: int, day: date, role: str = "owner") -> list[int]:
    with app.reading(app.system("test")) as work:
        return [holder.customer for holder in holders(work, [asset], role, day).get(asset, ())]


def owner_now(app: App, asset: int) -> int | None:
    owner: int | None = show(app, ASSETS, asset)["assets.owner"]
    return owner


def test_the_first_owner_holds_it_from_the_day_it_went_into_service(app: App) -> None:
    (anna,) = customers(app, "Anna")
    van = asset(app, first_owner=anna)
    assert history(app) == [(anna, date(2024, 1, 1), None)]
    assert owner_now(app, van) == anna
    later = asset(app, "Ordered", first_owner=anna, in_service_date="2026-09-01")
    assert owner_now(app, later) == anna


def test_a_transfer_ends_one_holding_and_begins_the_next_on_the_same_day(app: App) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    van = asset(app, first_owner=anna)
    give(app, van, customer=bert, on=date(2026, 3, 1))
    assert history(app) == [(anna, date(2024, 1, 1), date(2026, 3, 1)), (bert, date(2026, 3, 1), None)]
    assert owner_now(app, van) == bert
    assert [owner_on(app, van, date(*day)) for day in ((2023, 12, 31), (2026, 2, 28), (2026, 3, 1))] == [
        [], [anna], [bert],
    ]  # fmt: skip


def test_a_transfer_is_of_today_when_no_day_is_said_and_may_name_a_contact_alone(app: App) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    (clerk,) = create(app, "contacts", customer=bert, name="Clerk")
    van = asset(app, first_owner=anna)
    give(app, van, contact=clerk)
    assert history(app)[1] == (bert, date(2026, 6, 15), None)
    assert rows(app, HOLDINGS, "contact")[1]["contact"] == clerk


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"on": date(2026, 6, 16)}, "lies in the future"),
        ({"on": date(2024, 1, 1)}, "cannot be before"),
        ({"on": date(2020, 1, 1)}, "cannot be before"),
        ({"customer": 1}, "owns it already"),
        ({"customer": None}, "to which customer"),
        ({"customer": 99}, "no such"),
    ],
)
def test_transfers_that_cannot_be_are_refused_and_change_nothing(
    app: App, inputs: Mapping[str, Any], message: str
) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    van = asset(app, first_owner=anna)
    with pytest.raises(Invalid, match=message):
        give(app, van, **{"customer": bert, "on": date(2026, 3, 1), **inputs})
    assert history(app) == [(anna, date(2024, 1, 1), None)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"since": "2025-01-01"}, "since"),
        ({"since": None, "until": "2024-01-02"}, "since"),
        ({"since": "2026-07-01"}, "since"),
        ({"since": "2026-01-01", "until": "2026-07-01"}, "until"),
        ({"since": "2022-01-01", "until": "2022-01-01"}, "until"),
        ({"customer": None}, "customer"),
        ({"role": "thief"}, "role"),
    ],
)
def test_holdings_that_cannot_be_are_refused(app: App, values: Row, field: str) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    van = asset(app, first_owner=anna)
    with pytest.raises(Invalid) as refused:
        create(app, HOLDINGS, **{"asset": van, "customer": bert, "role": "owner", **values})
    assert set(refused.value.errors) == {field}


def test_an_owner_of_before_is_told_later(app: App) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    van = asset(app, first_owner=anna)
    create(app, HOLDINGS, asset=van, customer=bert, since="2023-01-01", until="2024-01-01")
    assert owner_on(app, van, date(2023, 6, 1)) == [bert]
    assert owner_now(app, van) == anna


def test_several_drive_at_a_time_but_nobody_twice(app: App) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    van = asset(app)
    create(app, HOLDINGS, *({"asset": van, "customer": who, "role": "driver"} for who in (anna, bert)))
    assert sorted(owner_on(app, van, date(2026, 1, 1), "driver")) == [anna, bert]
    assert owner_now(app, van) is None
    with pytest.raises(Invalid, match="in the same role already"):
        create(app, HOLDINGS, asset=van, customer=anna, role="driver", since="2026-01-01")


def test_two_owners_of_one_request_are_refused(app: App) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    van = asset(app)
    with pytest.raises(Invalid, match="has another owner"):
        create(app, HOLDINGS, *({"asset": van, "customer": who, "role": "owner"} for who in (anna, bert)))
    assert history(app) == []


def test_a_contact_of_somebody_else_is_refused(app: App) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    (clerk,) = create(app, "contacts", customer=bert, name="Clerk")
    with pytest.raises(Invalid, match="another customer"):
        create(app, HOLDINGS, asset=asset(app), customer=anna, contact=clerk)


def test_the_first_owner_does_not_change(app: App) -> None:
    anna, bert = customers(app, "Anna", "Bert")
    van = asset(app, first_owner=anna)
    with pytest.raises(Invalid, match="transfer the asset"):
        change(app, ASSETS, van, first_owner=bert)


def test_who_is_merged_takes_what_he_has_along_and_brings_it_back(app: App) -> None:
    anna, twin = customers(app, "Anna", "Anna again")
    van, car = asset(app, first_owner=twin), asset(app, "Car", first_owner=anna)
    create(app, HOLDINGS, *({"asset": van, "customer": who, "role": "driver"} for who in (anna, twin)))
    with app.work(app.system("test")) as work:
        records.merge(work, "customers", anna, twin)
    assert [owner_now(app, id) for id in (van, car)] == [anna, anna]
    assert owner_on(app, van, date(2026, 1, 1)) == [anna]
    with app.work(app.system("test")) as work:
        records.unmerge(work, "customers", anna)
    assert [owner_now(app, id) for id in (van, car)] == [twin, anna]
    assert sorted(owner_on(app, van, date(2026, 1, 1), "driver")) == [anna, twin]


def test_both_owners_one_after_the_other_may_become_one(app: App) -> None:
    anna, twin = customers(app, "Anna", "Anna again")
    van = asset(app, first_owner=anna)
    give(app, van, customer=twin, on=date(2026, 3, 1))
    with app.work(app.system("test")) as work:
        records.merge(work, "customers", twin, anna)
    assert history(app) == [(twin, date(2024, 1, 1), date(2026, 3, 1)), (twin, date(2026, 3, 1), None)]


def test_a_holding_that_goes_and_comes_back_is_followed(app: App) -> None:
    (anna,) = customers(app, "Anna")
    van = asset(app, first_owner=anna)
    (holding,) = rows(app, HOLDINGS)
    delete(app, HOLDINGS, holding["id"])
    assert owner_now(app, van) is None
    with app.work(app.system("test")) as work:
        records.restore(work, HOLDINGS, [holding["id"]])
    assert owner_now(app, van) == anna


def test_two_who_transfer_at_once_do_not_both_succeed(app: App) -> None:
    anna, bert, carl = customers(app, "Anna", "Bert", "Carl")
    van = asset(app, first_owner=anna)

    def try_to(customer: int) -> bool:
        try:
            give(app, van, customer=customer, on=date(2026, 3, 1))
        except GuanxiError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(try_to, (bert, carl)))
    assert sorted(done) == [False, True]
    assert len([holding for holding in history(app) if holding[2] is None]) == 1


def test_many_assets_with_owners_need_as_many_statements_as_one(app: App, statements: Counting) -> None:
    (anna,) = customers(app, "Anna")
    asset(app, "First", first_owner=anna)
    counts = []
    for number in (1, 200):
        vans = [{"name": f"Van {n}", "meter_unit": "km", "first_owner": anna} for n in range(number)]
        with statements() as asked:
            create(app, ASSETS, *vans)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 6, counts


def test_two_who_edit_one_asset_do_not_overwrite_each_other(app: App) -> None:
    van = asset(app)
    version = show(app, ASSETS, van)["version"]
    with app.work(app.system("test")) as work:
        records.update(work, ASSETS, [Update(van, {"place": "Hall 1"}, version)])
    with pytest.raises(Conflict), app.work(app.system("test")) as work:
        records.update(work, ASSETS, [Update(van, {"place": "Hall 2"}, version)])
    assert show(app, ASSETS, van)["place"] == "Hall 1"


def test_an_asset_that_is_not_there_cannot_be_transferred(app: App) -> None:
    (anna,) = customers(app, "Anna")
    with pytest.raises((NotFound, Invalid)):
        give(app, 99, customer=anna)


def test_a_transfer_is_taken_back_as_one(app: App, cli: Cli) -> None:
    anna, bea = customers(app, "Anna", "Bea")
    van = asset(app, first_owner=anna)
    words = ("assets", "assets", "transfer", str(van), "--on", "2026-02-01", "--customer")
    assert "There is no such Customer" in cli(*words, "C-99").stderr
    assert cli(*words, str(bea)).code == 0
    assert owner_now(app, van) == bea
    number = cli("undo", "list", "--json").data[0]["id"]
    assert cli("undo", "apply", str(number), "--yes").code == 0
    assert history(app) == [(anna, date(2024, 1, 1), None)]
    assert owner_now(app, van) == anna
    assert owner_on(app, van, date(2026, 6, 1)) == [anna]
