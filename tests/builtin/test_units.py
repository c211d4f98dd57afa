"""The tree of units."""

import pytest

from core.errors import Invalid
from tests.builtin.conftest import Create, Update


def test_a_unit_in_use_is_not_deleted(create: Create, delete: Update) -> None:
    head = create("units", code="HQ", name="Head office", kind="head_office")
    shop = create("units", code="S", name="Shop", kind="store", parent=head)
    customer = create("customers", name="Acme", sites=[{"unit": shop}])
    for unit in (head, shop):
        with pytest.raises(Invalid) as refused:
            delete("units", unit)
        assert refused.value.errors["id"][0].code == "in_use"
    delete("customers", customer)
    delete("units", shop)
    delete("units", head)


def test_no_unit_stands_above_itself(create: Create, update: Update) -> None:
    head = create("units", code="HQ", name="Head office")
    shop = create("units", code="S", name="Shop", parent="HQ")
    for above in (head, shop):
        with pytest.raises(Invalid) as refused:
            update("units", head, parent=above)
        assert set(refused.value.errors) == {"parent"}
