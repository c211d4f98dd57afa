"""Lists in a real browser: found while typing, edited in place, many at once; by hand, keys, no scripts."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from core.services import records
from core.services.work import App
from core.testing.jobs import RunJobs
from tests.browser.conftest import Open
from tests.browser.watching import inaccessible

Read = Callable[[str, int], dict[str, Any]]


@pytest.fixture
def customers(app: App) -> Sequence[int]:
    """Sixty customers in two cities."""
    rows = [
        {"name": f"Customer {number:02}", "city": ("Ulm", "Aalen")[number % 2], "number": f"C{number:02}"}
        for number in range(60)
    ]
    with app.work(app.system(door="test")) as work:
        return records.create(work, "customers", rows)


def test_a_list_is_searched_while_typing(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna")
    list_page.goto("/customers")
    list_page.keyboard.press("/")
    list_page.keyboard.type("customer 07")
    expect(list_page.locator("tbody tr")).to_have_count(1)
    expect(list_page.locator("#list-count")).to_have_text("1")
    list_page.wait_for_url("**/customers?q=customer+07")
    list_page.reload()
    expect(list_page.get_by_role("searchbox", name="Search in Customers")).to_have_value("customer 07")


def test_rows_are_walked_edited_and_opened_by_keys(page: Open, customers: Sequence[int], read: Read) -> None:
    list_page = page("anna")
    list_page.goto("/customers?columns=name,city")
    list_page.keyboard.press("j")
    list_page.keyboard.press("j")
    list_page.keyboard.press("e")
    cell = list_page.locator("td.editing")
    expect(cell.locator("input[name=name]")).to_be_focused()
    list_page.keyboard.type("Kestrel")
    list_page.keyboard.press("Tab")
    expect(cell.locator("input[name=city]")).to_be_focused()
    list_page.keyboard.type("Bonn")
    list_page.keyboard.press("Enter")
    expect(list_page.locator("td.editing")).to_have_count(0)
    expect(list_page.locator("tbody tr").nth(1)).to_contain_text("Kestrel")
    row = read("customers", customers[1])
    assert (row["name"], row["city"]) == ("Kestrel", "Bonn")
    list_page.keyboard.press("Enter")
    list_page.wait_for_url(f"**/customers/{customers[1]}?**")


def test_what_cannot_be_stays_in_its_cell(page: Open, customers: Sequence[int], read: Read) -> None:
    list_page = page("anna")
    list_page.goto("/customers?columns=name,email")
    list_page.locator("tbody tr").first.locator("td").nth(2).dblclick()
    box = list_page.locator("td.editing input[name=email]")
    box.fill("nonsense")
    box.press("Enter")
    expect(list_page.locator("td.wrong .errors")).to_be_visible()
    expect(list_page.locator("td.wrong input[name=email]")).to_have_value("nonsense")
    list_page.keyboard.press("Escape")
    expect(list_page.locator("td.editing")).to_have_count(0)
    assert read("customers", customers[0])["email"] is None


def test_all_in_a_filter_are_changed_with_progress_and_undone(
    page: Open, customers: Sequence[int], read: Read, run_jobs: RunJobs
) -> None:
    list_page = page("anna")
    list_page.goto("/customers")
    list_page.get_by_label("Select Customer 00").check()
    list_page.get_by_label("All 60 in this list").check()
    list_page.locator("[data-bulk]").get_by_role("button", name="Edit").click()
    dialog = list_page.get_by_role("dialog", name="Change 60 of Customers")
    dialog.get_by_label("Field").select_option("industry")
    dialog.locator("input[name=industry]").fill("Tea")
    dialog.get_by_role("button", name="Change").last.click()
    expect(list_page.get_by_role("progressbar").first).to_be_attached()
    run_jobs()
    expect(list_page.get_by_text("Back to the list")).to_be_visible()
    assert read("customers", customers[59])["industry"] == "Tea"
    list_page.get_by_role("button", name="Undo").click()
    list_page.wait_for_url("**/undo/**")
    run_jobs()
    assert read("customers", customers[59])["industry"] is None


def test_filters_columns_and_views_by_hand(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna")
    list_page.goto("/customers")
    list_page.get_by_role("link", name="Filter").click()
    dialog = list_page.get_by_role("dialog", name="Filter")
    for label, chosen in (("Field", "city"), ("Comparison", "starts")):
        with list_page.expect_response("**/filter?*"):  # it decides which fields the line has
            dialog.get_by_label(label).select_option(chosen)
        expect(dialog.locator(".htmx-request")).to_have_count(0)  # and they are there
    expect(dialog.get_by_label("Comparison")).to_have_value("starts")
    dialog.locator("input[name='c.0.0.value']").fill("Aal")
    dialog.get_by_role("button", name="Show").last.click()
    expect(list_page.locator("#list-count")).to_have_text("30")
    list_page.locator("#list-tools").get_by_role("button", name="Views").click()
    list_page.get_by_text("Save as a view…").click()
    list_page.get_by_role("dialog", name="Save as a view").get_by_label("Name").fill("Aalen")
    list_page.keyboard.press("Enter")
    list_page.wait_for_url("**/customers?view=*")
    expect(list_page.locator(".chip")).to_contain_text("City begins with Aal")


def test_what_is_typed_beside_a_choice_stays(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna")
    list_page.goto("/customers?filter[city]=Ulm&filter[industry]=Tea")
    list_page.get_by_role("link", name="Filter").click()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    list_page.route("**/filter?part=*", hold)
    field = list_page.locator("select[name='c.0.0.field']")
    with list_page.expect_request("**/filter?part=rest.0.0*"):
        field.select_option("number")
    list_page.locator("input[name='c.0.1.value']").fill("Coffee")  # before the answer is there
    while not waiting:  # a request is told of before its handler is called
        list_page.wait_for_timeout(10)
    waiting[0].continue_()
    expect(list_page.locator("#condition-0-0").get_by_role("textbox", name="Number")).to_be_visible()
    expect(list_page.locator("input[name='c.0.1.value']")).to_have_value("Coffee")
    list_page.unroute("**/filter?part=*")
    comparison = list_page.locator("select[name='c.0.0.op']")
    comparison.focus()
    comparison.select_option("empty")
    expect(list_page.locator("select[name='c.0.0.value']")).to_be_visible()
    expect(comparison).to_be_focused()


def test_a_row_is_previewed_beside_the_list(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna")
    list_page.goto("/customers")
    list_page.locator("tbody tr").nth(2).locator("td").nth(3).click()
    expect(list_page.locator("#side")).to_contain_text("Customer 02")
    list_page.keyboard.press("j")
    expect(list_page.locator("#side")).to_contain_text("Customer 03")


def test_a_preview_stands_in_the_address(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna")
    list_page.goto("/customers?sort=name")
    side = list_page.locator("#side")
    list_page.locator("tbody tr").nth(2).locator("td").nth(3).click()
    list_page.wait_for_url(f"**/customers?sort=name&preview={customers[2]}")
    list_page.reload()
    expect(side).to_contain_text("Customer 02")
    expect(list_page.locator('tr[aria-current="true"]')).to_contain_text("Customer 02")
    list_page.keyboard.press("/")
    list_page.keyboard.type("customer 0")
    list_page.wait_for_url(f"**/customers?q=customer+0&sort=name&preview={customers[2]}")
    side.get_by_role("link", name="Open").click()
    list_page.wait_for_url(f"**/customers/{customers[2]}?**")
    list_page.go_back()
    expect(side).to_contain_text("Customer 02")
    list_page.locator("h1").click()
    list_page.keyboard.press("Escape")
    list_page.wait_for_url("**/customers?q=customer+0&sort=name")
    expect(side).to_be_hidden()


def width_of(list_page: Page, title: str) -> int:
    box = list_page.get_by_role("columnheader", name=title).bounding_box()
    assert box
    return round(box["width"])


def test_columns_are_dragged_to_their_width(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna")
    list_page.goto("/customers?columns=number,name,city&sort=-name")
    list_page.get_by_role("link", name="Next page").click()
    box = list_page.get_by_role("separator", name="Width of Name in pixels").bounding_box()
    assert box and box["width"] >= 24 and box["height"] >= 24
    wide = width_of(list_page, "Name")
    list_page.mouse.move(box["x"] + 12, box["y"] + 12)
    list_page.mouse.down()
    list_page.mouse.move(box["x"] - 88, box["y"] + 12, steps=4)
    list_page.mouse.up()
    list_page.wait_for_url(f"**/customers?*name%3A{wide - 100}*after=*")
    list_page.reload()
    assert width_of(list_page, "Name") == wide - 100
    expect(list_page.locator("tbody tr")).to_have_count(10)  # still on the second page


def test_columns_get_their_width_by_keys(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna")
    list_page.goto("/customers?columns=number,name:200,city")
    edge = list_page.get_by_role("separator", name="Width of Name in pixels")
    edge.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        list_page.keyboard.press(key)
    expect(edge).to_have_attribute("aria-valuenow", "260")
    list_page.wait_for_url("**/customers?*name%3A260*")
    expect(edge).to_be_focused()
    assert width_of(list_page, "Name") == 260
    list_page.keyboard.press("Delete")
    list_page.wait_for_url("**/customers?columns=number%2Cname%2Ccity")


def test_lists_work_without_scripts(page: Open, customers: Sequence[int]) -> None:
    list_page = page("anna", javascript=False)
    list_page.goto("/customers")
    list_page.get_by_role("searchbox", name="Search in Customers").fill("customer 1")
    list_page.keyboard.press("Enter")
    expect(list_page.locator("tbody tr")).to_have_count(10)
    expect(list_page.get_by_role("separator")).to_have_count(0)
    list_page.get_by_role("link", name="Columns").click()
    list_page.get_by_role("checkbox", name="Number").uncheck()
    list_page.get_by_role("button", name="Show").last.click()
    expect(list_page.locator("thead")).not_to_contain_text("Number")
    list_page.get_by_label("Select Customer 10").check()
    list_page.get_by_role("button", name="Delete").click()
    expect(list_page.get_by_text("To the trash: 1.")).to_be_visible()


@pytest.mark.parametrize(("theme", "lang", "width"), [("light", "en", 1280), ("dark", "zh-Hans", 390)])
def test_everybody_can_use_lists(
    page: Open, customers: Sequence[int], theme: str, lang: str, width: int
) -> None:
    list_page = page("anna", theme=theme, lang=lang, width=width)
    for address in ("/customers", "/customers/filter", "/customers/columns", "/customers/views"):
        list_page.goto(address)
        assert inaccessible(list_page) == [], address
    wide = list_page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_a_card_is_dragged_and_columns_count_anew(page: Open, app: App) -> None:
    with app.work(app.system(door="test")) as work:
        rows = [{"type": "task", "subject": f"Task {number}"} for number in range(3)]
        records.create(work, "activities", rows)
    board = page("anna")
    board.goto("/activities/board")
    columns = board.locator(".board section")
    expect(columns.nth(0)).to_contain_text("Planned 3")
    card, to = columns.nth(0).locator("li[data-id]").first.bounding_box(), columns.nth(2).bounding_box()
    assert card and to
    board.mouse.move(card["x"] + 60, card["y"] + 12)
    board.mouse.down()
    board.mouse.move(card["x"] + 90, card["y"] + 30, steps=4)
    board.mouse.move(to["x"] + 60, to["y"] + 70, steps=8)
    board.mouse.up()
    expect(columns.nth(2)).to_contain_text("Cancelled 1")
    expect(columns.nth(0)).to_contain_text("Planned 2")
    expect(columns.nth(2).locator("li[data-id]")).to_have_count(1)
