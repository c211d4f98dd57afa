"""Changes: versions, conflicts, lines, life, history, trash."""

from threading import Thread
from typing import Any

import pytest

from core.contracts.work import ReachName
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.services import records
from core.services.records import Update
from core.services.work import App, Work
from core.testing.app import MakeCustomer, actor_with


def order(work: Work, **values: Any) -> int:
    """A new order of the sample."""
    return records.create(work, "sample.orders", [{"code": "O1", **values}])[0]


def test_a_change_raises_the_version_and_no_change_does_not(work: Work, make_customer: MakeCustomer) -> None:
    id = records.create(work, "customers", [{"name": "Acme"}])[0]
    records.update(work, "customers", [Update(id, {"city": "Berlin"})])
    assert records.update(work, "customers", [Update(id, {"city": "Berlin"})]) == []
    assert records.read(work, "customers", id)["version"] == 2


def test_a_stale_version_is_a_conflict_that_names_the_other_change(
    app: App, make_customer: MakeCustomer
) -> None:
    id = make_customer()
    with app.work(app.system(name="Anna")) as work:
        records.update(work, "customers", [Update(id, {"city": "Berlin"})])
    with app.work(app.system()) as work, pytest.raises(Conflict) as caught:
        records.update(work, "customers", [Update(id, {"city": "Bonn"}, version=1)])
    assert [(c["actor"], c["fields"]) for c in caught.value.changes] == [("Anna", ["city"])]


@pytest.mark.parametrize("times", [15, pytest.param(100, marks=pytest.mark.nightly)])
def test_racing_increments_lose_nothing(app: App, times: int) -> None:
    with app.work(app.system()) as work:
        customer = records.create(work, "customers", [{"name": "Acme"}])[0]
        id = records.create(work, "sample.machines", [{"customer": customer, "serial": "1", "hours": 0}])[0]

    def increment() -> None:
        done = 0
        while done < times:
            with app.reading(app.system()) as work:
                machine = records.read(work, "sample.machines", id)
            try:
                with app.work(app.system()) as work:
                    change = Update(id, {"hours": machine["hours"] + 1}, version=machine["version"])
                    records.update(work, "sample.machines", [change])
                done += 1
            except Conflict:
                continue

    threads = [Thread(target=increment) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.reading(app.system()) as work:
        machine = records.read(work, "sample.machines", id)
    assert (machine["hours"], machine["version"]) == (6 * times, 6 * times + 1)


def test_lines_are_kept_changed_added_and_dropped_in_one_request(work: Work) -> None:
    id = order(work, lines=[{"article": a, "quantity": 1} for a in ("Bolt", "Nut", "Nail")])
    bolt, nut, _nail = records.read(work, "sample.orders", id)["lines"]
    wanted = [{"id": nut["id"], "quantity": "7"}, {"id": bolt["id"]}, {"article": "Pin", "quantity": 2}]
    records.update(work, "sample.orders", [Update(id, {"lines": wanted})])
    after = records.read(work, "sample.orders", id)
    assert [(line["article"], int(line["quantity"])) for line in after["lines"]] == [
        ("Nut", 7),
        ("Bolt", 1),
        ("Pin", 2),
    ]
    assert (after["version"], after["lines"][0]["id"]) == (2, nut["id"])


def test_a_line_added_by_a_change_needs_what_a_new_one_needs(work: Work) -> None:
    id = order(work, lines=[{"article": "Bolt", "quantity": 1}])
    with pytest.raises(Invalid) as caught:
        records.update(work, "sample.orders", [Update(id, {"lines": [{"article": "Pin"}]})])
    assert {path: found[0].code for path, found in caught.value.errors.items()} == {
        "lines.0.quantity": "required"
    }


def test_a_line_of_another_record_is_refused(work: Work) -> None:
    mine = order(work)
    other = order(work, code="O2", lines=[{"article": "Bolt", "quantity": 1}])
    foreign = records.read(work, "sample.orders", other)["lines"][0]["id"]
    with pytest.raises(Invalid) as caught:
        records.update(work, "sample.orders", [Update(mine, {"lines": [{"id": foreign, "quantity": 9}]})])
    assert list(caught.value.errors) == ["lines.0.id"]


def test_a_status_moves_only_along_its_life_and_with_what_it_needs(work: Work) -> None:
    id = order(work)
    for values, wrong in (({"status": "paid"}, "status"), ({"status": "sent"}, "due_at")):
        with pytest.raises(Invalid) as caught:
            records.update(work, "sample.orders", [Update(id, values)])
        assert list(caught.value.errors) == [wrong]
    records.update(work, "sample.orders", [Update(id, {"status": "sent", "due_at": "2027-01-31T12:00:00Z"})])
    assert records.read(work, "sample.orders", id)["status"] == "sent"


def test_another_currency_keeps_the_amount_or_is_refused(work: Work) -> None:
    id = order(work, currency="EUR", total="10.50")
    with pytest.raises(Invalid):
        records.update(work, "sample.orders", [Update(id, {"currency": "JPY"})])
    records.update(work, "sample.orders", [Update(id, {"currency": "KWD"})])
    assert str(records.read(work, "sample.orders", id)["total"]) == "10.500"


def test_history_tells_every_value_before_and_after(app: App, make_customer: MakeCustomer) -> None:
    id = make_customer(phone="030 901820", country="DE")
    with app.work(app.system(name="Anna", door="api")) as work:
        records.update(work, "customers", [Update(id, {"phone": "030 901821"})])
        newest, oldest = records.history(work, "customers", id)
    assert newest["fields"]["phone"] == {"before": "+4930901820", "after": "+4930901821"}
    assert (newest["actor"]["name"], newest["door"], newest["version"]) == ("Anna", "api", 2)
    assert oldest["fields"]["phone"] == {"before": None, "after": "+4930901820"}


def test_a_circle_of_parents_is_refused_even_in_one_request(work: Work) -> None:
    a, b, c = records.create(work, "customers", [{"name": name} for name in "abc"])
    records.update(work, "customers", [Update(b, {"parent": a}), Update(c, {"parent": b})])
    with pytest.raises(Invalid, match="circle"):
        records.update(work, "customers", [Update(a, {"parent": c})])
    with pytest.raises(Invalid, match="circle"):
        records.update(work, "customers", [Update(a, {"parent": a})])


def test_deleted_records_are_gone_until_they_are_restored(work: Work) -> None:
    id = records.create(work, "customers", [{"name": "Acme", "number": "N"}])[0]
    records.delete(work, "customers", [id])
    with pytest.raises(NotFound):
        records.read(work, "customers", id)
    records.restore(work, "customers", [id])
    assert [entry["operation"] for entry in records.history(work, "customers", id)] == [
        "restore",
        "delete",
        "create",
    ]


def test_what_others_name_cannot_be_deleted(work: Work) -> None:
    parent = records.create(work, "customers", [{"name": "Group"}])[0]
    records.create(work, "customers", [{"name": "Daughter", "parent": parent}])
    with pytest.raises(Invalid, match="1 Customers name it"):
        records.delete(work, "customers", [parent])


def test_what_cannot_be_seen_does_not_exist_and_what_can_only_be_seen_is_forbidden(
    app: App, make_customer: MakeCustomer
) -> None:
    id = make_customer()
    rights: dict[str, ReachName] = {"core.customers.view": "own", "core.customers.edit": "own"}
    with app.work(actor_with(rights, user_id=7)) as work, pytest.raises(NotFound):
        records.update(work, "customers", [Update(id, {"city": "X"})])
    seeing: dict[str, ReachName] = {**rights, "core.customers.view": "all"}
    with app.work(actor_with(seeing, user_id=7)) as work, pytest.raises(Forbidden):
        records.update(work, "customers", [Update(id, {"city": "X"})])
