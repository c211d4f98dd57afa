"""Lists by group: headings with counts, over pages, in views, menus and exports."""

import csv
import io
from collections.abc import Sequence

import pytest

from core.services import records
from core.services.work import App
from core.testing.web import Arrive, Visitor
from tests.web.html import Element, opened
from tests.web.lists.conftest import Counting


@pytest.fixture
def owned(app: App, customers: Sequence[int], visitor: Arrive) -> Visitor:
    """The owner of forty of the 120 customers."""
    client = visitor(time_zone="Asia/Shanghai")
    with app.work(app.system(door="test")) as work:
        records.update(
            work, "customers", [records.Update(id, {"owner": client.user}) for id in customers[:40]]
        )
    return client


def headings(found: Element) -> list[str]:
    return [" ".join(row.text.split()) for row in found.all("tr", class_="group")]


def test_rows_stand_under_headings_with_how_many_there_are(owned: Visitor) -> None:
    found = opened(owned, "/customers?group=owner")
    assert headings(found) == ["Owner Visitor1 40", "Owner None 80"]
    assert found.one("span", class_="chip").text.startswith("Grouped by: Owner")
    second = opened(owned, found.one("a", title="Next page (])").attrs["href"])
    assert headings(second) == ["Owner None 80"]
    assert len(second.one("tbody").all("tr")) == 51


def test_days_and_moments_stand_by_month(owned: Visitor, app: App) -> None:
    moments = ("2026-03-31T15:59:00Z", "2026-03-31T16:00:00Z", "2026-04-30T12:00:00Z")
    with app.work(app.system(door="test")) as work:
        rows = [{"type": "task", "subject": at, "due_at": at} for at in moments]
        records.create(work, "activities", rows)
    found = opened(owned, "/activities?group=due_at&sort=due_at&columns=subject")
    assert headings(found) == ["Due at March 2026 1", "Due at April 2026 2"]  # it is midnight in Shanghai


def test_the_menu_groups_and_other_orders_take_the_groups_apart(owned: Visitor) -> None:
    menu = opened(owned, "/customers?sort=-name").one("div", id="list-sorts")
    (by_country,) = [item.attrs["href"] for item in menu.all("a") if "group=country" in item.attrs["href"]]
    assert by_country == "/customers?group=country"
    grouped = opened(owned, by_country)
    again = grouped.one("div", id="list-sorts").one("a", aria_current="true")
    assert (again.text, again.attrs["href"]) == ("Country", "/customers")
    heads = {item.text: item.attrs["href"] for item in grouped.one("thead").all("a")}
    assert heads["Name"] == "/customers?sort=name"
    assert heads["Country"] == "/customers?sort=country&group=country"


def test_views_and_exports_keep_groups(owned: Visitor) -> None:
    values = {"do": "create", "name": "By owner", "visibility": "private", "list": "group=owner&columns=name"}
    address = owned.post("/customers/views", data=values).headers["location"]
    assert len(headings(opened(owned, address))) == 2
    none = opened(owned, address).one("span", class_="chip").one("a").attrs["href"]
    assert not headings(opened(owned, none))
    answer = owned.get(f"/customers/export/file?{address.partition('?')[2]}&format=csv")
    names = [row[0] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))][1:]
    assert len(names) == 120 and names[:40] == [f"Customer {number:03}" for number in range(40)]


@pytest.mark.parametrize("group", ["tags", "nosuch", "name", "email", "'", "\x00", "id", "version"])
def test_what_cannot_be_grouped_by_is_said(owned: Visitor, group: str) -> None:
    answer = owned.get("/customers", params={"group": group})
    assert answer.status_code == 422
    assert "can be grouped by" in answer.text


def test_groups_take_few_statements(owned: Visitor, statements: Counting) -> None:
    owned.get("/customers?group=owner")
    with statements() as asked:
        assert owned.get("/customers?group=owner").status_code == 200
    assert len(asked) <= 12, asked


def test_fields_that_are_masked_group_nothing(visitor: Arrive, customers: Sequence[int]) -> None:
    seller = visitor({"core.customers.view": "all"})
    menu = opened(seller, "/customers").one("div", id="list-sorts").text
    assert "Group by" in menu and "E-mail" not in menu
