"""An open lead always has a next step, whatever is done to its activities."""

from threading import Thread

import pytest
from sqlalchemy import text

from core.errors import Invalid
from core.services import records
from core.services.work import App
from plugins.sales.public import LEADS
from tests.plugins.sales.asking import Company
from tests.servers import eventually

ACTIVITIES = "activities"
WITHOUT = {"and": [{"not": {"field": "sales.planned", "op": "eq", "value": True}}]}


def test_a_new_lead_has_a_clock_and_a_step(company: Company) -> None:
    id = company.put(interest="A trial")
    lead = company.lead(id)
    (step,) = company.steps(id)
    assert (step["type"], step["subject"], step["owner"]) == ("call", "Lee · A trial", company.users["sam"])
    assert lead["sales.planned"] and lead["sales.next_at"] == lead["sales.answer_due_at"] == step["due_at"]
    assert company.rows(LEADS, WITHOUT) == []


def test_the_last_step_is_not_closed_without_another(company: Company) -> None:
    (step,) = company.steps(company.put())
    for values in ({"status": "done"}, {"status": "cancelled"}, {"resource": None, "record_id": None}):
        with pytest.raises(Invalid) as refused:
            company.change(step["id"], ACTIVITIES, **values)
        assert refused.value.errors["next_step"][0].code == "next_step_needed"
    with pytest.raises(Invalid, match="only next step"), company.app.work(company.app.system()) as work:
        records.delete(work, ACTIVITIES, [step["id"]])
    with pytest.raises(Invalid):
        company.act(ACTIVITIES, step["id"], "complete", outcome="Nobody there")


def test_completing_it_with_a_next_one(company: Company) -> None:
    id = company.put()
    (step,) = company.steps(id)
    company.act(ACTIVITIES, step["id"], "complete", outcome="Call again", next_type="call")
    (following,) = company.steps(id)
    assert following["id"] != step["id"] and following["owner"] == company.users["sam"]


def test_two_steps_are_not_closed_at_once(company: Company) -> None:
    id = company.put()
    with company.app.work(company.app.system()) as work:
        about = {"resource": LEADS, "record_id": id}
        records.create(work, ACTIVITIES, [{"type": "task", "subject": "More", **about}])
    both = [step["id"] for step in company.steps(id)]
    with pytest.raises(Invalid), company.app.work(company.app.system()) as work:
        records.update(work, ACTIVITIES, [records.Update(each, {"status": "done"}) for each in both])
    company.change(both[0], ACTIVITIES, status="done")
    assert len(company.steps(id)) == 1


WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def somebody_waits(app: App) -> bool:
    with app.database.reading() as connection:
        return bool(connection.execute(WAITING).scalar_one())


@pytest.mark.databases("postgresql")
def test_two_people_who_close_the_last_two_steps_leave_one(company: Company) -> None:
    id = company.put()
    with company.app.work(company.app.system()) as work:
        about = {"resource": LEADS, "record_id": id}
        records.create(work, ACTIVITIES, [{"type": "task", "subject": "More", **about}])
    mine, others = [step["id"] for step in company.steps(id)]
    other = Thread(target=lambda: company.change(others, ACTIVITIES, status="done"))
    with company.app.work(company.app.system()) as work:
        records.update(work, ACTIVITIES, [records.Update(mine, {"status": "done"})])
        other.start()
        eventually(lambda: somebody_waits(company.app) or not other.is_alive())
    other.join()
    assert len(company.steps(id)) == 1 and company.lead(id)["sales.planned"]


def test_closing_a_lead_ends_its_steps_and_opening_it_plans_one(company: Company) -> None:
    id = company.put()
    company.change(id, stage="lost", lost_reason="price")
    assert company.steps(id) == [] and len(company.steps(id, "cancelled")) == 1
    assert company.rows(LEADS, {"field": "stage", "op": "eq", "value": "new"}) == []
    company.change(id, stage="contacted")
    assert len(company.steps(id)) == 1 and company.lead(id)["sales.planned"]


def test_a_lost_lead_needs_a_reason_and_a_won_one_a_customer(company: Company) -> None:
    id = company.put()
    for stage, missing in (("lost", "lost_reason"), ("won", "customer")):
        with pytest.raises(Invalid) as refused:
            company.change(id, stage=stage)
        assert missing in refused.value.errors


def test_steps_go_to_the_new_owner_but_not_those_of_others(company: Company) -> None:
    id = company.put()
    with company.app.work(company.app.system()) as work:
        mine = {"resource": LEADS, "record_id": id, "owner": company.users["nan"]}
        records.create(work, ACTIVITIES, [{"type": "task", "subject": "Prices", **mine}])
    company.change(id, owner=company.users["sue"])
    assert [step["owner"] for step in company.steps(id)] == [company.users["sue"], company.users["nan"]]


def test_steps_go_to_the_new_unit(company: Company) -> None:
    id = company.put()
    company.change(id, unit=company.stores["N"])
    assert [step["unit"] for step in company.steps(id)] == [company.stores["N"]]


def test_a_lead_in_the_trash_has_no_steps_and_has_one_when_it_is_back(company: Company) -> None:
    id = company.put()
    with company.app.work(company.app.system()) as work:
        records.delete(work, LEADS, [id])
    assert company.steps(id) == []
    with company.app.work(company.app.system()) as work:
        records.restore(work, LEADS, [id])
    assert len(company.steps(id)) == len(company.steps(id, "cancelled")) == 1
