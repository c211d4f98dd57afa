"""A lead becomes a customer: a known one or a new one, never a second one by accident."""

from typing import Any

import pytest

from core.errors import Invalid, NotFound
from core.services import records
from core.services.undo import managing, noting
from core.testing.app import actor_with
from core.testing.jobs import run_due
from plugins.sales.public import LEADS
from tests.plugins.sales.asking import Company

PHONE = "+494318800"


def make(company: Company, resource: str, **values: Any) -> int:
    with company.app.work(company.app.system()) as work:
        return records.create(work, resource, [values])[0]


def convert(company: Company, id: int, **inputs: Any) -> dict[str, Any]:
    company.act(LEADS, id, "convert", **inputs)
    return company.lead(id)


def customer(company: Company, id: int) -> dict[str, Any]:
    with company.app.reading(company.app.system()) as work:
        return records.read(work, "customers", id)


def test_a_person(company: Company) -> None:
    more = {"phones": [{"phone": "+49431881", "label": "office"}], "email": "lee@example.com"}
    lead = convert(company, company.put(family_name="Lee", given_name="Ann", name=None, city="Kiel", **more))
    made = customer(company, lead["customer"])
    assert (made["kind"], made["name"], made["phone"], made["email"]) == (
        "person",
        "Ann Lee",
        PHONE,
        more["email"],
    )
    assert made["phones"][0]["label"] == "office" and made["owner"] == lead["owner"]
    assert lead["stage"] == "qualified" and lead["contact"] is None


def test_a_company_with_the_person_as_contact(company: Company) -> None:
    lead = convert(company, company.put(company="Acme", name="Ann Lee"))
    (contact,) = company.rows("contacts")
    assert customer(company, lead["customer"])["name"] == "Acme"
    assert (contact["id"], contact["customer"], contact["name"]) == (
        lead["contact"],
        lead["customer"],
        "Ann Lee",
    )


@pytest.mark.parametrize(
    "known", [{"phone": PHONE}, {"email": "LEE@example.com"}, {"phones": [{"phone": PHONE}]}]
)
def test_somebody_known_under_another_name(company: Company, known: dict[str, Any]) -> None:
    there = make(company, "customers", name="Lee & Sons", **known)
    lead = convert(company, company.put(email="lee@example.com"))
    assert lead["customer"] == there and len(company.rows("customers")) == 1
    (contact,) = company.rows("contacts")
    assert contact["id"] == lead["contact"] and contact["name"] == "Lee"


def test_a_known_contact_is_found(company: Company) -> None:
    there = make(company, "customers", name="Acme")
    contact = make(company, "contacts", customer=there, name="A. Lee", mobile=PHONE)
    lead = convert(company, company.put())
    assert (lead["customer"], lead["contact"]) == (there, contact)


def test_several_are_offered_and_one_is_chosen(company: Company) -> None:
    ids = [make(company, "customers", name=name, phone=PHONE) for name in ("A", "B")]
    id = company.put()
    with pytest.raises(Invalid, match=r"C00000\d A, C00000\d B"):
        convert(company, id)
    assert convert(company, id, customer=ids[1])["customer"] == ids[1]
    with pytest.raises(Invalid, match="belongs to a customer already"):
        convert(company, id)


def test_a_new_one_only_if_somebody_says_so(company: Company) -> None:
    there = make(company, "customers", name="Switchboard", phone=PHONE)
    lead = convert(company, company.put(), new=True)
    assert lead["customer"] != there and len(company.rows("customers")) == 2


def salesperson(company: Company, name: str) -> Any:
    verbs = {
        f"core.{kind}.{verb}": "own" for kind in ("customers", "contacts") for verb in ("view", "create")
    }
    grants = {**verbs, "sales.leads.view": "own", "sales.leads.edit": "own"}
    return actor_with(grants, user_id=company.users[name])  # type: ignore[arg-type]


def test_a_customer_of_somebody_else_is_not_shown_and_not_made_twice(company: Company) -> None:
    there = make(company, "customers", name="Secret Ltd", phone=PHONE, owner=company.users["nan"])
    id = company.put()
    action = company.action(LEADS, "convert")
    with pytest.raises(Invalid) as refused, company.app.work(salesperson(company, "sam")) as work:
        action(work, id, {})
    assert refused.value.errors["customer"][0].code == "customer_not_seen" and "Secret" not in str(
        refused.value
    )
    with pytest.raises(NotFound), company.app.work(salesperson(company, "sam")) as work:
        action(work, id, {"customer": there})
    assert len(company.rows("customers")) == 1


def test_who_may_not_see_numbers_takes_them_along(company: Company) -> None:
    id = company.put()
    with company.app.work(salesperson(company, "sam")) as work:
        company.action(LEADS, "convert")(work, id, {})
    assert customer(company, company.lead(id)["customer"])["phone"] == PHONE


def test_whoever_has_the_lead_looks_after_the_customer_too(company: Company) -> None:
    there = make(company, "customers", name="Acme", phone=PHONE, owner=company.users["nan"])
    convert(company, company.put())
    assert [line["user"] for line in customer(company, there)["team"]] == [company.users["sam"]]


def test_its_activities_are_those_of_the_customer(company: Company) -> None:
    id = company.put()
    lead = convert(company, id)
    assert [step["customer"] for step in company.steps(id)] == [lead["customer"]]
    company.change(id, stage="won")
    assert company.steps(id) == []


def test_all_of_it_is_undone_as_one(company: Company) -> None:
    id = company.put(company="Acme")
    convert(company, id)
    with company.app.work(company.app.system()) as work:
        (operation,) = managing.list_operations(work, managing.OperationsQuery()).rows
        managing.request(work, operation["id"])
    run_due(company.app)
    lead = company.lead(id)
    assert (lead["customer"], lead["contact"], lead["stage"]) == (None, None, "new")
    assert company.rows("customers") == company.rows("contacts") == []
    assert [step["customer"] for step in company.steps(id)] == [None]


def test_an_import_of_leads_is_undone_with_their_steps(company: Company) -> None:
    with company.app.work(company.app.system(), "import:1") as work:
        noting.begin(work, noting.IMPORT, LEADS, cause="import:1")
        (id,) = records.create(work, LEADS, [{"name": "A", "source_key": "1"}])
        noting.end(work, 1, 1)
    with company.app.work(company.app.system()) as work:
        managing.request(work, 1)
    run_due(company.app)
    assert company.rows(LEADS) == [] and company.rows("activities") == [], id
