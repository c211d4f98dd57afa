"""Whoever sees few customers is searched for among those: he finds what the index of words would find."""

from typing import Any

from core.services import records, search
from core.services.work import App
from core.testing.app import actor_with

NAMES = (
    *("王伟明", "王伟", "張偉", "Anders & Söhne GmbH", "O'Brien Ltd", "AT&T", "1-800 Flowers"),
    *("Zürcher Bank", "A.H. Belo", "Ångström AB", "100% Natural", "under_score", "x", "Łódź 2000"),
    "深圳星河电子有限公司",
)
WORDS = (
    *("王", "王伟", "ww", "wangwei", "王偉", "an", "anders", "anders gm", "gm anders", "obrien", "o'b"),
    *("att", "1800", "800 fl", "zur", "zürch", "ah", "belo", "angs", "100%", "100", "_", "%", "under"),
    *("under_score", "深圳", "电子", "szxh", "lodz", "łó", "2000", "138", "8000", "5678", "nothing"),
    *("wang@example.com", "x"),
)


def test_few_and_many_are_searched_with_the_same_answer(app: App) -> None:
    with app.work(app.system(door="test")) as work:
        (unit,) = records.create(work, "units", [{"code": "U", "name": "Unit"}])
        rows = [{"name": name, "unit": unit, "phone": "+86 138 1234 5678"} for name in NAMES]
        rows.append({"name": "Wang", "unit": unit, "email": "wang@example.com"})
        records.create(work, "customers", rows)
    ways: Any = {"core.customers.phone": "all", "core.customers.email": "all"}
    few = actor_with({**ways, "core.customers.view": "unit"}, unit_id=unit, unit_ids=(unit,))
    many = actor_with({**ways, "core.customers.view": "all"})
    assert app.access.guard(few).finds_few and not app.access.guard(many).finds_few
    with app.reading(few) as work:
        among_few = {words: search.search(work, words, ["customers"]) for words in WORDS}
    with app.reading(many) as work:
        assert among_few == {words: search.search(work, words, ["customers"]) for words in WORDS}
    assert sum(map(len, among_few.values())) > 50


def test_how_many_entries_are_looked_at_limits_only_what_is_missing(app: App) -> None:
    with app.work(app.system(door="test")) as work:
        records.create(work, "customers", [{"name": f"Anders {n}"} for n in range(30)])
    with app.reading(app.system(door="test")) as work:
        assert len(search.search(work, "anders", limit=5, most=20)) == 5
        assert len(search.search(work, "anders", limit=50, most=20)) == 20
        assert len(search.search(work, "anders", limit=50)) == 30
