"""G8, G9: likely duplicates are found, warned of before saving, dismissed, merged; no hidden name is told."""

from typing import Any

import pytest

from core.contracts.work import ReachName
from core.errors import Invalid, Merged
from core.services import records, settings
from core.services.lists import Query, list_records
from core.services.work import App
from core.testing.app import actor_with
from core.testing.jobs import RunJobs
from plugins.data_quality.services import finding, finding_all
from tests.plugins.data_quality.asking import change, create, customer, read, rows

PAIRS = "data_quality.duplicates"
RIGHTS: dict[str, ReachName] = {
    **{f"core.customers.{each}": "own" for each in ("view", "create", "edit")},
    **{f"{PAIRS}.{each}": "all" for each in ("view", "edit")},
}


def find(app: App, run_jobs: RunJobs) -> list[tuple[int, int]]:
    with app.work(app.system()) as work:
        work.enqueue("data_quality.examine")
    run_jobs()
    return [(row["customer"], row["other"]) for row in rows(app, PAIRS, "customer", "other")]


def warned(app: App, **values: Any) -> list[int]:
    with app.work(app.system()) as work:
        records.create(work, "customers", [values])
        return [id for warning in work.warnings for id in warning["ids"]]


ALIKE = [
    ({"name": "北京西风贸易有限公司"}, {"name": "北京西風貿易股份有限公司"}),
    ({"name": "Nordwind GmbH"}, {"name": "NORDWIND Ltd."}),
    ({"name": "Fischer & Söhne KG", "city": "Bonn"}, {"name": "Söhne und Fischer", "city": "Bonn"}),
    ({"name": "International Paper Company"}, {"name": "Internatoinal Paper Co."}),
    (
        {"name": "Acme", "phone": "+4930901820"},
        {"name": "Acme Berlin", "phone": "030 901820", "country": "DE"},
    ),
    ({"name": "Acme", "email": "info@acme.de"}, {"name": "Acme 2", "email": "INFO@acme.de"}),
    ({"name": "Old name", "tax_id": "DE 136 695 976"}, {"name": "New name", "tax_id": "DE136695976"}),
]
DIFFERENT = [
    ({"name": "Nordwind GmbH"}, {"name": "Südwind GmbH"}),
    ({"name": "Acme", "tax_id": "DE136695976"}, {"name": "Acme", "tax_id": "DE811569869"}),
    (
        {"kind": "person", "family_name": "王", "given_name": "伟"},
        {"kind": "person", "family_name": "王", "given_name": "伟"},
    ),
    ({"name": "上海东风有限公司"}, {"name": "上海西风有限公司"}),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_g8_likely_duplicates_are_found_and_warned_of(
    app: App, run_jobs: RunJobs, one: dict[str, Any], other: dict[str, Any]
) -> None:
    first = create(app, "customers", **one)
    assert warned(app, **other) == [first]
    assert find(app, run_jobs) == [(first, first + 1)]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_g8_who_is_only_called_alike_is_not(
    app: App, run_jobs: RunJobs, one: dict[str, Any], other: dict[str, Any]
) -> None:
    create(app, "customers", **one)
    assert warned(app, **other) == []
    assert find(app, run_jobs) == []


def test_g8_what_was_dismissed_stays_dismissed(app: App, run_jobs: RunJobs) -> None:
    customer(app, "Acme"), customer(app, "Acme Ltd")
    assert len(find(app, run_jobs)) == 1
    assert "data_quality.duplicate" in str(read(app, "customers", 1)["problems"])
    with app.work(app.system()) as work:
        work.registry.type_of(PAIRS).resource.actions[0].run(work, 1, {})
    assert "data_quality.duplicate" not in str(read(app, "customers", 1)["problems"])
    find(app, run_jobs)
    assert [row["status"] for row in rows(app, PAIRS, "status")] == ["dismissed"]
    assert "data_quality.duplicate" not in str(read(app, "customers", 1)["problems"])
    with app.work(app.system()) as work:
        records.update(work, "customers", [records.Update(1, {"legal_name": "Acme"})])
        assert work.warnings == []


def test_g8_a_pair_that_is_none_any_more_goes(app: App, run_jobs: RunJobs) -> None:
    customer(app, "Acme"), customer(app, "Acme Ltd")
    find(app, run_jobs)
    change(app, "customers", 2, name="Umbrella")
    assert find(app, run_jobs) == []


def test_g8_merging_a_pair_leaves_none_and_unmerging_restores(app: App, run_jobs: RunJobs) -> None:
    for name in ("Acme", "Acme Ltd", "Acme Inc"):
        customer(app, name)
    assert len(find(app, run_jobs)) == 3
    merge = next(item for item in app.registry.type_of(PAIRS).resource.actions if item.name == "merge")
    with app.work(app.system()) as work:
        assert merge.run(work, 1, {"preview": True})["lose"] == 2
        merge.run(work, 1, {})
    with pytest.raises(Merged):
        read(app, "customers", 2)
    assert [(row["customer"], row["other"]) for row in rows(app, PAIRS, "customer", "other")] == [(1, 3)]
    with app.work(app.system()) as work:
        assert records.unmerge(work, "customers", 1)["kept"] == []
    assert read(app, "customers", 2)["score"] is not None


def test_g8_nobody_learns_of_customers_that_he_may_not_see(app: App, run_jobs: RunJobs) -> None:
    user = create(app, "users", login="u", name="U")
    hidden, mine = customer(app, "Secret Ltd"), customer(app, "Secret", owner=user)
    assert find(app, run_jobs) == [(hidden, mine)]
    actor = actor_with(RIGHTS, user_id=user)
    with app.work(actor) as work:
        assert list_records(work, PAIRS, Query()).rows == []
        records.update(work, "customers", [records.Update(mine, {"legal_name": "Secret Inc"})])
        records.create(work, "customers", [{"name": "Secret Inc"}])
        assert [id for warning in work.warnings for id in warning["ids"]] == [mine]
        assert "Ltd" not in str(work.warnings)


def test_g8_the_form_asks_while_somebody_types(app: App) -> None:
    customer(app, "Nordwind GmbH", city="Bonn", phone="+4930901820")
    check = next(item for item in app.registry.type_of(PAIRS).resource.actions if item.name == "check")
    with app.work(app.system()) as work:
        (found,) = check.run(work, None, {"name": "nordwind ltd"})["likely"]
        assert check.run(work, None, {})["likely"] == []
    assert (found["id"], found["name"], found["reasons"]) == (1, "Nordwind GmbH", ["name"])


def test_g8_a_company_may_refuse_them(app: App) -> None:
    customer(app, "Acme")
    with app.work(app.system()) as work:
        settings.set_value(work, "data_quality.on_duplicate", "refuse")
    with (
        pytest.raises(Invalid, match="likely"),
        app.work(actor_with({**RIGHTS, "core.customers.view": "all"})) as work,
    ):
        records.create(work, "customers", [{"name": "Acme Ltd"}])
    customer(app, "Acme Inc")  # the system may
    assert len(rows(app, "customers")) == 2


def test_g8_who_is_in_the_trash_by_then_is_in_no_new_pair(
    app: App, monkeypatch: pytest.MonkeyPatch, run_jobs: RunJobs
) -> None:
    for name in ("Acme", "Acme Ltd", "Acme Inc"):
        customer(app, name)
    searched = finding.find

    def meanwhile(*arguments: Any) -> Any:
        with app.work(app.system()) as work:
            records.delete(work, "customers", [2])
        return searched(*arguments)

    monkeypatch.setattr(finding_all, "find", meanwhile)
    assert find(app, run_jobs) == [(1, 3)]
