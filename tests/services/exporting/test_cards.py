"""Contact cards out and in again: the same people, elsewhere."""

import io
from typing import Any

import pytest

from core.errors import Invalid
from core.services import records
from core.services.exporting import export
from core.services.files.table import WrittenFormat
from core.services.files.vcard_columns import OF_CONTACT, OF_CUSTOMER
from core.services.importing import ImportOptions, import_file
from core.services.lists import Query
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.services.importing.conftest import All

FORMATS: tuple[WrittenFormat, ...] = ("vcf", "vcf3")
COMPANY: dict[str, Any] = {
    "number": "C1", "name": "Söhne; 未名, Ltd \\ Co", "phone": "+49 30 901820", "email": "info@example.com",
    "website": "https://example.com/", "street": "Weg 1", "city": "Berlin", "country": "DE",
    "addresses": [{"kind": "delivery", "street": "路 1", "city": "北京", "country": "CN"}],
    "phones": [{"label": "fax", "phone": "+49 30 901821"}, {"label": "at night", "phone": "+49 30 901822"}],
}  # fmt: skip
PERSON: dict[str, Any] = {
    "number": "P1", "kind": "person", "family_name": "王", "given_name": "伟明", "birthday": "1985-04-12",
    "notes": "a\nb; c, d\\n " + "长" * 200, "language": "zh-Hans", "tags": ["vip", "fair"],
}  # fmt: skip
CONTACT: dict[str, Any] = {
    "customer": "C1", "name": "Dr. Anna Müller", "family_name": "Müller", "given_name": "Anna",
    "job_title": "Leiterin", "department": "Einkauf", "email": "anna@example.com", "phone": "+49 30 901820",
    "mobile": "+49 171 3920000", "birthday": "1990-02-28", "notes": "x", "tags": ["vip"],
    "phones": [{"label": "home", "phone": "+49 621 08460"}],
    "emails": [{"label": "private", "email": "a@home.example"}, {"email": "b@home.example"}],
}  # fmt: skip


def write(app: App, resource: str, format: WrittenFormat, **options: Any) -> bytes:
    target = io.BytesIO()
    export(app, app.system(), resource, Query(), options.pop("columns", None), format, target)
    return target.getvalue()


def read(app: App, resource: str, content: bytes, **options: Any) -> Any:
    return import_file(app, app.system(), resource, io.BytesIO(content), ImportOptions(**options))


def of_cards(rows: list[dict[str, Any]], known: frozenset[str]) -> list[dict[str, Any]]:
    """What a card holds of records, lines without their ids."""
    for row in rows:
        for line in (line for value in row.values() if isinstance(value, list) for line in value):
            if isinstance(line, dict):
                line.pop("id", None)
    return [{name: row[name] for name in known} for row in rows]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("resource", ["customers", "contacts"])
def test_the_same_fields_elsewhere(app: App, everything: All, resource: str, format: WrittenFormat) -> None:
    known = OF_CONTACT if resource == "contacts" else OF_CUSTOMER
    with app.work(app.system()) as work:
        records.create(work, "customers", [COMPANY, PERSON])
        records.create(work, "contacts", [CONTACT])
    content, rows = write(app, resource, format), everything(resource, *known)
    with app.work(app.system()) as work:
        records.delete(work, resource, [row["id"] for row in everything(resource)])
    assert read(app, resource, content).failed == 0
    assert of_cards(everything(resource, *known), known) == of_cards(rows, known)


def test_good_cards_come_in_and_bad_ones_are_named(
    app: App, everything: All, make_customer: MakeCustomer
) -> None:
    make_customer(number="C1", name="Acme")
    make_customer(name="Twice")
    make_customer(name="Twice")
    cards = (
        "BEGIN:VCARD\nFN:Ann\nORG:Acme\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Ben\nORG:Twice\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Cem\nORG:Acme\nEMAIL:nonsense\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Dee\nX-GUANXI-NUMBER:C1\nTEL;CELL:+49 171 3920000\nEND:VCARD\n"
    )
    report = read(app, "contacts", cards.encode())
    assert (report.created, report.failed) == (2, 2)
    assert [(item.line, item.column) for item in report.problems] == [(5, "customer"), (9, "email")]
    assert [row["name"] for row in everything("contacts")] == ["Ann", "Dee"]


def test_a_business_card_makes_the_company_and_its_contact(app: App, everything: All) -> None:
    card = "BEGIN:VCARD\nN:Müller;Anna;;;\nFN:Anna Müller\nORG:Acme\nTEL;CELL:+49 171 3920000\nEND:VCARD\n"
    report = read(app, "customers", card.encode())
    assert (report.created, report.related) == (1, {"contacts": 1})
    (contact,) = everything("contacts")
    assert (contact["name"], contact["mobile"], contact["main"]) == ("Anna Müller", "+491713920000", True)


def test_other_records_are_no_cards(app: App) -> None:
    with pytest.raises(Invalid, match="no contact cards"):
        write(app, "activities", "vcf")
