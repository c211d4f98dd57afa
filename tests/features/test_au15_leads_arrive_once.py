"""AU15: web, portal and ADF leads arrive once, safely, routed to a person with a response clock."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.sales.public import put_leads
from tests.features.conftest import At
from tests.features.doors import Door, Refused
from tests.industry_packs.auto_dealer.adf_documents import adf, prospect
from tests.industry_packs.auto_dealer.vehicles.conftest import plugins, preparation

__all__ = ["plugins", "preparation"]

LEADS, ROUTES, DOCUMENTS = "sales.leads", "sales.routes", "auto_dealer.lead_documents"
VENDOR = "<vendor><vendorname>N1</vendorname></vendor>"


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    """It is open."""
    clock.now = datetime(2026, 11, 18, 12, tzinfo=UTC)


def receive(door: Door, tmp_path: Path, document: str) -> dict[str, Any]:
    """Send a document at a door: as a program does, or as a file."""
    person: Any = door.person  # type: ignore[attr-defined]
    if door.name == "api":
        address, headers = "/api/v1/auto_dealer/lead_documents/receive", {"content-type": "application/xml"}
        answer = person.api.post(address, content=document.encode(), headers=headers)
        assert answer.status_code == 200, answer.text
        (found,) = answer.json().values()
    else:
        (tmp_path / "lead.xml").write_text(document)
        ran = person.cli("auto_dealer", "leads", "import", str(tmp_path / "lead.xml"), "--json")
        (found,) = json.loads(ran.stdout).values()
    return dict(found)


def rule(at: At) -> None:
    """Leads of the store N1 are Ned's and Nina's in turn."""
    members = [{"user": "ned"}, {"user": "nina"}]
    at("ned"), at("nina")
    at("ada").create(ROUTES, name="N1", unit="N1", members=members)


def test_au15_a_document_arrives_once_and_somebody_has_it(at: At, tmp_path: Path) -> None:
    rule(at)
    documents = [adf(prospect(VENDOR, id=f"<id>{id}</id>")) for id in (1, 2, 1)]
    told = [receive(at("rita"), tmp_path, document) for document in documents]
    assert [each["leads"][0]["state"] for each in told] == ["ready", "ready", "duplicate"]
    (mine,) = at("ned").rows(LEADS)
    assert mine["name"] == "Ann" and len(at("nina").rows(LEADS)) == 2
    assert len(at("rita").rows(LEADS)) == 2 and at("sven").rows(LEADS) == []


def test_au15_a_lead_of_the_web_too(at: At) -> None:
    rule(at)
    values = {"name": "Bo", "phone": "+4930901820", "source": "web", "source_key": "7", "unit": "N1"}
    id = at("ada").create(LEADS, **values)
    with pytest.raises(Refused):
        at("ada").create(LEADS, **values)
    assert at("ned").show(LEADS, id)["name"] == "Bo"


def test_au15_the_clock_runs_and_the_next_one_gets_it(
    at: At, app: App, clock: Clock, run_jobs: RunJobs
) -> None:
    rule(at)
    with app.work(app.system()) as work:  # a command has the clock of the machine
        (put,) = put_leads(work, [{"name": "Bo", "phone": "+4930901820", "unit": "N1"}])
    id = put.id or 0
    state = at("ned").show(LEADS, id)["extensions"]["sales"]
    assert state["answer_due_at"] == "2026-11-18T12:15:00Z" and state["next_at"] == state["answer_due_at"]
    clock.forward(minutes=30)
    run_jobs()
    owner = at("rita").show(LEADS, id)["owner"]
    assert owner == at("nina").person.id and at("ned").rows(LEADS) == []  # type: ignore[attr-defined]


def test_au15_what_is_hostile_waits_for_a_person(at: At, tmp_path: Path) -> None:
    bomb = "<!DOCTYPE adf [<!ENTITY a 'b'>]>" + adf()
    assert receive(at("rita"), tmp_path, bomb)["reason"] == "dtd_forbidden"
    (kept,) = at("rita").rows(DOCUMENTS, {"state": "waiting"})
    assert at("sara").rows(DOCUMENTS) == []
    with pytest.raises(Refused):
        at("ada").act(DOCUMENTS, kept["id"], "retry")
    at("ada").act(DOCUMENTS, kept["id"], "retry", corrected=adf())
    assert at("ada").show(DOCUMENTS, kept["id"])["state"] == "settled" and at("ada").count(LEADS) == 1


def test_au15_only_who_may_sends_documents(at: At) -> None:
    with pytest.raises(Refused) as refused:
        at("ned").rows(DOCUMENTS)
    assert refused.value.code == "forbidden"
