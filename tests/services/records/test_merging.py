"""Two records become one with everything that names them, and can be taken apart again."""

from threading import Thread
from typing import Any

import pytest

from core.contracts.work import ReachName
from core.errors import Conflict, Forbidden, Invalid, Merged, NotFound
from core.services import lists, records
from core.services.records import Update
from core.services.work import App
from core.testing.app import actor_with

RIGHTS: dict[str, ReachName] = {f"core.customers.{each}": "own" for each in ("view", "edit", "merge")}


def create(app: App, resource: str, /, **values: Any) -> int:
    with app.work(app.system("test")) as work:
        return records.create(work, resource, [values])[0]


def change(app: App, resource: str, id: int, **values: Any) -> None:
    with app.work(app.system("test")) as work:
        records.update(work, resource, [Update(id, values)])


def read(app: App, resource: str, id: int) -> dict[str, Any]:
    with app.reading(app.system("test")) as work:
        return records.read(work, resource, id)


def ids(app: App, resource: str, **where: Any) -> list[int]:
    (field, value) = next(iter(where.items()))
    query = lists.Query(fields=("id",), where={"field": field, "op": "eq", "value": value}, sort="id")
    with app.reading(app.system("test")) as work:
        return [row["id"] for row in lists.list_records(work, resource, query).rows]


def merge(app: App, keep: int, lose: int, resource: str = "customers", **fields: str) -> int:
    with app.work(app.system("test")) as work:
        return records.merge(work, resource, keep, lose, fields)


def unmerge(app: App, keep: int, resource: str = "customers") -> list[str]:
    with app.work(app.system("test")) as work:
        return list(records.unmerge(work, resource, keep)["kept"])


def two(app: App, **lost: Any) -> tuple[int, int]:
    keep = create(app, "customers", name="Acme", city="Berlin")
    return keep, create(app, "customers", **{"name": "Acme Ltd", **lost})


def test_everything_that_names_the_lost_record_names_the_kept_one_and_goes_back(app: App) -> None:
    keep, lose = two(app)
    contact = create(app, "contacts", customer=lose, name="Ann")
    call = create(app, "activities", type="call", subject="Ring", customer=lose)
    about = create(app, "activities", type="note", subject="On Ann", resource="contacts", record_id=contact)
    machine = create(app, "sample.machines", customer=lose, serial="M1")
    branch = create(app, "customers", name="Branch", parent=lose)
    merge(app, keep, lose)
    found = [("contacts", contact), ("activities", call), ("activities", about), ("sample.machines", machine)]
    assert [read(app, *item)["customer"] for item in found] == [keep] * 4
    assert read(app, "activities", call)["record_id"] == read(app, "customers", branch)["parent"] == keep
    assert unmerge(app, keep) == []
    assert [read(app, *item)["customer"] for item in found] == [lose] * 4
    assert read(app, "activities", call)["record_id"] == read(app, "customers", branch)["parent"] == lose


def test_empty_fields_are_filled_and_what_has_no_room_becomes_a_line(app: App) -> None:
    lost = {"phone": "+4930901820", "tax_id": "DE1", "street": "Gasse 1", "city": "Wien", "tags": ["b"]}
    keep, lose = two(app, **lost)
    change(app, "customers", keep, phone="+493012345678", tags=["a"])
    before = read(app, "customers", keep), read(app, "customers", lose)
    merge(app, keep, lose)
    now = read(app, "customers", keep)
    assert (now["city"], now["street"], now["tax_id"], now["tags"]) == ("Berlin", None, "DE1", ["a", "b"])
    assert [line["phone"] for line in now["phones"]] == ["+4930901820"]
    assert [(line["street"], line["city"]) for line in now["addresses"]] == [("Gasse 1", "Wien")]
    assert unmerge(app, keep) == []
    for was, id in zip(before, (keep, lose), strict=True):
        now, passing = read(app, "customers", id), {"version", "updated_at"}
        assert {k: v for k, v in now.items() if k not in passing} == {
            k: v for k, v in was.items() if k not in passing
        }


def test_the_caller_chooses_even_the_unique_number_and_it_goes_back(app: App) -> None:
    keep, lose = two(app)
    change(app, "customers", lose, number="L-1")
    merge(app, keep, lose, name="lose", number="lose")
    assert (read(app, "customers", keep)["name"], read(app, "customers", keep)["number"]) == (
        "Acme Ltd",
        "L-1",
    )
    unmerge(app, keep)
    assert (read(app, "customers", keep)["name"], read(app, "customers", lose)["number"]) == ("Acme", "L-1")


def test_lines_that_are_the_same_stand_once(app: App) -> None:
    user = create(app, "users", login="u", name="U")
    team, phone = [{"user": user, "role": "x"}], [{"phone": "+4930901820"}]
    keep, lose = two(app, team=team, phones=phone)
    change(app, "customers", keep, team=[{"user": user}], phones=[{"phone": "+4930901820", "label": "fax"}])
    merge(app, keep, lose)
    now = read(app, "customers", keep)
    assert (len(now["team"]), len(now["phones"])) == (1, 1)


def test_a_link_that_would_stand_twice_is_dropped_and_comes_back(app: App) -> None:
    customer = create(app, "customers", name="Acme")
    ann, anne = (create(app, "contacts", customer=customer, name=name) for name in ("Ann", "Anne"))
    both = create(
        app, "activities", type="meeting", subject="Both", participants=[{"contact": ann}, {"contact": anne}]
    )
    merge(app, ann, anne, "contacts")
    assert [line["contact"] for line in read(app, "activities", both)["participants"]] == [ann]
    assert unmerge(app, ann, "contacts") == []
    assert sorted(line["contact"] for line in read(app, "activities", both)["participants"]) == [ann, anne]


def test_one_main_contact_stays_and_unmerging_gives_each_customer_its_own(app: App) -> None:
    keep, lose = two(app)
    first, second = (
        create(app, "contacts", customer=keep, name="A"),
        create(app, "contacts", customer=lose, name="B"),
    )
    merge(app, keep, lose)
    assert [read(app, "contacts", id)["main"] for id in (first, second)] == [True, False]
    assert unmerge(app, keep) == []
    assert [read(app, "contacts", id)["main"] for id in (first, second)] == [True, True]


def test_what_people_changed_since_is_kept_and_named(app: App) -> None:
    keep, lose = two(app, website="https://acme.example")
    other = create(app, "customers", name="Other")
    moved, stays = (create(app, "contacts", customer=lose, name=name) for name in ("A", "B"))
    merge(app, keep, lose)
    change(app, "customers", keep, website="https://new.example")
    change(app, "contacts", moved, customer=other)
    change(app, "contacts", stays, job_title="Buyer")
    assert unmerge(app, keep) == [f"contacts {moved}: customer_id", f"customers {keep}: website"]
    assert read(app, "customers", keep)["website"] == "https://new.example"
    assert read(app, "contacts", moved)["customer"] == other
    assert (read(app, "contacts", stays)["customer"], read(app, "contacts", stays)["job_title"]) == (
        lose,
        "Buyer",
    )


def test_the_lost_record_says_where_it_went_through_several_merges(app: App) -> None:
    keep, lose = two(app)
    last = create(app, "customers", name="Acme Inc")
    merge(app, keep, lose)
    merge(app, last, keep)
    for id in (keep, lose):
        with pytest.raises(Merged) as caught:
            read(app, "customers", id)
        assert caught.value.into == last
    with pytest.raises(Invalid, match="merged"):
        unmerge(app, keep)
    unmerge(app, last)
    unmerge(app, keep)
    assert [read(app, "customers", id)["id"] for id in (keep, lose, last)] == [keep, lose, last]


def test_refusals_change_nothing(app: App) -> None:
    keep, lose = two(app)
    with pytest.raises(Invalid, match="itself"):
        merge(app, keep, keep)
    with pytest.raises(NotFound):
        merge(app, keep, 999)
    with pytest.raises(Invalid, match="no field"):
        merge(app, keep, lose, nmae="lose")
    with pytest.raises(Invalid, match="keep or lose"):
        merge(app, keep, lose, name="both")
    with pytest.raises(Conflict), app.work(app.system()) as work:
        records.merge(work, "customers", keep, lose, versions={lose: 7})
    with pytest.raises(Invalid, match="cannot be merged"):
        merge(app, 1, 2, "tags")
    with pytest.raises(Invalid, match="merged"):
        unmerge(app, keep)
    assert read(app, "customers", lose)["version"] == 1


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("resource", ["customers", "contacts"])
@pytest.mark.parametrize("name", ["nobody", "9" * 100, "-1", "²"])
def test_a_name_that_no_record_has_is_not_found(app: App, resource: str, name: str) -> None:
    kept = create(app, "customers", name="Kept")
    if resource == "contacts":
        kept = create(app, "contacts", name="Kept", customer=kept)
    actions = app.registry.type_of(resource).resource.actions
    action = next(each for each in actions if each.name == "merge")
    with pytest.raises(NotFound), app.work(app.system("test")) as work:
        action.run(work, kept, {"lose": name})


@pytest.mark.databases("sqlite")
def test_a_merge_with_nobody_is_not_the_last_merge(app: App) -> None:
    kept, lost = two(app)
    merge(app, kept, lost)
    with pytest.raises(Invalid), app.work(app.system("test")) as work:
        records.unmerge(work, "customers", kept, 0)


def test_who_may_not_see_or_edit_both_merges_nothing(app: App) -> None:
    user = create(app, "users", login="u", name="U")
    mine = create(app, "customers", name="Mine", owner=user)
    other = create(app, "customers", name="Other")
    for keep, lose in ((mine, other), (other, mine)):
        with pytest.raises(NotFound), app.work(actor_with(RIGHTS, user_id=user)) as work:
            records.merge(work, "customers", keep, lose)
    seeing: dict[str, ReachName] = {**RIGHTS, "core.customers.view": "all"}
    for call in (records.merge, records.preview_merge):
        with pytest.raises(Forbidden), app.work(actor_with(seeing, user_id=user)) as work:
            call(work, "customers", mine, other)
    with pytest.raises(Forbidden), app.work(actor_with({"core.customers.view": "all"}, user_id=user)) as work:
        records.merge(work, "customers", mine, other)


def test_of_two_merges_at_once_one_wins_and_nothing_is_lost(app: App) -> None:
    keep, lose = two(app)
    third = create(app, "customers", name="Acme Inc")
    contact = create(app, "contacts", customer=lose, name="Ann")
    wanted, failed = [(keep, lose), (third, lose)] * 2, list[Exception]()

    def attempt(pair: tuple[int, int]) -> None:
        try:
            merge(app, *pair)
        except Merged as error:
            failed.append(error)

    threads = [Thread(target=attempt, args=(pair,)) for pair in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 3
    with pytest.raises(Merged) as caught:
        read(app, "customers", lose)
    assert read(app, "contacts", contact)["customer"] == caught.value.into


def test_a_preview_says_what_moves_and_changes_nothing(app: App) -> None:
    keep, lose = two(app, phone="+4930901820")
    create(app, "contacts", customer=lose, name="Ann")
    with app.work(app.system()) as work:
        said = records.preview_merge(work, "customers", keep, lose, {"name": "lose"})
    assert said["fields"]["name"] == {"keep": "Acme", "lose": "Acme Ltd", "takes": "lose"}
    assert said["fields"]["phone"]["takes"] == "lose"
    assert {"resource": "contacts", "field": "customer_id", "count": 1} in said["moves"]
    assert read(app, "customers", keep)["version"] == read(app, "customers", lose)["version"] == 1


def test_an_amount_never_gets_another_currency(app: App) -> None:
    keep, lose = two(app, currency="USD", credit_limit="100")
    change(app, "customers", keep, currency="EUR")
    with pytest.raises(Invalid, match="currency"):
        merge(app, keep, lose, credit_limit="lose")
    merge(app, keep, lose)
    now = read(app, "customers", keep)
    assert (now["currency"], now["credit_limit"]) == ("EUR", None)


def test_a_tree_makes_no_circle(app: App) -> None:
    top = create(app, "customers", name="Top")
    lose = create(app, "customers", name="Group", parent=top)
    keep = create(
        app, "customers", name="Group again", parent=create(app, "customers", name="M", parent=lose)
    )
    merge(app, keep, lose)
    middle = ids(app, "customers", name="M")[0]
    assert read(app, "customers", keep)["parent"] == top
    assert read(app, "customers", middle)["parent"] == keep
    unmerge(app, keep)
    assert (read(app, "customers", keep)["parent"], read(app, "customers", middle)["parent"]) == (
        middle,
        lose,
    )


def test_the_journal_has_one_cause_for_every_record(app: App) -> None:
    keep, lose = two(app)
    contact = create(app, "contacts", customer=lose, name="Ann")
    number = merge(app, keep, lose)
    with app.reading(app.system()) as work:
        (moved, *_rest) = records.history(work, "contacts", contact)
        (merged, *_others) = records.history(work, "customers", keep)
    assert moved["cause"] == merged["cause"] == f"merge:{number}"
    assert moved["fields"]["customer"] == {"before": lose, "after": keep}
    assert (merged["operation"], merged["details"]) == ("merge", {"lost": lose})
