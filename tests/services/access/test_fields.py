"""Rights on fields: what is masked, hidden, and may not be written."""

from dataclasses import replace
from typing import Any

import pytest

from core.contracts.work import Actor
from core.errors import Invalid
from core.services import records
from core.services.access import FieldRights
from core.services.access.fields import mask
from core.services.grants import Grants
from core.services.work import App
from tests.services.access.conftest import Company

VALUES = {
    "name": "Acme",
    "phone": "+86 10 6552 4321",
    "email": "mei@example.com",
    "tax_id": "DE136695976",
    "phones": [{"phone": "+49 30 901820"}],
    "emails": [{"email": "x@example.com"}],
}


def somebody(company: Company, *groups: str) -> Actor:
    """Who may see and edit all customers, with these groups of sensitive fields."""
    rights = ("view", "create", "edit", *groups)
    return replace(company.actor(), grants=Grants([(f"core.customers.{name}", "all") for name in rights]))


def rights(app: App, actor: Actor) -> FieldRights:
    return app.access.field_rights(actor, app.registry.type_of("customers"))


@pytest.fixture
def acme(app: App) -> int:
    with app.work(app.system()) as work:
        return records.create(work, "customers", [VALUES])[0]


def test_who_lacks_a_group_sees_its_fields_masked_and_identity_not_at_all(app: App, company: Company) -> None:
    found = rights(app, somebody(company))
    assert {"phone", "email", "phones.phone", "emails.email"} <= found.masked & found.visible
    assert {"tax_id"} == found.masked - found.visible
    assert found.writable.isdisjoint({"phone", "email", "tax_id", "phones", "emails"})
    assert {"name", "addresses", "tags"} <= found.writable & {*found.visible, "addresses"}


def test_who_has_all_groups_and_the_system_see_everything(app: App, company: Company) -> None:
    for actor in (somebody(company, "phone", "email", "identity"), company.actor("own"), app.system()):
        found = rights(app, actor)
        assert found.masked == frozenset()
        assert {"phone", "tax_id", "phones.phone"} <= found.visible
        assert {"phone", "tax_id", "phones"} <= found.writable


def test_a_record_is_read_with_masks(app: App, company: Company, acme: int) -> None:
    with app.reading(somebody(company)) as work:
        row = records.read(work, "customers", acme)
    assert (row["phone"], row["email"]) == ("•••4321", "m•••@example.com")
    assert (row["phones"][0]["phone"], row["emails"][0]["email"]) == ("•••1820", "x•••@example.com")
    assert "tax_id" not in row


def test_each_group_is_a_right_of_its_own(app: App, company: Company, acme: int) -> None:
    with app.reading(somebody(company, "phone", "identity")) as work:
        row = records.read(work, "customers", acme)
    assert (row["phone"], row["tax_id"]) == ("+861065524321", "DE136695976")
    assert row["email"] == "m•••@example.com"


def test_history_shows_no_more_than_the_record(app: App, company: Company, acme: int) -> None:
    changes = {"email": "li@example.com", "tax_id": "1", "phones": [], "name": "Acme & Sons"}
    with app.work(app.system()) as work:
        records.update(work, "customers", [records.Update(acme, changes)])
    with app.reading(somebody(company)) as work:
        fields: dict[str, Any] = records.history(work, "customers", acme)[0]["fields"]
    assert fields["email"] == {"before": "m•••@example.com", "after": "l•••@example.com"}
    assert fields["phones"]["before"][0]["phone"] == "•••1820"
    assert fields["name"] == {"before": "Acme", "after": "Acme & Sons"}
    assert "tax_id" not in fields


@pytest.mark.parametrize(
    "values", [{"phone": "•••4321"}, {"email": "a@b.cn"}, {"tax_id": "1"}, {"phones": []}, {"emails": []}]
)
def test_what_is_masked_or_hidden_cannot_be_written(
    values: dict[str, Any], app: App, company: Company, acme: int
) -> None:
    with app.work(somebody(company)) as work, pytest.raises(Invalid) as caught:
        records.update(work, "customers", [records.Update(acme, values)])
    (errors,) = caught.value.errors.values()
    assert errors[0].code == "field_forbidden"


def test_masks_show_little_of_short_values(app: App) -> None:
    fields = app.registry.type_of("customers").fields
    assert [mask(fields["phone"], value) for value in ("110", "5552671", None, "")] == [
        "•••",
        "•••",
        None,
        "",
    ]
    assert mask(fields["phone"], "ask for Anna first") == "•••"
    assert [mask(fields["email"], value) for value in ("@x.cn", "a@b@c.cn", "rubbish")] == [
        "•••@x.cn",
        "a•••@c.cn",
        "•••",
    ]
