"""What cells become: read by the kinds, empty in every form, lines and contacts from the same row."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from core.contracts.work import Actor
from core.services.importing import ImportOptions, import_file
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.services.importing.conftest import All, Import, counts

NORTHWIND = Path(__file__).parents[3] / "core" / "demo" / "data" / "northwind.csv"


def test_a_strangers_file_is_understood_as_it_comes(app: App, everything: All) -> None:
    report = import_file(app, app.system("test"), "customers", NORTHWIND)
    assert (counts(report), report.related) == ((91, 0, 0, 0), {"contacts": 91})
    assert report.left_out == {"fax": "No field has this name."}
    first, *_others = everything("customers", "number", "name", "region", "country", "phone")
    assert first == {"id": first["id"], "number": "ALFKI", "name": "Alfreds Futterkiste", "region": None,
                     "country": "DE", "phone": "+49300074321"}  # fmt: skip
    contacts = everything(
        "contacts", "name", "job_title", "main", where={"field": "customer", "value": "ALFKI"}
    )
    assert [(c["name"], c["job_title"], c["main"]) for c in contacts] == [
        ("Maria Anders", "Sales Representative", True)
    ]


def test_what_other_programs_write_for_nothing_is_nothing(run_import: Import, everything: All) -> None:
    run_import("number,name,city,region,industry,,notes\nA,Null,NULL,n/a,N/A,x,\n")
    (row,) = everything("customers", "name", "city", "region", "industry", "notes")
    assert row.pop("name") == "Null"
    assert set(row.values()) - {row["id"]} == {None}


def test_values_of_every_kind(run_import: Import, everything: All, make_customer: MakeCustomer) -> None:
    make_customer(number="X1", name="Acme", country="DE")
    content = (
        "Serial number,customer,Status,load,price,currency,installed_on,leased,hotline,tags,hours\n"
        'S1,X1,Broken,1.00000001,"1.234,50",eur,2026年3月4日,是,030-0074321,red; blue,12\n'
    )
    assert counts(run_import(content, "sample.machines")) == (1, 0, 0, 0)
    (row,) = everything("sample.machines", "status", "load", "price", "currency", "leased", "hotline", "tags")
    assert (row["status"], row["load"], row["price"]) == ("broken", Decimal("1.00000001"), Decimal("1234.50"))
    assert (row["currency"], row["leased"], row["hotline"]) == ("EUR", True, "+49300074321")
    assert row["tags"] == ["blue", "red"]


def test_local_times_are_the_actors(run_import: Import, everything: All) -> None:
    actor = Actor(name="somebody", door="api", time_zone="Asia/Shanghai")
    run_import('code,due_at,layout\nA,2026-07-01 08:00,"[1, {""a"": true}]"\n', "sample.orders", actor)
    (row,) = everything("sample.orders", "due_at", "layout")
    assert row["due_at"] == datetime(2026, 7, 1, 0, 0, tzinfo=UTC)
    assert row["layout"] == [1, {"a": True}]


def test_lines_stand_in_numbered_columns(run_import: Import, everything: All) -> None:
    content = (
        "code,currency,lines.2.article,lines.2.quantity,lines.1.article,lines.1.quantity,lines.1.price,lines.3.article\n"
        "A,EUR,Nut,2.5,Bolt,1,0.30,\nB,EUR,Nail,7,,,,\n"
    )
    assert counts(run_import(content, "sample.orders")) == (2, 0, 0, 0)
    first, second = everything("sample.orders", "lines")
    assert [(line["article"], line["quantity"], line["price"]) for line in first["lines"]] == [
        ("Bolt", Decimal(1), Decimal("0.30")),
        ("Nut", Decimal("2.5"), None),
    ]
    assert [line["article"] for line in second["lines"]] == ["Nail"]


def test_several_contacts_stand_in_one_row(run_import: Import, everything: All) -> None:
    content = (
        "number,name,contacts.1.name,contacts.1.email,Contact 2 name,联系人3,phones.phone,phones.2.phone\n"
        "A,Acme,Ann,ann@example.com,Bob,李雷,030 1234,\nB,Beta,,,,,,040 1234\n"
    )
    report = run_import(content)
    assert (counts(report), report.related) == ((2, 0, 0, 0), {"contacts": 3})
    contacts = everything("contacts", "name", "main")
    assert [(c["name"], c["main"]) for c in contacts] == [("Ann", True), ("Bob", False), ("李雷", False)]
    assert [len(c["phones"]) for c in everything("customers", "phones")] == [1, 1]


def test_references_are_named_by_key_or_id(
    run_import: Import, everything: All, make_customer: MakeCustomer
) -> None:
    parent = make_customer(number="G1", name="Group")
    content = f"number,name,parent\nA,Acme,G1\nB,Beta,{parent}\nC,Gamma,A\nD,Delta,nobody\n"
    report = run_import(content)
    assert counts(report) == (3, 0, 0, 1)
    _group, first, second, third = everything("customers", "parent")
    assert (first["parent"], second["parent"], third["parent"]) == (parent, parent, first["id"])


def test_choices_are_known_by_their_labels_in_chinese(run_import: Import, everything: All) -> None:
    report = run_import("number,name,kind,family_name\nA,,个人,李\nB,Beta,公司,\n")
    assert counts(report) == (2, 0, 0, 0)
    assert [row["kind"] for row in everything("customers", "kind")] == ["person", "company"]


def test_defaults_fill_what_a_row_leaves_out(run_import: Import, everything: All) -> None:
    content = "number,name,country,contacts.name\nA,Acme,,Ann\nB,Beta,France,\n"
    run_import(content, defaults={"country": "德国", "source": "Fair", "contacts.language": "de"})
    rows = everything("customers", "country", "source")
    assert [(row["country"], row["source"]) for row in rows] == [("DE", "Fair"), ("FR", "Fair")]
    assert [row["language"] for row in everything("contacts", "language")] == ["de"]


def test_columns_of_an_export_that_nobody_may_write_are_left_out(run_import: Import) -> None:
    report = run_import("id,version,name,created_at,phone,phone_checked\n7,3,Acme,yesterday,030 1234,maybe\n")
    assert counts(report) == (1, 0, 0, 0)
    assert set(report.left_out) == {"id", "version", "created_at", "phone_checked"}
    assert set(report.left_out.values()) == {"The system sets this itself."}


def test_a_stream_is_read_and_stays_open(app: App, tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_bytes("公司名称\t城市\n未名商贸\t北京\n".encode("gb18030"))
    with path.open("rb") as file:
        report = import_file(app, app.system("test"), "customers", file, ImportOptions(encoding="gb18030"))
        assert not file.closed
    assert report.mapping == {"公司名称": "name", "城市": "city"}
