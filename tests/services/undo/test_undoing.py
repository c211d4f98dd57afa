"""What was done at once goes back as one; what others have changed since stays, and is named."""

import pytest

from core.builtin.user_actions import reassign
from core.errors import Conflict, Forbidden, NotFound
from core.services import records
from core.services.undo import managing
from core.services.work import App
from core.testing.app import Clock, MakeCustomer
from tests.services.undo.conftest import Names, Operations, Somebody, Undo

EDIT = {"core.customers.view": "all", "core.customers.edit": "all"}


@pytest.fixture
def ids(make_customer: MakeCustomer) -> list[int]:
    """Three customers in Rome."""
    return [make_customer(name=f"Customer {n}", city="Rome", source="Fair") for n in range(3)]


def edit(app: App, ids: list[int], **values: object) -> None:
    with app.work(app.system("test")) as work:
        records.update(work, "customers", [records.Update(id, values) for id in ids])


def delete(app: App, *ids: int) -> None:
    with app.work(app.system("test")) as work:
        records.delete(work, "customers", ids)


def test_a_bulk_edit_goes_back_but_for_fields_that_others_have_changed(
    app: App, ids: list[int], undo: Undo, values: Names, operations: Operations
) -> None:
    edit(app, ids, city="Paris", source="Web", phones=[{"phone": "1234"}])
    edit(app, ids[:1], city="Oslo")
    edit(app, ids[1:2], city="Bern")
    edit(app, ids[1:2], city="Paris")
    undone = undo()
    assert values("customers", "city") == ["Oslo", "Rome", "Rome"]
    assert values("customers", "source") == ["Fair"] * 3
    assert (undone.undone, list(undone.kept.examples())) == (3, [f"customers {ids[0]}: city"])
    (shown,) = operations()
    assert (shown["kind"], shown["changed"], shown["undone"], shown["kept"]) == ("bulk_edit", 3, 3, 1)


def test_deletions_one_by_one_and_of_many_come_back(
    app: App, ids: list[int], undo: Undo, values: Names, operations: Operations
) -> None:
    delete(app, ids[0])
    delete(app, *ids[1:])
    assert [(row["kind"], row["changed"]) for row in operations()] == [("bulk_delete", 2), ("delete", 1)]
    assert undo().undone == 2
    assert values("customers", "name") == ["Customer 1", "Customer 2"]
    assert undo(operations()[1]["id"]).undone == 1
    assert len(values("customers", "id")) == 3


def test_a_deletion_whose_number_was_given_away_stays_and_says_why(
    app: App, make_customer: MakeCustomer, undo: Undo, values: Names
) -> None:
    old, other = make_customer(number="A1"), make_customer(number="B1")
    delete(app, old, other)
    new = make_customer(number="A1")
    undone = undo()
    assert (undone.undone, list(undone.kept.examples())) == (1, [f"customers {old}"])
    assert values("customers", "id") == [other, new]


def test_what_was_undone_is_not_undone_again(
    app: App, ids: list[int], undo: Undo, operations: Operations
) -> None:
    edit(app, ids, city="Paris")
    undo()
    edit(app, ids, city="Lima")
    with pytest.raises(Conflict, match="is undone already"):
        undo(operations()[-1]["id"])


def test_after_its_days_nothing_is_undone(
    app: App, ids: list[int], undo: Undo, clock: Clock, values: Names
) -> None:
    edit(app, ids, city="Paris")
    clock.forward(days=30)
    undo(dry_run=True)
    clock.forward(seconds=1)
    with pytest.raises(Conflict, match="too old"):
        undo()
    assert values("customers", "city") == ["Paris"] * 3


def test_everybody_undoes_his_own_while_he_may_do_such_things(
    app: App, ids: list[int], undo: Undo, somebody: Somebody, values: Names
) -> None:
    anna, bert = somebody("anna", EDIT), somebody("bert", EDIT)
    with app.work(anna) as work:
        records.update(work, "customers", [records.Update(id, {"city": "Paris"}) for id in ids])
    with app.reading(bert) as work:
        assert managing.list_operations(work, managing.OperationsQuery()).rows == []
    with pytest.raises(NotFound):
        undo(1, bert)
    with pytest.raises(Forbidden):
        undo(1, somebody("carl", {managing.MANAGE: "all"}))
    assert undo(1, anna).undone == 3
    assert values("customers", "city") == ["Rome"] * 3


def test_an_undo_that_was_interrupted_goes_on_where_it_was(app: App, undo: Undo, values: Names) -> None:
    with app.work(app.system("test")) as work:
        ids = records.create(work, "customers", [{"name": f"N{n}", "city": "Rome"} for n in range(600)])
    edit(app, ids, city="Paris")
    edit(app, ids[-1:], city="Oslo")

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo(progress=interrupt)
    assert 0 < values("customers", "city").count("Rome") < 599
    undone = undo()
    assert (undone.undone, list(undone.kept.examples())) == (599, [f"customers {ids[-1]}: city"])
    assert values("customers", "city") == ["Rome"] * 599 + ["Oslo"]


def test_a_dry_run_says_what_the_undo_will_do_and_changes_nothing(
    app: App, ids: list[int], undo: Undo, values: Names
) -> None:
    edit(app, ids, city="Paris")
    edit(app, ids[:1], city="Oslo")
    tried = undo(dry_run=True)
    assert values("customers", "city") == ["Oslo", "Paris", "Paris"]
    undone = undo()
    assert (tried.undone, tried.kept.stored()) == (undone.undone, undone.kept.stored())


def test_a_merge_is_undone_once_at_either_door(app: App, ids: list[int], undo: Undo, values: Names) -> None:
    with app.work(app.system("test")) as work:
        records.merge(work, "customers", ids[0], ids[1])
    with app.work(app.system("test")) as work:
        records.merge(work, "customers", ids[0], ids[2])
    undo()
    assert values("customers", "id") == [ids[0], ids[2]]
    with app.work(app.system("test")) as work:
        records.unmerge(work, "customers", ids[0])
    with pytest.raises(Conflict, match="is undone already"):
        undo(1)
    assert values("customers", "id") == ids


def test_who_was_handed_over_to_gives_back(app: App, ids: list[int], undo: Undo, values: Names) -> None:
    with app.work(app.system("test")) as work:
        people = [{"login": name, "name": name} for name in ("anna", "bert")]
        anna, bert = records.create(work, "users", people)
        records.update(
            work, "customers", [records.Update(ids[0], {"owner": "anna", "team": [{"user": "anna"}]})]
        )
    with app.work(app.system("test")) as work:
        reassign(work, anna, {"to": "bert"})
    assert values("customers", "owner") == [bert, None, None]
    assert undo().undone == 1
    assert values("customers", "owner") == [anna, None, None]
    assert [member["user"] for member in values("customers", "team")[0]] == [anna]
