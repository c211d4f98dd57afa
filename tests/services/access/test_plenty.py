"""Above a thousand is counted again only when it may have become less, and with other rights."""

from core.services import lists, records
from core.services.lists.plenty import Plenty, is_still_plenty, remember
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


def test_what_was_found_counts_as_long_as_the_journal_is_not_much_longer() -> None:
    known = Plenty(found=1_500, journal=70)
    assert known.is_more_than(1_000, 70) and known.is_more_than(1_000, 319)
    assert not known.is_more_than(1_000, 320)
    assert not Plenty(found=1_001, journal=70).is_more_than(1_000, 70)


def test_it_is_known_for_the_rights_with_which_it_was_found(app: App, company: Company) -> None:
    customers = app.registry.type_of("customers")
    with app.reading(company.actor("all")) as work:
        remember(work, customers, MANY, 7)
        assert is_still_plenty(work, customers, lists.COUNTED, 7)
    with app.reading(company.actor("unit")) as work:
        assert not is_still_plenty(work, customers, lists.COUNTED, 7)
    with app.reading(company.actor("all", unit_ids=(company.south,))) as work:
        assert not is_still_plenty(work, customers, lists.COUNTED, 7)


def test_what_others_may_hide_is_always_counted(app: App, company: Company) -> None:
    with app.reading(company.actor("all")) as work:
        for name in ("contacts", "activities"):
            remember(work, work.registry.type_of(name), MANY, 7)
            assert not is_still_plenty(work, work.registry.type_of(name), lists.COUNTED, 7)
