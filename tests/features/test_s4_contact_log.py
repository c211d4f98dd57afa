"""S4: the log of contacts through every channel."""

import pytest

from tests.features.conftest import At
from tests.features.doors import Refused

CHANNELS = ("phone", "email", "visit", "meeting", "chat", "social", "letter", "web", "other")
TYPES = {"call": "phone", "email": "email", "visit": "visit", "meeting": "meeting"}


def moment(day: int) -> str:
    return f"2026-03-{day:02}T09:30:00Z"


def test_s4_an_entry_of_every_channel_stands_on_the_timeline(at: At) -> None:
    ned = at("ned")
    customer = ned.create("customers", name="Acme")
    for day, channel in enumerate(CHANNELS, start=1):
        values = {"channel": channel, "subject": f"By {channel}", "next_step": f"After {channel}"}
        ned.create("activities", customer=customer, starts_at=moment(day), direction="in", **values)
    timeline = at("nina").rows("activities", {"customer": str(customer)}, sort="-happens_at", include="owner")
    assert [row["channel"] for row in timeline] == [*reversed(CHANNELS)]
    for day, row in zip(range(len(CHANNELS), 0, -1), timeline, strict=True):
        assert (row["happens_at"], row["included"]["owner"]["name"]) == (moment(day), "Ned")
        assert (row["subject"], row["next_step"]) == (f"By {row['channel']}", f"After {row['channel']}")


def test_s4_the_type_of_an_entry_says_its_channel(at: At) -> None:
    customer = at("ned").create("customers", name="Acme")
    for kind in TYPES:
        at("ned").create("activities", customer=customer, type=kind, subject=kind)
    rows = at("ned").rows("activities", {"customer": str(customer)})
    assert {row["type"]: row["channel"] for row in rows} == TYPES


def test_s4_what_was_done_leads_to_the_next_step(at: At) -> None:
    ned = at("ned")
    customer = ned.create("customers", name="Acme")
    call = ned.create("activities", customer=customer, type="call", subject="Offer?", due_at=moment(1))
    next_step = {"next_step": "Send the offer", "next_due_at": moment(20), "next_type": "email"}
    ned.act("activities", call, "complete", outcome="Interested", **next_step)
    done, planned = ned.rows("activities", {"customer": str(customer)}, sort="id")
    assert (done["status"], done["outcome"], done["next_step"]) == ("done", "Interested", "Send the offer")
    assert (planned["status"], planned["type"], planned["subject"]) == ("planned", "email", "Send the offer")
    assert planned["due_at"] == moment(20)
    assert done["done_at"] is not None


def test_s4_every_entry_names_who_wrote_it_and_when(at: At) -> None:
    customer = at("ned").create("customers", name="Acme")
    entry = at("nina").create("activities", customer=customer, type="note", description="Likes tea\nno milk")
    at("ned").change("activities", entry, next_step="Bring tea")
    newest, oldest = at("ned").history("activities", entry)
    assert (oldest["actor"]["name"], newest["actor"]["name"]) == ("Nina", "Ned")
    assert newest["fields"] == {"next_step": {"before": None, "after": "Bring tea"}}
    assert at("ned").show("activities", entry)["subject"] == "Likes tea"


def test_s4_the_timeline_is_for_those_who_see_the_customer(at: At) -> None:
    customer = at("ned").create("customers", name="Acme")
    entry = at("ned").create("activities", customer=customer, type="note", subject="Secret")
    assert at("sara").rows("activities") == at("sara").search("Secret") == []
    with pytest.raises(Refused) as refused:
        at("sara").create("activities", customer=customer, type="note", subject="Mine")
    assert refused.value.code == "invalid"
    with pytest.raises(Refused) as unseen:
        at("sara").history("activities", entry)
    assert unseen.value.code == "not_found"


def test_s4_an_entry_about_a_machine_stands_on_its_customers_timeline(at: At) -> None:
    customer = at("ada").create("customers", name="Acme")
    machine = at("ada").create("sample.machines", customer=customer, serial="M1")
    values = {"type": "visit", "subject": "Repaired", "resource": "sample.machines", "record_id": machine}
    at("ada").create("activities", **values)
    (row,) = at("ada").rows("activities", {"customer": str(customer)})
    assert (row["subject"], row["resource"], row["record_id"]) == ("Repaired", "sample.machines", machine)
