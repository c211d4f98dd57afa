"""What is exported and imported again is the same, in every kind of field."""

import io
from collections.abc import Iterator
from typing import Any

import pytest

from core.services import records
from core.services.exporting import export
from core.services.files.table import Format
from core.services.importing import ImportOptions, import_file
from core.services.lists import Query
from core.services.work import App
from tests.services.importing.conftest import All, counts

OF_THE_SYSTEM = {"id", "version", "created_at", "updated_at", "created_by"}

CUSTOMERS: list[dict[str, Any]] = [
    {"number": "G", "name": "未名商贸", "country": "CN", "phone": "010 6275 1234", "notes": 'a\n"b", c'},
    {"number": "+49 1", "kind": "person", "family_name": "Null", "given_name": "O'Neil", "parent": "G",
     "birthday": "1970-02-28", "email": "o@example.com", "website": "https://example.com/?b=1", "tax_id": "D",
     "currency": "JPY", "annual_revenue": "1234567", "language": "zh-Hant", "time_zone": "Asia/Shanghai",
     "do_not_contact": True, "tags": ["=cmd", "vip"],
     "phones": [{"label": "fax", "phone": "+49 30 123456"}, {"phone": "'quoted"}],
     "addresses": [{"kind": "billing", "street": "Weg 1", "country": "DE"}, {"city": "Rome"}],
     "needs": [{"topic": "price", "noted_on": "2026-01-02", "text": "a\nb"}]},
]  # fmt: skip
MACHINES: list[dict[str, Any]] = [
    {"customer": "G", "serial": "S1", "model": "@x", "status": "broken", "hours": 2**40,
     "load": "1234567890.12345678", "price": "0.30", "currency": "EUR",
     "installed_on": "2024-02-29", "leased": True, "hotline": "030 1"},
    {"customer": "+49 1", "serial": "S2", "load": "-0.00000001", "price": "1.234", "currency": "BHD"},
]  # fmt: skip
ORDERS: list[dict[str, Any]] = [
    {"code": "O1", "customer": "G", "ways": ["van", "post"], "terms": "first\nsecond",
     "due_at": "2026-07-01T12:00:00.123456Z", "copy_to": "c@example.com", "tracking": "http://example.com",
     "ship_to": "FR", "currency": "EUR", "total": "-12.50",
     "layout": {"a": [1, None, True, "ü"]}, "lines": [
        {"article": "Nut", "quantity": "2.125", "price": "99.99", "discount": 5},
        {"article": "-1", "quantity": "0.001"}]},
    {"code": "O2"},
]  # fmt: skip
EVERYTHING = {"customers": CUSTOMERS, "sample.machines": MACHINES, "sample.orders": ORDERS}


@pytest.fixture
def filled(app: App) -> Iterator[App]:
    """An application with records of every kind of field."""
    with app.work(app.system("test")) as work:
        for resource, rows in EVERYTHING.items():
            for row in rows:
                records.create(work, resource, [row])
    yield app


def whole(app: App, everything: All, resource: str) -> list[dict[str, Any]]:
    """All records without what the system sets, references by the order in which their records were made."""
    record_type = app.registry.type_of(resource)
    rows = everything(resource, *(field.name for field in record_type.public), *record_type.children)
    for row in rows:
        for name in OF_THE_SYSTEM & row.keys():
            del row[name]
        for line in (line for name in record_type.children for line in row[name]):
            del line["id"]
    return rows


def named(app: App, everything: All, resource: str) -> list[dict[str, Any]]:
    numbers = {row["id"]: row["number"] for row in everything("customers", "number")}
    rows = whole(app, everything, resource)
    for row in rows:
        row |= {name: numbers[row[name]] for name in {"customer", "parent"} & row.keys() if row[name]}
    return rows


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_records_come_back_as_they_were(filled: App, everything: All, format: Format) -> None:
    app, actor = filled, filled.system("test")
    before = {resource: named(app, everything, resource) for resource in EVERYTHING}
    files = {resource: io.BytesIO() for resource in EVERYTHING}
    for resource, file in files.items():
        export(app, actor, resource, Query(sort="id"), None, format, file)
    with app.work(actor) as work:
        for resource, row in reversed([(name, row) for name in EVERYTHING for row in everything(name)]):
            records.delete(work, resource, [row["id"]])
    for resource, file in files.items():
        report = import_file(app, actor, resource, file)
        assert report.problems == []
    assert {resource: named(app, everything, resource) for resource in EVERYTHING} == before


def test_an_export_that_is_imported_by_key_changes_nothing(filled: App, everything: All) -> None:
    app, actor = filled, filled.system("test")
    for resource in EVERYTHING:
        file = io.BytesIO()
        export(app, actor, resource, Query(sort="id"), None, "csv", file)
        key = app.registry.type_of(resource).resource.key
        before = everything(resource)
        assert counts(import_file(app, actor, resource, file, ImportOptions(key=key))) == (
            0,
            0,
            len(before),
            0,
        )
        assert everything(resource) == before
