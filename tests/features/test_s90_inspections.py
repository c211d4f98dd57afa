"""S90: a recurring plan makes tasks and keeps reports."""

from core.testing.app import Clock
from tests.features.caring import Day, Morning, day, morning, noon, plugins, preparation
from tests.features.conftest import At

__all__ = ["day", "morning", "noon", "plugins", "preparation"]

TASK = {"type": "task", "status": "planned"}


def under_inspection(at: At, start: str) -> tuple[int, int]:
    """A transformer that is inspected every half year."""
    ada = at("ada")
    works = ada.create("customers", name="Steel works", owner="ned")
    values = {"kind": "transformer", "rating": "630", "rating_unit": "kVA"}
    ada.create("assets.definitions", name="SCB11-630", **values)
    tasks = [{"code": "INSPECT", "title": "Inspection of the transformer", "months": 6}]
    ada.create(
        "care.plans", name="Transformers", way="task", definition="SCB11-630", tasks=tasks, lead_days=14
    )
    about = {"definition": "SCB11-630", "first_owner": works, "in_service_date": start}
    return works, ada.create("assets.assets", name="T1", **about)


def planned(at: At) -> list[dict[str, object]]:
    return at("ned").rows("activities", TASK, sort="id")


def test_s90_a_plan_makes_a_task_for_whoever_is_in_charge(at: At, morning: Morning, day: Day) -> None:
    at("ned")
    works, _asset = under_inspection(at, day(-170))
    morning()
    morning()
    (task,) = planned(at)
    assert (task["customer"], task["owner"]) == (works, at("ned").rows("activities")[0]["owner"])
    assert (task["subject"], task["description"]) == ("T1 · Transformers", "Inspection of the transformer")


def test_s90_what_was_found_is_kept_and_the_plan_goes_on(
    at: At, morning: Morning, day: Day, clock: Clock
) -> None:
    at("ned")
    _works, asset = under_inspection(at, day(-170))
    morning()
    for inspection in range(3):
        (task,) = planned(at)
        done = {"status": "done", "done_at": clock.now.isoformat(), "outcome": f"Oil level low {inspection}"}
        at("ned").change("activities", int(str(task["id"])), **done)
        morning(175)
    reports = at("ada").rows("care.services", {"asset": str(asset)}, sort="id")
    assert [row["report"] for row in reports] == [f"Oil level low {each}" for each in range(3)]
    assert {row["codes"] for row in reports} == {"INSPECT"}
    assert [row["result"] for row in at("ada").rows("care.reminders", {"state": "closed"})] == ["came"] * 3


def test_s90_a_report_can_be_written_without_a_task(at: At, morning: Morning, day: Day) -> None:
    at("ned")
    _works, asset = under_inspection(at, day(-170))
    values = {"done_on": day(-1), "codes": "inspect", "found": "defect", "report": "Bushing cracked"}
    at("ada").create("care.services", asset=asset, **values)
    morning()
    assert planned(at) == []
    (subject,) = at("ada").rows("care.subjects", {"asset": str(asset)}, fields="id,care.urgency,customer")
    assert "ok" in str(subject)
