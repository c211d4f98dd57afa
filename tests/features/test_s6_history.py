"""S6: telephone numbers and addresses are kept up to date, and the old ones stay known."""

from typing import Any

import pytest

from tests.features.conftest import At
from tests.features.doors import Refused


def changes_of(at: At, who: str, customer: int) -> list[dict[str, Any]]:
    return at(who).history("customers", customer)


def test_s6_a_changed_telephone_number_keeps_its_old_value_with_date_and_person(at: At) -> None:
    customer = at("ned").create("customers", name="Acme", phone="+49 30 901820")
    at("nina").change("customers", customer, phone="+49 30 901821")
    at("ned").change("customers", customer, phone=None)
    gone, changed, created = changes_of(at, "ned", customer)
    assert changed["fields"]["phone"] == {"before": "+4930901820", "after": "+4930901821"}
    assert gone["fields"]["phone"] == {"before": "+4930901821", "after": None}
    assert [entry["actor"]["name"] for entry in (gone, changed, created)] == ["Ned", "Nina", "Ned"]
    assert all(entry["at"].endswith("Z") for entry in (gone, changed, created))
    assert {entry["door"] for entry in (gone, changed, created)} == {at("ned").name}


def test_s6_an_address_keeps_its_old_value_field_by_field(at: At) -> None:
    customer = at("ned").create("customers", name="Acme", street="Obere Str. 57", city="Berlin", country="DE")
    at("ned").change("customers", customer, street="Unter den Linden 1", postal_code="10117")
    assert changes_of(at, "ned", customer)[0]["fields"] == {
        "street": {"before": "Obere Str. 57", "after": "Unter den Linden 1"},
        "postal_code": {"before": None, "after": "10117"},
    }


@pytest.mark.parametrize(
    ("lines", "old", "new"),
    [
        ("phones", {"label": "fax", "phone": "+4930901820"}, {"label": "fax", "phone": "+4930901821"}),
        ("emails", {"label": None, "email": "a@acme.example"}, {"label": None, "email": "b@acme.example"}),
        ("addresses", {"kind": "site", "city": "Köln"}, {"kind": "site", "city": "Bonn"}),
    ],
)
def test_s6_further_numbers_and_addresses_keep_their_old_values(
    at: At, lines: str, old: dict[str, Any], new: dict[str, Any]
) -> None:
    customer = at("ned").create("customers", name="Acme", **{lines: [old]})
    (line,) = at("ned").show("customers", customer)[lines]
    at("nina").change("customers", customer, **{lines: [{"id": line["id"], **new}]})
    change = changes_of(at, "ned", customer)[0]
    assert change["actor"]["name"] == "Nina"
    for moment, expected in (("before", old), ("after", new)):
        (found,) = change["fields"][lines][moment]
        assert {name: found[name] for name in expected} == expected


def test_s6_a_contacts_numbers_have_their_history_too(at: At) -> None:
    customer = at("ned").create("customers", name="Acme", country="DE")
    contact = at("ned").create("contacts", customer=customer, name="Anna", mobile="0171 3920000")
    at("ned").change("contacts", contact, mobile="0171 3920001")
    change = at("nina").history("contacts", contact)[0]
    assert change["fields"]["mobile"] == {"before": "+491713920000", "after": "+491713920001"}


def test_s6_the_old_number_finds_nobody_and_the_new_one_does(at: At) -> None:
    customer = at("ned").create("customers", name="Acme", phone="+49 30 901820")
    at("ned").change("customers", customer, phone="+49 30 901821")
    assert at("ned").search("+49 30 901820") == []
    assert [hit["id"] for hit in at("ned").search("+49 30 901821")] == [customer]


def test_s6_old_numbers_are_as_private_as_the_present_one(at: At) -> None:
    customer = at("ned").create(
        "customers", name="Acme", phone="+49 30 901820", phones=[{"phone": "4711 0815"}]
    )
    at("ned").change("customers", customer, phone="+49 30 901821", phones=[])
    shown = str(changes_of(at, "rob", customer))
    assert not [number for number in ("901820", "901821", "0815") if number in shown], shown
    with pytest.raises(Refused) as unseen:
        changes_of(at, "sara", customer)
    assert unseen.value.code == "not_found"
