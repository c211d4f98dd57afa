"""The index made anew says what the records say, and nothing else is written."""

from sqlalchemy import select

from core.data.bulk import insert_rows
from core.data.models import SearchEntry
from core.services import records
from core.services.reindexing import reindex
from core.services.search import remove_entries, search
from core.services.work import App
from core.testing.app import MakeCustomer


def rebuild(app: App, *resources: str) -> dict[str, int]:
    return reindex(lambda: app.work(app.system()), resources)


def entries(app: App) -> list[tuple[object, ...]]:
    columns = (SearchEntry.id, SearchEntry.record_id, SearchEntry.token_group, SearchEntry.tokens)
    with app.reading(app.system()) as work:
        return [tuple(row) for row in work.session.execute(select(*columns).order_by(SearchEntry.id))]


def hits(app: App, text: str) -> list[int]:
    with app.reading(app.system()) as work:
        return [hit.id for hit in search(work, text)]


def test_what_is_right_is_not_written(app: App, make_customer: MakeCustomer) -> None:
    for name in ("王伟明", "Acme"):
        make_customer(name=name, phone="+49 30 901820", phones=[{"phone": "+49 30 111111"}])
    before = entries(app)
    assert rebuild(app)["customers"] == 2
    assert entries(app) == before


def test_what_is_missing_wrong_or_too_much_is_mended(app: App, make_customer: MakeCustomer) -> None:
    missing, wrong, gone = (make_customer(name=name) for name in ("Alpha", "Beta", "Gamma"))
    fields = {"resource": "customers", "customer_id": None, "token_group": "public"}
    with app.work(app.system()) as work:
        record_type = work.registry.type_of("customers")
        records.delete(work, "customers", [gone])
        remove_entries(work, record_type, [missing, wrong])
        rows = [{"record_id": id, "tokens": "false", **fields} for id in (wrong, gone, 99)]
        insert_rows(work.session, SearchEntry, rows)
    assert (hits(app, "alpha"), hits(app, "beta")) == ([], [])
    assert rebuild(app, "customers") == {"customers": 2}
    assert (hits(app, "alpha"), hits(app, "beta"), hits(app, "false")) == ([missing], [wrong], [])
    assert {row[1] for row in entries(app)} == {missing, wrong}


def test_entries_of_plugins_that_do_not_run_stay(app: App) -> None:
    entry = {"resource": "lost.policies", "record_id": 1, "customer_id": None, "token_group": "public"}
    with app.work(app.system()) as work:
        insert_rows(work.session, SearchEntry, [{**entry, "tokens": "policy"}])
    rebuild(app)
    with app.database.reading() as connection:
        assert connection.scalar(select(SearchEntry.tokens)) == "policy"
