"""S3: contacts of a customer, their roles, the main one, and who calls or writes is found."""

import pytest

from tests.features.conftest import At
from tests.features.doors import Refused, names

ANNA = {
    "name": "Anna Schmidt",
    "roles": ["decision_maker", "billing"],
    "phone": "+49 30 901820",
    "mobile": "+49 171 3920000",
    "email": "anna@acme.example",
    "phones": [{"label": "home", "phone": "+49 621 08460"}],
    "emails": [{"label": "private", "email": "a.schmidt@home.example"}],
}
WAYS = (
    "+49 30 901820",
    "030 901820",
    "030/901820",
    "901820",
    "0171 3920000",
    "+491713920000",
    "+49 621 08460",
    "anna@acme.example",
    "ANNA@ACME.example",
    "a.schmidt@home.example",
)


def customer_with_anna(at: At) -> int:
    customer = at("ned").create("customers", name="Acme", country="DE")
    at("ned").create("contacts", customer=customer, **ANNA)
    return customer


def test_s3_a_customer_has_many_contacts_and_one_main_contact(at: At) -> None:
    customer = customer_with_anna(at)
    for name in ("Ben", "Cem"):
        at("ned").create("contacts", customer=customer, name=name)
    mine = {"customer": str(customer)}
    assert names(at("ned").rows("contacts", {**mine, "main": "true"})) == ["Anna Schmidt"]
    (cem,) = at("ned").rows("contacts", {"name": "Cem"})
    at("ned").act("contacts", cem["id"], "make_main")
    assert names(at("ned").rows("contacts", {**mine, "main": "true"})) == ["Cem"]
    assert at("ned").count("contacts", mine) == 3


def test_s3_contacts_are_found_by_their_roles(at: At) -> None:
    customer = customer_with_anna(at)
    at("ned").create("contacts", customer=customer, name="Ben", roles=["billing"])
    assert names(at("ned").rows("contacts", {"roles": "billing"})) == ["Anna Schmidt", "Ben"]
    assert names(at("ned").rows("contacts", {"roles": "decision_maker"})) == ["Anna Schmidt"]


def test_s3_a_search_by_telephone_or_e_mail_opens_the_customer(at: At) -> None:
    customer = customer_with_anna(at)
    at("ned").create("customers", name="Other", phone="+49 30 111111", email="anna@other.example")
    for way in WAYS:
        assert names(at("ned").rows("customers", q=way)) == ["Acme"], way
        assert [(hit["resource"], hit["customer"]) for hit in at("ned").search(way)] == [
            ("contacts", customer)
        ], way


def test_s3_a_customer_is_found_by_its_own_and_its_further_numbers(at: At) -> None:
    further = {"phones": [{"phone": "+86 10 6552 9988"}], "emails": [{"email": "office@acme.example"}]}
    customer = at("ned").create("customers", name="Acme", phone="not a number 4711", **further)
    for way in ("4711", "010 6552 9988", "65529988", "office@acme.example"):
        assert [hit["id"] for hit in at("ned").search(way)] == [customer], way


def test_s3_nobody_finds_by_what_he_may_not_see(at: At) -> None:
    customer_with_anna(at)
    at("nina").create("customers", name="Second", country="DE", phone="+49 30 901821", unit="N1")
    assert at("rob").count("customers") == 2
    for way in ("+49 30 901820", "901821", "anna@acme.example", "home.example"):
        assert at("rob").rows("customers", q=way) == at("rob").search(way) == []
        assert at("sara").rows("customers", q=way) == at("sara").search(way) == []
    with pytest.raises(Refused, match="phone"):
        at("rob").rows("contacts", {"phone": "+49 30 901820"})
