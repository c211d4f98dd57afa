"""Above a thousand is counted again only when it may have become less, and with other rights."""

import pytest

from core.services import lists, records
from core.services.lists.plenty import Known, known, remember
from core.services.work import App
from core.testing.statements import executed
from tests.services.access.conftest import Company

MANY = 2 * lists.COUNTED + 100
ALL = lists.Query()


def counted(app: App) -> tuple[int | None, bool]:
    """How many tags there are said to be, and whether they were counted for that."""
    with app.reading(app.system(door="test")) as work, executed(app.database) as asked:
        found = lists.count_some(work, "tags", ALL)
    return found, any("count(*)" in statement.lower() for statement in map(str, asked))


def drop(app: App, ids: list[int]) -> None:
    with app.work(app.system(door="test")) as work:
        records.delete(work, "tags", ids)


def test_many_stay_many_until_as_many_may_be_gone(app: App) -> None:
    with app.work(app.system(door="test")) as work:
        ids = records.create(work, "tags", [{"name": f"tag {n}"} for n in range(MANY)])
    assert counted(app) == (None, True)
    assert counted(app) == (None, False)
    drop(app, ids[:400])
    assert counted(app) == (None, False)
    drop(app, ids[400 : MANY - lists.COUNTED])
    assert counted(app) == (lists.COUNTED, True)
    drop(app, ids[-1:])
    assert counted(app) == (lists.COUNTED - 1, True)


def test_few_are_counted_again_when_anything_was_written(app: App, database_kind: str) -> None:
    with app.work(app.system(door="test")) as work:
        ids = records.create(work, "tags", [{"name": f"tag {n}"} for n in range(60)])
    assert counted(app) == (60, True)
    assert counted(app) == (60, database_kind == "postgresql")  # others may be about to commit there
    with app.work(app.system(door="test")) as work:
        records.create(work, "customers", [{"name": "Acme"}])
    assert counted(app) == (60, True)
    drop(app, ids[:1])
    assert counted(app) == (59, True)


def test_what_was_seen_within_a_transaction_that_is_rolled_back_is_not_known(app: App) -> None:
    with app.work(app.system(door="test")) as work:
        records.create(work, "tags", [{"name": f"tag {n}"} for n in range(60)])
    with pytest.raises(ZeroDivisionError), app.work(app.system(door="test")) as work:
        records.create(work, "tags", [{"name": "one more"}])
        assert lists.count_some(work, "tags", ALL) == 61
        raise ZeroDivisionError
    with app.work(app.system(door="test")) as work:  # the journal is as long again
        records.create(work, "customers", [{"name": "Acme"}])
    assert counted(app)[0] == 60


def test_what_was_found_counts_as_long_as_the_journal_is_not_much_longer() -> None:
    found = Known(found=1_500, journal=70)
    assert found.holds(1_000, 70) and found.holds(1_000, 319)
    assert not found.holds(1_000, 320)
    assert not Known(found=1_001, journal=70).holds(1_000, 70)
    assert Known(1_000, 70, exactly=True).holds(1_000, 70)
    assert not Known(1_000, 70, exactly=True).holds(1_000, 71)
    assert not Known(1_000, 70).holds(1_000, 70)


def test_it_is_known_for_the_rights_with_which_it_was_found(app: App, company: Company) -> None:
    customers = app.registry.type_of("customers")
    with app.reading(company.actor("all")) as work:
        remember(work, customers, MANY, 7)
        assert known(work, customers, lists.COUNTED, 7) == MANY
    with app.reading(company.actor("unit")) as work:
        assert known(work, customers, lists.COUNTED, 7) is None
    with app.reading(company.actor("all", unit_ids=(company.south,))) as work:
        assert known(work, customers, lists.COUNTED, 7) is None


def test_what_others_may_hide_is_always_counted(app: App, company: Company) -> None:
    with app.reading(company.actor("all")) as work:
        for name in ("contacts", "activities"):
            remember(work, work.registry.type_of(name), MANY, 7)
            assert known(work, work.registry.type_of(name), lists.COUNTED, 7) is None
