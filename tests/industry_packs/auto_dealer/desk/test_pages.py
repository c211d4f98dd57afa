"""Pages of the service desk, as people with each role see them."""

from datetime import timedelta

import pytest

from core.services.work import App
from core.testing.web import Arrive, site, visitor
from tests.industry_packs.auto_dealer.desk.fleet import fleet
from tests.industry_packs.auto_dealer.enabled import plugins, preparation
from tests.plugins.care.asking import car, change, create
from tests.plugins.care.vehicles import AS_OF
from tests.web.html import opened

__all__ = ["plugins", "preparation", "site", "visitor"]

pytestmark = pytest.mark.databases("sqlite")

ROLES = ("manager", "salesperson", "service")


@pytest.mark.parametrize("role", ROLES)
def test_pages_show_each_role_what_it_may_see(app: App, visitor: Arrive, role: str) -> None:
    create(app, "units", code="N1", name="N1", kind="store")
    guest = visitor(role, unit="N1")
    fleet(app)
    mine = {"owner": guest.user} if role == "salesperson" else {"unit": "N1"}
    change(app, "customers", 1, **mine)
    text = opened(guest, "/auto_dealer/desk").text
    assert "Car of Ada" in text and "B-OB 2" not in text
    assert "is due for" in opened(guest, "/auto_dealer/desk/1?plan=1").text
    assert guest.get("/auto_dealer/desk/2").status_code == 404
    day = (AS_OF + timedelta(9)).isoformat()
    assert "Car of Cleo" not in opened(guest, f"/auto_dealer/day?on={day}").text
    assert "Retention" in opened(guest, "/auto_dealer/measures").text


def test_one_click_records_the_result_and_a_mistake_is_said_in_its_place(app: App, visitor: Arrive) -> None:
    fleet(app)
    guest = visitor()
    assert guest.post("/auto_dealer/desk/1?plan=1", data={"result": "declined"}).status_code == 422
    answer = guest.post("/auto_dealer/desk/1?plan=1", data={"result": "declined", "why": "no_time"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/auto_dealer/desk")
    assert "Car of Ada" not in opened(guest, "/auto_dealer/desk").text


def test_texts_of_the_templates_are_those_of_the_reader(app: App, visitor: Arrive) -> None:
    fleet(app)
    text = opened(visitor(language="zh-Hans"), "/auto_dealer/desk/1?plan=1").text
    assert "话术" in text and "您的车辆Car of Ada应在" in text and "Oil change" in text


def test_the_sheet_of_a_day_has_who_comes_and_whom_to_call(app: App, visitor: Arrive) -> None:
    fleet(app)
    car(app, AS_OF.isoformat(), name="New car", owner={"family_name": "Dan", "email": "d@example.com"})
    day = (AS_OF + timedelta(9)).isoformat()
    text = opened(visitor(), f"/auto_dealer/day?on={day}").text
    assert "Car of Cleo" in text and "Confirmed" in text and "New car" in text
    assert "New car" not in opened(visitor(), "/auto_dealer/day?on=nonsense&unit=x").text
