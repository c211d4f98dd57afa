"""Pages: what a customer has, who has an asset, its meter with readings to check, events on timelines."""

from __future__ import annotations

from datetime import date

from core.services import records
from core.services.work import App
from core.testing.statements import Counting
from core.testing.web import Arrive, Visitor, site, visitor
from plugins.assets.public import ASSETS, DEFINITIONS, METER_EVENTS, READINGS
from plugins.assets.services.events import of_asset
from plugins.assets.services.showing import HEIGHT, WIDTH, line
from plugins.assets.services.transferring import transfer
from tests.plugins.assets.asking import asset, create, read, rows
from tests.plugins.assets.enabled import plugins, preparation
from tests.web.html import Element, opened

__all__ = ["plugins", "preparation", "site", "visitor"]


def sold_van(app: App) -> tuple[int, int, int]:
    """A van that went from Anna to Bert."""
    anna, bert = create(app, "customers", {"name": "Anna"}, {"name": "Bert"})
    van = asset(app, "Blue van", serial="WDB123", first_owner=anna)
    with app.work(app.system("test")) as work:
        transfer(work, van, {"customer": bert, "on": date(2026, 3, 1)})
    return van, anna, bert


def shown(guest: Visitor, address: str, panel: str) -> Element:
    """A panel of a record's page, opened."""
    return opened(guest, f"{address}/panels/assets.{panel}").one(class_="tab-panel")


def test_a_customer_shows_what_it_has_and_had(app: App, visitor: Arrive) -> None:
    van, anna, bert = sold_van(app)
    guest = visitor()
    for customer, words in (
        (anna, ("Blue van", "WDB123", "Owner", "2024", "2026")),
        (bert, ("Blue van", "2026")),
    ):
        panel = shown(guest, f"/customers/{customer}", "owned")
        assert all(word in panel.text for word in words), panel.text
        links = [link.attrs["href"] for link in panel.all("a")]
        assert f"/assets/assets/{van}" in links
        assert f"/assets/assets/new?first_owner={customer}" in links


def test_the_form_of_a_new_asset_begins_with_its_owner(app: App, visitor: Arrive) -> None:
    (anna,) = create(app, "customers", name="Anna")
    form = opened(visitor(), f"/assets/assets/new?first_owner={anna}")
    assert [each.attrs.get("value") for each in form.all(name="first_owner")] == ["Anna"]


def test_an_asset_shows_who_has_it_and_who_had_it(app: App, visitor: Arrive) -> None:
    van, anna, bert = sold_van(app)
    panel = shown(visitor(), f"/assets/assets/{van}", "holders")
    assert panel.text.index("Bert") < panel.text.index("Anna")
    assert [link.attrs["href"] for link in panel.all("a")][:2] == [f"/customers/{bert}", f"/customers/{anna}"]


def test_the_meter_is_drawn_and_doubtful_readings_say_why(app: App, visitor: Arrive) -> None:
    create(app, DEFINITIONS, name="Van", meter_unit="km", max_per_day=1_000)
    van = asset(app, definition="Van")
    read(app, van, ("2024-02-01", 900), ("2024-03-01", 1_800), ("2024-03-02", 1_020_500), ("2024-04-01", 90))
    panel = shown(visitor(), f"/assets/assets/{van}", "meter")
    assert panel.one("polyline").attrs["points"] == line([(date(2024, 2, 1), 900), (date(2024, 3, 1), 1_800)])
    assert "More than is possible in that time" in panel.text
    assert "Below an earlier reading" in panel.text
    assert "style" not in {name for each in panel.all() for name in each.attrs}


def test_what_has_no_readings_has_no_line(app: App, visitor: Arrive) -> None:
    panel = shown(visitor(), f"/assets/assets/{asset(app, 'Oven', meter_unit=None)}", "meter")
    assert panel.all("polyline") == []
    assert "No readings yet" in panel.text


def test_lines_stay_within_their_frame() -> None:
    day = date(2024, 1, 1)
    assert line([]) == line([(day, 5)]) == line([(day, 5), (day, 9)]) == ""
    flat = line([(day, 5), (date(2024, 1, 3), 5)])
    assert flat == f"0.0,{HEIGHT}.0 {WIDTH}.0,{HEIGHT}.0"
    points = [
        pair.split(",")
        for pair in line([(day, 0), (date(2024, 1, 2), 10**14), (date(2024, 1, 9), 10**15)]).split()
    ]
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in points)


def test_events_stand_on_both_timelines(app: App, visitor: Arrive) -> None:
    van, anna, bert = sold_van(app)
    create(app, METER_EVENTS, asset=van, replaced_on="2025-05-05", old_value=900)
    guest = visitor()
    assert "No longer Owner: Blue van" in opened(guest, f"/customers/{anna}").text
    assert "Owner: Blue van" in opened(guest, f"/customers/{bert}").text
    page = opened(guest, f"/assets/assets/{van}").text
    assert all(words in page for words in ("Owner: Bert", "No longer Owner: Anna", "Meter replaced: 900 → 0"))


def test_timelines_go_on_where_they_ended(app: App) -> None:
    people = create(app, "customers", *({"name": f"Owner {n}"} for n in range(6)))
    van = asset(app, first_owner=people[0])
    for n, customer in enumerate(people[1:], start=1):
        with app.work(app.system("test")) as work:
            transfer(work, van, {"customer": customer, "on": date(2024, n + 1, 1)})
    with app.reading(app.system("test")) as work:
        record = records.read(work, ASSETS, van)
        everything = list(of_asset(work, record, None, 100))
        found, before = [], None
        while part := list(of_asset(work, record, before, 2)):
            found += part
            before = (part[-1].at, part[-1].id)
    assert found == everything
    assert len(found) == 11


def test_who_may_not_see_the_former_owner_does_not_read_his_name(app: App, visitor: Arrive) -> None:
    van, _anna, bert = sold_van(app)
    guest = visitor({"core.customers.view": "own", "assets.*": "own"})
    with app.work(app.system("test")) as work:
        records.update(work, "customers", [records.Update(bert, {"owner": guest.user})])
    page = (
        opened(guest, f"/assets/assets/{van}").text
        + opened(guest, f"/assets/assets/{van}/panels/assets.holders").text
    )
    assert "Bert" in page
    assert "Anna" not in page


def test_the_board_has_a_column_for_each_status_and_the_page_keeps_its_budget(
    app: App, visitor: Arrive, statements: Counting
) -> None:
    van, _anna, _bert = sold_van(app)
    guest = visitor()
    board = opened(guest, "/assets/assets/board")
    assert "Blue van" in board.text and "Laid up" in board.text
    read(app, van, ("2024-02-01", 900))
    assert [row["assets.state"] for row in rows(app, READINGS, "assets.state")] == ["accepted"]
    opened(guest, f"/assets/assets/{van}")
    with statements() as asked:
        opened(guest, f"/assets/assets/{van}")
    selects = [" ".join(each.split())[:170] for each in asked if "SAVEPOINT" not in each]
    assert len(selects) <= 12, "\n".join(selects)
