"""What walks through pages need: a record of every kind, something that was done at once, all addresses."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from sqlalchemy import select

from core.builtin import tokens
from core.contracts.pages import Page
from core.data.models.tag import Tag
from core.services import records
from core.services.attachments import About, attach_within
from core.services.bulk import requesting
from core.services.work import App, Work
from core.web.shell import address
from core.web.site import pages_of

PLACES = {"{tab}": "contacts:customer", "{panel}": "a.b", "{type}": "call", "{kind}": "country"}


def make_one_of_each(work: Work) -> dict[str, int]:
    """Make a record of every kind of core; answers their ids by the kind's name."""

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


def change_many(work: Work) -> None:
    """Have a change of many records begin: a job, and an operation that can be undone."""
    requesting.request(work, "customers", None, None, {"city": "Ulm"})


def addresses(app: App, made: Mapping[str, int]) -> Mapping[str, Page]:
    """The address of each page that is looked at, about a record that is there."""
    kinds = ((app.registry.type_of(kind), id) for kind, id in made.items())
    ids = {address(kind): (id, kind.resource.label) for kind, id in kinds}
    found: dict[str, Page] = {}
    for item in pages_of(app.registry):
        path, of = item.path, next((start for start in ids if item.path.startswith(f"{start}/")), "")
        id, label = ids.get(of, (1, ""))
        for place, value in {**PLACES, "{id}": str(id), "{field}": label}.items():
            path = path.replace(place, value)
        found |= {path: item} if item.method == "GET" else {}
    return found
