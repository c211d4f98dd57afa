"""What tests of pages need: a record of every kind."""

from io import BytesIO

import pytest
from sqlalchemy import select

from core.builtin import tokens
from core.data.models.tag import Tag
from core.services import records
from core.services.attachments import About, attach_within
from core.services.work import App


@pytest.fixture
def one_of_each(app: App) -> dict[str, int]:
    """A record of every kind of core, by the kind's name."""
    with app.work(app.system(door="test")) as work:

        def new(kind: str, /, **values: object) -> int:
            return records.create(work, kind, [values])[0]

        made = {"customers": new("customers", name="Kestrel Logistics", tags=["fair"])}
        made["units"] = new("units", code="HQ", name="Headquarters")
        made["roles"] = new("roles", name="seller", title="Seller")
        made["users"] = new("users", login="anna", name="Anna Schmidt", unit=made["units"])
        made["contacts"] = new("contacts", family_name="Ito", customer=made["customers"])
        about = {"resource": "customers", "record_id": made["customers"]}
        made["activities"] = new("activities", type="call", subject="Asked", status="done", **about)
        made["attachments"] = attach_within(
            work, About("customers", made["customers"], "price.txt"), BytesIO(b"10")
        )
        made["saved_views"] = new(
            "saved_views", name="Mine", resource="customers", definition={}, visibility="public"
        )
        rate = {"base_currency": "EUR", "currency": "USD", "rate": "1.1", "valid_from": "2026-01-02"}
        made["exchange_rates"] = new("exchange_rates", **rate)
        made["tags"] = work.session.scalars(select(Tag.id)).one()
        made["tokens"] = tokens.create(work, None, {"name": "phone", "user": made["users"]})["id"]
    return made
