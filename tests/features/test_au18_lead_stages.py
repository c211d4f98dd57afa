"""AU18: lead stages, test drive, trade-in, lost reason and next step; no open lead without a next step."""

from datetime import UTC, datetime

import pytest

from core.testing.app import Clock
from tests.features.conftest import At
from tests.features.doors import Refused
from tests.industry_packs.auto_dealer.vehicles.conftest import plugins, preparation

__all__ = ["plugins", "preparation"]

LEADS, VEHICLES, ACTIVITIES = "sales.leads", "auto_dealer.lead_vehicles", "activities"


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    """It is open."""
    clock.now = datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_au18_the_salesperson_takes_a_lead_through_its_stages(at: At) -> None:
    ned = at("ned")
    id = ned.create(LEADS, name="Bo Berg", family_name="Berg", phone="+4930901820")
    ned.create(VEHICLES, lead=id, interest="test-drive", make="Buick", model="Electra E5")
    ned.create(VEHICLES, lead=id, interest="trade-in", make="Tesla", model="Model 3", odometer=41250)
    for stage in ("contacted", "meeting", "proposal"):
        ned.change(LEADS, id, stage=stage)
    with pytest.raises(Refused, match="customer"):
        ned.change(LEADS, id, stage="won")
    ned.act(LEADS, id, "convert")
    ned.change(LEADS, id, stage="won")
    (customer,) = ned.rows("customers")
    assert customer["name"] == "Berg" or customer["name"] == "Bo Berg"
    assert [row["interest"] for row in ned.rows(VEHICLES, {"lead": str(id)})] == ["test-drive", "trade-in"]


def test_au18_no_open_lead_without_a_next_step(at: At) -> None:
    ned = at("ned")
    id = ned.create(LEADS, name="Bo", phone="+4930901820")
    (step,) = ned.rows(ACTIVITIES, {"status": "planned"})
    with pytest.raises(Refused, match="only next step"):
        ned.act(ACTIVITIES, step["id"], "complete", outcome="Nobody there")
    with pytest.raises(Refused, match="only next step"):
        ned.delete(ACTIVITIES, step["id"])
    due = "2026-11-19T10:00:00Z"
    ned.act(ACTIVITIES, step["id"], "complete", outcome="Call again", next_type="call", next_due_at=due)
    assert ned.show(LEADS, id)["extensions"]["sales"]["next_at"] == due
    assert at("ada").rows(LEADS, {"sales.planned[ne]": "true"}) == []


def test_au18_a_lost_lead_says_why(at: At) -> None:
    ned = at("ned")
    id = ned.create(LEADS, name="Bo", phone="+4930901820")
    with pytest.raises(Refused, match="required"):
        ned.change(LEADS, id, stage="lost")
    ned.change(LEADS, id, stage="lost", lost_reason="competitor")
    assert at("nina").rows(LEADS, {"lost_reason": "competitor"})[0]["id"] == id
    assert ned.rows(ACTIVITIES, {"status": "planned"}) == []


def test_au18_somebody_known_under_another_name_is_found(at: At) -> None:
    at("nina")
    known = at("ada").create("customers", name="Berg Ltd", phone="+4930901820", unit="N1", owner="nina")
    ned = at("ned")
    id = ned.create(LEADS, name="Bo", phone="030 901820", country="DE")
    with pytest.raises(Refused, match="may not see"):
        ned.act(LEADS, id, "convert")
    at("nina").act(LEADS, id, "convert")
    assert at("nina").show(LEADS, id)["customer"] == known
    assert [row["id"] for row in ned.rows(LEADS)] == [id]


def test_au18_the_board_has_the_stages_and_a_manager_sees_his_branch(at: At) -> None:
    ned, sven = at("ned"), at("sven")
    north = ned.create(LEADS, name="Bo", phone="+4930901820")
    sven.create(LEADS, name="Di", phone="+4930901821")
    assert [row["id"] for row in at("rita").rows(LEADS)] == [north]
    assert at("ada").count(LEADS, {"stage": "new"}) == 2
    with pytest.raises(Refused):
        ned.delete(LEADS, north)
