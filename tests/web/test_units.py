"""Working for a unit: whose units can be chosen, and what one sees then."""

import pytest

from core.services import records
from core.services.work import App
from core.testing.web import Arrive, Visitor
from tests.web.html import page

Units = dict[str, int]


@pytest.fixture
def units(app: App) -> Units:
    """Two regions, the first with two stores, each store with a customer."""
    with app.work(app.system(door="test")) as work:
        north, south = records.create(
            work,
            "units",
            [{"code": name, "name": name.title(), "kind": "branch"} for name in ("north", "south")],
        )
        stores = [{"code": f"s{n}", "name": f"Store {n}", "kind": "store", "parent": north} for n in (1, 2)]
        first, second = records.create(work, "units", stores)
        rows = [{"name": f"Of {unit}", "unit": unit} for unit in (first, second, south)]
        records.create(work, "customers", rows)
    return {"north": north, "south": south, "first": first, "second": second}


def offered(person: Visitor) -> list[str]:
    """The units in the dialog."""
    dialog = page(person.get("/profile/unit", headers={"hx-request": "true"}).text)
    return [button.text for button in dialog.all("button", name="unit")][1:]


def seen(person: Visitor) -> set[str]:
    """The customers that somebody finds."""
    return {
        link.text for link in page(person.get("/search?q=Of").text).all("a") if link.text.startswith("Of ")
    }


def test_a_manager_chooses_among_his_own_units_and_sees_less(visitor: Arrive, units: Units) -> None:
    manager = visitor("manager", unit=units["north"])
    assert offered(manager) == ["North", "Store 1", "Store 2"]
    assert seen(manager) == {f"Of {units['first']}", f"Of {units['second']}"}
    assert manager.post("/profile/unit", data={"unit": units["first"]}).status_code == 303
    assert seen(manager) == {f"Of {units['first']}"}
    assert "Store 1" in page(manager.get("/profile").text).one("nav", id="sidebar").text
    assert offered(manager) == ["North", "Store 1", "Store 2"]  # the way back is open
    manager.post("/profile/unit", data={"unit": ""})
    assert len(seen(manager)) == 2


@pytest.mark.parametrize("unit", ["south", "nowhere"])
def test_nobody_reaches_further_by_choosing(visitor: Arrive, units: Units, unit: str) -> None:
    manager = visitor("manager", unit=units["north"])
    answer = manager.post("/profile/unit", data={"unit": units.get(unit, 9_999)})
    assert answer.status_code in (403, 404)
    assert len(seen(manager)) == 2


def test_an_administrator_chooses_any_unit(visitor: Arrive, units: Units) -> None:
    assert offered(visitor()) == ["North", "Store 1", "Store 2", "South"]


def test_new_records_get_the_chosen_unit(visitor: Arrive, units: Units, app: App) -> None:
    manager = visitor("manager", unit=units["north"])
    manager.post("/profile/unit", data={"unit": units["second"]})
    form = page(manager.get("/customers/new").text).one("form", action="/customers/new")
    answer = manager.post("/customers/new", data={**dict(form.sent()), "name": "New here"})
    assert answer.status_code == 303
    id = int(answer.headers["location"].partition("?")[0].rpartition("/")[2])
    with app.reading(app.system(door="test")) as work:
        assert records.read(work, "customers", id)["unit"] == units["second"]
