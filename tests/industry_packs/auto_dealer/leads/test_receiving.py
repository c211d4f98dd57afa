"""Documents with leads arrive once, from files, programs and mails; what cannot be read is kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import Forbidden, Invalid
from core.plugin_api import Document
from core.services import records
from core.services.lists import Query, list_records
from core.services.work import App
from core.testing.app import actor_with
from industry_packs.auto_dealer.services.leads.answering import forms
from industry_packs.auto_dealer.services.leads.keeping import body_of
from industry_packs.auto_dealer.services.leads.receiving import receive
from tests.industry_packs.auto_dealer.adf_documents import ASKED, CONTACT, VEHICLE, adf, prospect

DATA = Path(__file__).parents[3] / "data"
WORKED = json.loads((DATA / "adf_expected.json").read_bytes())
LEADS, DOCUMENTS, VEHICLES = "sales.leads", "auto_dealer.lead_documents", "auto_dealer.lead_vehicles"

Row = dict[str, Any]


def take(app: App, *documents: str | bytes, account: str = "", name: str = "a.xml") -> list[Row]:
    contents = [each if isinstance(each, bytes) else each.encode() for each in documents]
    with app.work(app.system()) as work:
        arrived = receive(work, [Document(content, name, account) for content in contents])
    return [form for each in arrived for form in json.loads(json.dumps(forms([each]))).values()]


def rows(app: App, resource: str) -> list[Row]:
    with app.reading(app.system()) as work:
        found = list_records(work, resource, Query(sort="id", limit=500)).rows
        return [records.read(work, resource, row["id"]) for row in found]


def states(told: list[Row]) -> list[str]:
    return [lead["state"] for each in told for lead in each["leads"]]


def test_the_worked_files(app: App) -> None:
    told = take(app, *((DATA / "adf" / name).read_bytes() for name in WORKED))
    assert told == list(WORKED.values())
    assert [row["name"] for row in rows(app, LEADS)] == [
        "Mei Qian",
        "Old Zhou",
        "Robert'); DROP TABLE leads;-- O’Neil",
    ]
    kept = [(row["state"], row["reason"], row["leads"]) for row in rows(app, DOCUMENTS)]
    assert kept[:4] == [
        ("read", None, 1),
        ("read", None, 1),
        ("waiting", "malformed_xml", 0),
        ("waiting", "dtd_forbidden", 0),
    ]


def test_all_that_a_document_says_of_a_lead(app: App) -> None:
    take(app, (DATA / "adf" / "a01_full.xml").read_bytes(), account="harbour")
    (lead,) = rows(app, LEADS)
    assert (lead["phone"], lead["email"]) == ("+8613800001234", "mei.qian@example.com")
    assert (lead["source"], lead["source_key"]) == ("harbour", "harbourcars.example:HC-20261119-0042")
    assert lead["interest"] == "test-drive: 2026 Buick Electra E5 · trade-in: 2023 Tesla Model 3"
    assert lead["auto_dealer.provider"] == "HarbourCars Portal" and lead["sales.planned"]
    assert lead["requested_at"].isoformat() == "2026-11-19T13:14:05+00:00"
    drive, trade = rows(app, VEHICLES)
    assert (drive["stock"], trade["vin"], trade["vin_valid"], trade["odometer"]) == (
        "7781",
        "5YJ3E1EA3PF300777",
        True,
        41250,
    )


def test_each_key_arrives_once_by_account(app: App) -> None:
    twice = adf(prospect(), prospect(), prospect(id="<id>8</id>"))
    assert states(take(app, twice)) == ["ready", "duplicate", "ready"]
    assert states(take(app, twice, adf())) == ["duplicate"] * 4
    assert states(take(app, adf(), account="other")) == ["ready"]
    assert len(rows(app, LEADS)) == 3
    assert [(row["leads"], row["duplicates"]) for row in rows(app, DOCUMENTS)] == [
        (2, 1),
        (0, 3),
        (0, 1),
        (1, 0),
    ]


def test_a_document_without_a_number_is_known_by_what_it_says(app: App) -> None:
    assert states(take(app, adf(prospect(id="")), adf(prospect(id="")))) == ["ready", "duplicate"]


def test_the_store_is_told_by_the_vendor(app: App) -> None:
    with app.work(app.system()) as work:
        units = [
            {"code": "NB", "name": "Harbour Buick"},
            {"code": "A", "name": "Same"},
            {"code": "same", "name": "B"},
        ]
        ids = records.create(work, "units", units)
    vendors = ("harbour buick", " NB ", "Same", "Nobody")
    take(
        app, *(adf(prospect(f"<vendor><vendorname>{each}</vendorname></vendor>", id="")) for each in vendors)
    )
    assert [row["unit"] for row in rows(app, LEADS)] == [ids[0], ids[0], None, None]


NONSENSE = (
    "<customer><contact><name part='first'>\u202eAnn &#x1F600;</name><email>no address</email>"
    f"<email>ann@example.com</email><phone type='fax'>123</phone><phone>{'9' * 300}</phone>"
    "<phone type='cellphone'>call me</phone></contact><comments>Hi\n\n{{7*7}}</comments></customer>"
)


def test_what_is_no_number_or_address_goes_to_the_comments(app: App) -> None:
    (told,) = take(app, adf(prospect(by=NONSENSE)))
    assert told["leads"][0]["customer"]["emails"] == ["no address", "ann@example.com"]
    (lead,) = rows(app, LEADS)
    assert lead["email"] is None and "no address" in lead["comments"] and "{{7*7}}" in lead["comments"]
    assert [line["email"] for line in lead["emails"]] == ["ann@example.com"]
    assert [line["label"] for line in lead["phones"]] == ["cellphone", "fax"]


def test_what_is_too_long_is_cut_and_whole_in_the_document(app: App) -> None:
    long = "x" * 22_000
    document = adf(
        prospect(
            f"<vendor><vendorname>{long}</vendorname></vendor>",
            id=f"<id source='{long}'>{long}</id>",
            vehicle=f"<vehicle interest='{long}'><make>{long}</make><vin>{long}</vin></vehicle>",
            by=f"<customer><contact><name>{long}</name></contact><comments>{long}</comments></customer>",
        )
    )
    (told,) = take(app, document)
    assert told["leads"][0]["customer"]["full"] == long
    assert states(take(app, document)) == ["duplicate"]
    (lead,) = rows(app, LEADS)
    assert len(lead["name"]) == 200 and lead["source_key"].startswith("sha256:")
    with app.reading(app.system()) as work:
        assert body_of(work, lead["auto_dealer.document"]).decode() == document


@pytest.mark.parametrize("asked", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "2026-11-20", ""])
def test_any_date(app: App, asked: str) -> None:
    take(app, adf(prospect(asked=f"<requestdate>{asked}</requestdate>")))
    (lead,) = rows(app, LEADS)
    assert lead["requested_at"] is not None


def test_many_prospects_in_one_document(app: App) -> None:
    many = adf(*(prospect(id=f"<id>{n}</id>", by="", vehicle=VEHICLE, asked=ASKED) for n in range(200)))
    assert states(take(app, many)) == ["incomplete"] * 200
    leads = rows(app, LEADS)
    assert len(leads) == 200 and leads[7]["name"] == "# unknown:7"


def test_it_takes_the_right_to_receive_and_no_other(app: App) -> None:
    with pytest.raises(Forbidden), app.work(actor_with({"sales.leads.create": "all"})) as work:
        receive(work, [Document(adf().encode())])
    with app.work(actor_with({"auto_dealer.lead_documents.receive": "all"})) as work:
        receive(work, [Document(adf().encode())])
    assert len(rows(app, LEADS)) == 1


def act(app: App, id: int, name: str, **inputs: Any) -> None:
    with app.work(app.system()) as work:
        found = work.registry.type_of(DOCUMENTS).resource.actions
        next(each for each in found if each.name == name).run(work, id, inputs)


def test_a_corrected_document_is_read_and_the_original_stays(app: App) -> None:
    bad = adf().replace("</adf>", "")
    take(app, bad)
    with pytest.raises(Invalid, match="still cannot be read"):
        act(app, 1, "retry")
    act(
        app,
        1,
        "retry",
        corrected='<?xml version="1.0" encoding="GBK"?>' + adf(prospect(by=CONTACT.replace("Ann", "周"))),
    )
    (document,) = rows(app, DOCUMENTS)
    assert (document["state"], document["outcome"], document["leads"]) == ("settled", "accepted", 1)
    assert rows(app, LEADS)[0]["name"] == "周" and rows(app, LEADS)[0]["auto_dealer.document"] == 1
    with app.reading(app.system()) as work:
        assert body_of(work, 1).decode() == bad
    with pytest.raises(Invalid, match="does not wait"):
        act(app, 1, "retry")


def test_a_discarded_document_stays_where_it_is(app: App) -> None:
    take(app, "nonsense")
    act(app, 1, "discard", note="Spam")
    (document,) = rows(app, DOCUMENTS)
    assert (document["state"], document["note"], document["reason"]) == ("discarded", "Spam", "malformed_xml")
    with pytest.raises(Invalid):
        act(app, 1, "discard")
