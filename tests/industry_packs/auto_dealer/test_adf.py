"""Rule A on the worked cases of tests/data/adf, and what it makes of the values of other leads."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from industry_packs.auto_dealer.public import read
from tests.industry_packs.auto_dealer.adf_documents import ASKED, CONTACT, adf, lead, prospect, told

DATA = Path(__file__).parents[2] / "data"
WORKED = json.loads((DATA / "adf_expected.json").read_bytes())


@pytest.mark.parametrize("name", WORKED)
def test_the_worked_cases(name: str) -> None:
    assert told((DATA / "adf" / name).read_bytes()) == WORKED[name]


def test_every_worked_file_is_tried() -> None:
    assert {path.name for path in (DATA / "adf").iterdir()} == {*WORKED}


def test_names_match_in_any_case_with_any_prefix_in_any_order() -> None:
    plain = adf(prospect("<comments/>"))
    odd = (
        f'<A:ADF xmlns:A="urn:a" xmlns:status="urn:s"><x:PROSPECT>{CONTACT.replace("customer", "x:Customer")}'
        "<VEHICLE><Model>GL8</Model><MAKE>Buick</MAKE><q:yeaR>2026</q:yeaR></VEHICLE>"
        '<ID q:SOURCE="web">7</ID>'
        f"{ASKED.upper()}</x:PROSPECT></A:ADF>"
    )
    assert told(odd)["leads"] == told(plain)["leads"]


def test_each_prospect_is_a_lead_and_one_without_any_has_none() -> None:
    keys = [each["key"] for each in told(adf(prospect(), prospect(id="<id>7</id>")))["leads"]]
    assert keys == ["web:7", "unknown:7"]
    assert told("<adf/>") == {"outcome": "accepted", "reason": None, "repairs": [], "leads": []}
    assert told("<adf><list>" + prospect() + "</list></adf>")["leads"] == []


def states(document: str, *seen: str) -> list[str]:
    return [each["state"] for each in told(document, seen)["leads"]]


def test_keys_that_were_seen_are_duplicates_before_anything_else() -> None:
    twice = adf(prospect(), prospect(by=""), prospect(id="<id>8</id>"))
    assert states(twice) == ["ready", "duplicate", "ready"]
    assert states(twice, "web:7", "unknown:8") == ["duplicate"] * 3
    assert states(adf(prospect(by=""))) == ["incomplete"]


def test_without_an_id_the_content_is_the_key() -> None:
    one = lead(adf(prospect(id="")))
    again = adf(prospect(id="<id> </id>")).replace("<prospect>", "<prospect status='resend'>\n  ")
    assert one.key.startswith("sha256:") and len(one.key) == 71
    assert one.warnings == ("no_id",)
    assert lead(adf(prospect(id="")).replace("><", ">\n\t<")).key == one.key
    assert lead(again.replace("<id> </id>", "")).key == one.key
    assert lead(adf(prospect("<provider><name>P</name></provider>", id=""))).key != one.key


def test_the_first_id_that_says_something_counts() -> None:
    ids = '<id source="a"/><id sequence="9" source=" ">x:1</id><id source="c" sequence="1">2</id>'
    assert lead(adf(prospect(id=ids))).key == "unknown:x:1"


MOMENTS = {
    "2026-11-20": "2026-11-20T00:00:00",
    "2026-11-20T21:05": "2026-11-20T21:05:00",
    " 2026-11-20 21:05:09 ": "2026-11-20T21:05:09",
    "2026-11-20T21:05:09.25-05:30": "2026-11-20T21:05:09.250000-05:30",
    "20261120T210509Z": "2026-11-20T21:05:09+00:00",
    "2026-02-29": None,
    "2026-11-20T25:00:00": None,
    "2026-11-20T08:47:50-08:0": None,
    "2026-11-20T8:47:50": None,
    "20/11/2026": None,
    "2026-11-20X10:00": None,
    "２０２６-11-20": None,
    "{{7*7}}": None,
    "": None,
    "2" * 5000: None,
}


@pytest.mark.parametrize("text", MOMENTS, ids=lambda text: text[:20])
def test_request_dates(text: str) -> None:
    found = lead(adf(prospect(asked=f"<requestdate>{text}</requestdate>")))
    assert found.request_date == MOMENTS[text]
    assert ("bad_requestdate" in found.warnings) == (found.request_date is None)


DISTANCES = {
    "41250": 41250,
    "41,250": 41250,
    "41 250 km": 41250,
    "41.250": 41250,
    "41'250": 41250,
    "1,234,567 mi": 1234567,
    "12,34,567": 1234567,
    "4,1250": 41250,
    "41,250.5": 41250,
    "41250,50": 41250,
    "４１２５０公里": 41250,
    "0": 0,
    "-5": None,
    "12.5k": None,
    "4.1万公里": None,
    "unknown": None,
    "1 2": None,
    "": None,
    "9" * 5000: None,
    "1" + " " * 100_000 + "!": None,
}


@pytest.mark.parametrize("text", DISTANCES, ids=lambda text: text[:20])
def test_odometers(text: str) -> None:
    vehicle = f'<vehicle><odometer units="km">{text}</odometer><year>{text}</year></vehicle>'
    (found,) = lead(adf(prospect(vehicle=vehicle))).vehicles
    assert (found.odometer, found.odometer_units) == (DISTANCES[text], "km")


@pytest.mark.parametrize(
    ("text", "year"), [("2026", 2026), ("２０２６", 2026), ("about 2019", None), ("9" * 9, None)]
)
def test_years(text: str, year: int | None) -> None:
    (found,) = lead(adf(prospect(vehicle=f"<vehicle><year>{text}</year></vehicle>"))).vehicles
    assert (found.year, found.interest, found.status, found.make) == (year, "buy", "new", None)


def test_vins_are_normalised_judged_and_kept() -> None:
    vins = ("lsgk-e54h1 pw100238", "lsgk-e54h1 pw100239", "-", "")
    vehicles = "".join(f"<vehicle><vin>{vin}</vin></vehicle>" for vin in vins)
    found = lead(adf(prospect(vehicle=vehicles)))
    assert [(each.vin, each.vin_valid) for each in found.vehicles] == [
        ("LSGKE54H1PW100238", True),
        ("LSGKE54H1PW100239", False),
        (None, None),
        (None, None),
    ]
    assert found.warnings == ("bad_vin",)


def customer(inner: str) -> dict[str, Any]:
    return asdict(lead(adf(prospect(by=f"<customer><contact>{inner}</contact></customer>"))).customer)


def test_parts_of_names() -> None:
    names = '<name part="surname">Qian</name><name part="FIRST">Mei</name><name part="last">No</name><name/>'
    found = customer(names + '<name part="slogan">Best price!</name>')
    assert (found["first"], found["last"], found["full"]) == ("Mei", "Qian", None)
    assert customer("<name>Mei <b>Qian</b></name>")["full"] == "Mei Qian"


def test_a_fax_is_no_way_to_reach_somebody() -> None:
    fax = adf(
        prospect(by='<customer><contact><phone type="FAX">1</phone><email> </email></contact></customer>')
    )
    assert (lead(fax).state, lead(fax).warnings) == ("incomplete", ("no_contact_channel",))
    assert lead(fax.replace("FAX", "mobile")).state == "ready"
    assert customer("<phone>1</phone><phone type=''>2</phone><phone type='fax'/>")["phones"] == (
        ("voice", "1"),
        ("voice", "2"),
    )


def test_comments_vendor_and_provider_are_found_where_senders_put_them() -> None:
    by = "<customer><contact><comments>beside</comments></contact>{}</customer>"
    vendor = '<vendor><contact><name part="last">Li</name><name part="first">An</name></contact>{}</vendor>'
    found = lead(adf(prospect(vendor.format(""), by=by.format("<comments> </comments>"))))
    assert (found.comments, found.vendor, found.provider) == ("beside", "An Li", None)
    better = vendor.format("<vendorname>Harbour</vendorname>") + "<provider><name>Portal</name></provider>"
    found = lead(adf(prospect(better, by=by.format("<comments>own</comments>"))))
    assert (found.comments, found.vendor, found.provider) == ("own", "Harbour", "Portal")


def test_all_warnings_in_their_order() -> None:
    assert lead(adf("<prospect/>")).warnings == (
        "bad_requestdate",
        "no_id",
        "no_contact_channel",
        "no_vehicle",
    )
    found = lead(adf("<prospect status='resend'><vehicle><vin>1</vin></vehicle></prospect>"))
    assert found.warnings == ("bad_requestdate", "bad_vin", "no_id", "no_contact_channel")
    assert (found.status, found.state) == ("resend", "incomplete")


def test_texts_are_kept_as_they_are_but_for_controls() -> None:
    text = "  =1+1\t{{ 7*7 }}&#13;\n<![CDATA[<b>&amp;]]>\x85\x7f &#x202e;é e\u0301\u3000"
    found = lead(adf(prospect(by=f"<customer><comments>{text}</comments></customer>")))
    assert found.comments == "=1+1\t{{ 7*7 }}\n<b>&amp; \u202eé e\u0301"


def test_reading_changes_nothing_of_the_callers_keys() -> None:
    seen: set[str] = set()
    read(adf().encode(), seen)
    assert seen == set()
