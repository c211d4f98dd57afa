"""Pages of records in a real browser: what is next, logging by keys, the timeline, walking a list, files."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.browser.conftest import Open
from tests.browser.watching import inaccessible

Read = Callable[[str, int], dict[str, Any]]
DROP = """() => {
  const transfer = new DataTransfer();
  transfer.items.add(new File(["ten"], "price list.txt", { type: "text/plain" }));
  return transfer;
}"""


def activities(app: App, customer: int, *rows: dict[str, Any]) -> None:
    about = {"resource": "customers", "record_id": customer, "type": "call"}
    with app.work(app.system(door="test")) as work:
        records.create(work, "activities", [{**about, **row} for row in rows])


def at(here: Page, path: str) -> Page:
    here.goto(path)
    return here


def test_what_is_next_is_in_view_and_completed_with_two_clicks(
    app: App, page: Open, make_customer: MakeCustomer, read: Read
) -> None:
    id = make_customer(name="Bluewave GmbH", phones=[{"phone": "+49 731 5"}])
    activities(app, id, {"subject": "Send the offer", "due_at": "2026-01-05T10:00:00Z"})
    here = at(page("anna"), f"/customers/{id}")
    box = here.locator(".next-activity").bounding_box()
    assert box and box["y"] + box["height"] < 720
    here.locator(".next-activity").get_by_role("link", name="Complete").click()
    here.get_by_role("button", name="Done and plan next").click()
    expect(here.locator(".toast")).to_contain_text("The next step is planned")
    expect(here.locator(".next-activity")).to_contain_text("Send the offer")
    assert [read("activities", number)["status"] for number in (1, 2)] == ["done", "planned"]


def test_a_note_is_logged_by_keys(page: Open, make_customer: MakeCustomer, read: Read) -> None:
    here = at(page("anna"), f"/customers/{make_customer()}")
    here.keyboard.press("6")
    expect(here.get_by_label("Description")).to_be_focused()
    here.keyboard.type("He likes tea.")
    here.keyboard.press("Control+s")
    expect(here.locator(".timeline")).to_contain_text("He likes tea.")
    assert read("activities", 1)["type"] == "note"


def test_the_timeline_grows_when_its_end_is_seen(app: App, page: Open, make_customer: MakeCustomer) -> None:
    id = make_customer()
    activities(app, id, *({"subject": f"Call {number}", "status": "done"} for number in range(45)))
    here = at(page("anna"), f"/customers/{id}")
    events = here.locator(".timeline-item")
    for count in (40, 46):
        events.last.scroll_into_view_if_needed()
        expect(events).to_have_count(count)
    here.get_by_role("navigation", name="Kinds of events").get_by_role("link", name="Changes").click()
    expect(events).to_have_count(1)
    here.go_back()
    expect(here.locator(".timeline-item").nth(5)).to_be_visible()


def test_a_list_is_walked_by_keys_and_left_by_its_name(page: Open, make_customer: MakeCustomer) -> None:
    for number in range(3):
        make_customer(name=f"Customer {number}", city="Ulm")
    here = at(page("anna"), "/customers?filter[city]=Ulm&sort=-name")
    here.get_by_role("link", name="Customer 2").first.click()
    expect(here.locator("#place")).to_contain_text("1 of 3")
    here.keyboard.press("j")
    expect(here.get_by_role("heading", level=1)).to_contain_text("Customer 1")
    expect(here.locator("#place")).to_contain_text("2 of 3")
    here.keyboard.press("k")
    expect(here.get_by_role("heading", level=1)).to_contain_text("Customer 2")
    here.get_by_role("heading", level=1).get_by_role("link", name="Customers").click()
    here.wait_for_url("**/customers?*city*")


def test_a_file_is_dropped_on_the_page(page: Open, make_customer: MakeCustomer, read: Read) -> None:
    here = at(page("anna"), f"/customers/{make_customer()}")
    expect(here.locator("form[data-drop]")).to_be_visible()
    transfer = here.evaluate_handle(DROP)
    here.dispatch_event(".record-facts", "drop", {"dataTransfer": transfer})
    expect(here.locator(".files")).to_contain_text("price list.txt")
    assert read("attachments", 1)["size"] == 3


def test_who_can_see_it_is_one_click_away(page: Open, make_customer: MakeCustomer) -> None:
    here = at(page("anna"), f"/customers/{make_customer()}")
    here.get_by_role("link", name="Who can see this").click()
    dialog = here.get_by_role("dialog")
    expect(dialog).to_contain_text("This is why you see it")
    assert inaccessible(here) == []
    here.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_what_was_deleted_comes_back_by_one_click(page: Open, make_customer: MakeCustomer) -> None:
    here = at(page("anna"), f"/customers/{make_customer(name='Bluewave GmbH')}")
    here.get_by_role("button", name="More").click()
    here.get_by_role("button", name="Delete").click()
    here.locator(".toast").get_by_role("button", name="Undo").click()
    expect(here.get_by_role("heading", level=1)).to_contain_text("Bluewave GmbH")


@pytest.mark.parametrize(("theme", "lang", "width"), [("light", "en", 1280), ("dark", "zh-Hans", 390)])
def test_everybody_can_use_the_pages_of_records(
    app: App, page: Open, make_customer: MakeCustomer, theme: str, lang: str, width: int
) -> None:
    id, other = make_customer(name="Acme", tags=["vip"]), make_customer(name="Acme Ltd", city="Ulm")
    activities(app, id, {"subject": "Ask", "due_at": "2026-01-05T10:00:00Z"}, {"subject": "Sent"})
    here = page("anna", theme=theme, lang=lang, width=width)
    found = {}
    for path in (
        *("history", "access", "beside", "log/call", f"merge?with={other}", "preview"),
        "tabs/contacts:customer",
    ):
        found[path] = inaccessible(at(here, f"/customers/{id}/{path}"))
    for path in ("/activities/1/complete", "/activities/1", "/undo", "/trash?type=customers"):
        found[path] = inaccessible(at(here, path))
    assert {path: lines for path, lines in found.items() if lines} == {}
