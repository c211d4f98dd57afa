"""What somebody sees of a record who may not see or do everything."""

from collections.abc import Mapping

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.html import opened

READER = {"core.customers.view": "all"}
PATHS = ("", "/timeline", "/history", "/access", "/preview", "/beside", "/lines", "/place", "/next")
POSTS = ("/delete", "/restore", "/tags", "/team", "/team/remove", "/merge", "/log/call", "/attachments")


@pytest.mark.parametrize("path", PATHS)
def test_records_of_others_are_not_there(path: str, visitor: Arrive, make_customer: MakeCustomer) -> None:
    id = make_customer()
    assert visitor({"core.*": "own"}).get(f"/customers/{id}{path}").status_code == 404


@pytest.mark.parametrize("id", ["0", "999", "x", "1e3", "-1", "9" * 40, "%00"])
def test_ids_that_cannot_be_name_no_record(id: str, visitor: Arrive) -> None:
    assert visitor().get(f"/customers/{id}").status_code == 404


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_written_without_the_right(
    path: str, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    answer = visitor(READER).post(f"/customers/{make_customer()}{path}", data={"with": "1", "tags": "x"})
    assert answer.status_code == 403


def test_who_may_only_read_is_offered_nothing_else(visitor: Arrive, make_customer: MakeCustomer) -> None:
    page = opened(visitor(READER), f"/customers/{make_customer(city='Ulm')}")
    record = page.one(class_="record")
    assert not record.all("form")
    assert not record.all("a", class_="edit-fact")
    assert not page.all(class_="log-buttons")
    assert "Ulm" in record.text


def test_masked_values_are_masked_everywhere(app: App, visitor: Arrive, make_customer: MakeCustomer) -> None:
    id = make_customer(phone="+49 731 123456", email="anna@example.com", tax_id="DE123")
    with app.work(app.system(door="test")) as work:
        records.update(work, "customers", [records.Update(id, {"phone": "+49 731 987654", "tax_id": "DE9"})])
    guest = visitor(READER)
    for path in ("", "/history", "/preview", "/timeline?kind=changes"):
        text = opened(guest, f"/customers/{id}{path}").text
        assert "987654" not in text.replace(" ", "")
        assert "123456" not in text.replace(" ", "")
        assert "DE123" not in text
        assert "anna@" not in text


@pytest.mark.parametrize("role", ["salesperson", "manager", "administrator"])
def test_every_role_sees_its_own_customer(role: str, visitor: Arrive, make_customer: MakeCustomer) -> None:
    guest = visitor(role)
    page = opened(guest, f"/customers/{make_customer(owner=guest.user, city='Ulm')}")
    assert page.all(class_="log-buttons")
    assert "Ulm" in page.one(class_="record").text


def test_who_can_see_it_and_why(app: App, visitor: Arrive, make_customer: MakeCustomer) -> None:
    with app.work(app.system(door="test")) as work:
        (top,) = records.create(work, "units", [{"code": "HQ", "name": "Headquarters"}])
        (below,) = records.create(work, "units", [{"code": "BJ", "name": "Beijing", "parent": top}])
    own: Mapping[str, str] = {"core.customers.view": "own"}
    owner, member = visitor(own, name="Owner"), visitor({"core.customers.view": "team"}, name="Member")
    visitor(own, name="Stranger")
    visitor({"core.customers.view": "unit"}, name="Chief", unit=top)
    visitor({"core.customers.view": "unit"}, name="Elsewhere")
    all_ = visitor(READER, name="Auditor")
    id = make_customer(owner=owner.user, unit=below, team=[{"user": member.user}])
    reasons = {
        item.one("h2").text: [name.text for name in item.all(class_="name")]
        for item in opened(all_, f"/customers/{id}/access").one(class_="access").all("section")
    }
    assert reasons == {
        "Responsible for it 1": ["Owner"],
        "In its team 1": ["Member"],
        "Of the unit Beijing, or of one above it 1": ["Chief"],
        "May see all Customers 1": ["Auditor"],
    }


def test_a_contact_is_seen_by_those_who_see_its_customer(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    grants = {"core.customers.view": "own", "core.contacts.view": "all"}
    owner = visitor(grants, name="Owner")
    visitor(grants, name="Stranger")
    customer = make_customer(owner=owner.user)
    with app.work(app.system(door="test")) as work:
        (id,) = records.create(work, "contacts", [{"family_name": "Ito", "customer": customer}])
    access = opened(owner, f"/contacts/{id}/access").one(class_="access")
    assert f"Customer {customer}" in access.one(class_="notice").text
    assert [item.text for item in access.all(class_="name")] == ["Owner"]
