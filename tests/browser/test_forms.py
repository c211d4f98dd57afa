import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect
from sqlalchemy import func, select

from core.data.models import Customer
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.browser.conftest import Open
from tests.servers import eventually

Read = Callable[[str, int], dict[str, Any]]


def count(app: App) -> int:
    with app.reading(app.system()) as work:
        return work.session.scalar(select(func.count()).select_from(Customer)) or 0


def toast(here: Page) -> Any:
    return here.locator(".toast")


def test_a_customer_is_made_by_one_key_from_anywhere(page: Open, app: App, read: Read) -> None:
    here = page("anna", "salesperson")
    here.goto("/")
    here.keyboard.press("c")
    expect(here.get_by_label("Name *", exact=True)).to_be_focused()
    here.keyboard.type("深圳星河电子")
    here.keyboard.press("Enter")
    expect(toast(here)).to_contain_text("Customer created")
    expect(here.get_by_role("heading", level=1)).to_have_text("Today")
    assert read("customers", 1)["name"] == "深圳星河电子"


def test_a_person_is_asked_for_other_fields_than_a_company(page: Open, read: Read) -> None:
    here = page("anna", "salesperson")
    here.goto("/customers/new")
    here.get_by_label("Kind").select_option("person")
    expect(here.get_by_label("Name *", exact=True)).to_be_hidden()
    here.get_by_label("Family name").fill("Schmidt")
    here.get_by_role("button", name="Save", exact=True).click()
    expect(toast(here)).to_be_visible()
    assert read("customers", 1)["kind"] == "person"


def test_two_quick_clicks_make_one_record(page: Open, app: App) -> None:
    here = page("anna", "salesperson")
    here.goto("/customers/new")
    here.get_by_label("Name *", exact=True).fill("Acme")
    here.get_by_role("button", name="Save", exact=True).dblclick()
    expect(toast(here)).to_be_visible()
    assert count(app) == 1


def test_who_goes_back_and_types_something_else_makes_another_record(page: Open, app: App) -> None:
    here = page("anna", "salesperson")
    here.goto("/customers/new")
    for number in (1, 2):
        here.get_by_label("Name *", exact=True).fill(f"Customer {number}")
        here.get_by_role("button", name="Save", exact=True).click()
        expect(here.get_by_role("heading", level=1)).to_contain_text(f"Customer {number}")
        here.go_back()
    assert count(app) == 2


def test_what_was_changed_is_marked_until_it_is_as_before(page: Open, make_customer: MakeCustomer) -> None:
    here = page("anna")
    here.goto(f"/customers/{make_customer(city='Ulm', kind='company')}/edit")
    city, kind = here.locator("[data-field=city]"), here.locator("[data-field=kind]")
    marked = re.compile(r"\bchanged\b")
    here.get_by_label("City").fill("Bonn")
    here.get_by_label("Kind").select_option("person")
    for field in (city, kind):
        expect(field).to_have_class(marked)
    here.get_by_label("City").fill("Ulm")
    here.get_by_label("Kind").select_option("company")
    expect(here.locator(".changed")).to_have_count(0)


def test_what_was_typed_survives_the_end_of_the_tab(page: Open) -> None:
    here = page("anna", "salesperson")
    here.goto("/customers/new")
    here.get_by_label("Name *", exact=True).fill("half a customer")
    eventually(lambda: here.evaluate("Object.keys(localStorage).length"))
    here.on("dialog", lambda dialog: dialog.accept())
    here.goto("/customers/new")
    here.get_by_role("button", name="Use it").click()
    expect(here.get_by_label("Name *", exact=True)).to_have_value("half a customer")


def test_a_saved_form_leaves_nothing_behind(page: Open) -> None:
    here = page("anna", "salesperson")
    here.goto("/customers/new")
    here.get_by_label("Name *", exact=True).fill("Acme")
    here.get_by_role("button", name="Save and new").click()
    expect(toast(here)).to_be_visible()
    assert here.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0


def test_a_reference_is_chosen_by_typing(page: Open, make_customer: MakeCustomer, read: Read) -> None:
    id = make_customer(name="Bluewave GmbH")
    here = page("anna")
    here.goto("/contacts/new")
    here.get_by_role("combobox", name="Customer").press_sequentially("bluew")
    here.get_by_role("option", name="Bluewave GmbH").wait_for()
    here.keyboard.press("ArrowDown")
    here.keyboard.press("Enter")
    here.get_by_label("Family name").fill("Li")
    here.keyboard.press("Enter")
    expect(toast(here)).to_be_visible()
    assert read("contacts", 1)["customer"] == id


def test_lines_are_added_and_removed(page: Open, make_customer: MakeCustomer, read: Read) -> None:
    id = make_customer(name="Acme", phones=[{"phone": "+4930901820", "label": "old"}])
    here = page("anna")
    here.goto(f"/customers/{id}/edit")
    here.get_by_role("button", name="Add: Further telephones").click()
    expect(here.locator("[name='phones.1.label']")).to_be_focused()
    here.locator("[name='phones.1.phone']").fill("+4930901821")
    here.get_by_role("group", name="Further telephones 1").get_by_role("button", name="Remove").click()
    expect(here.locator("[name='phones.1.phone']")).to_have_count(0)
    here.get_by_role("button", name="Save", exact=True).click()
    expect(toast(here)).to_be_visible()
    assert [line["phone"] for line in read("customers", id)["phones"]] == ["+4930901821"]


def test_a_form_works_without_scripts(page: Open, make_customer: MakeCustomer, read: Read) -> None:
    id = make_customer(name="Acme", city="Bonn")
    here = page("anna", javascript=False)
    here.goto(f"/customers/{id}/edit")
    here.locator("[name=city]").fill("Berlin")
    here.locator("[name=country]").fill("Germany")
    here.get_by_role("button", name="Add: Further telephones").click()
    here.locator("[name='phones.0.phone']").fill("+4930901820")
    here.get_by_role("button", name="Save", exact=True).click()
    expect(toast(here)).to_contain_text("Saved")
    row = read("customers", id)
    assert (row["city"], row["country"], len(row["phones"])) == ("Berlin", "DE", 1)


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_errors_are_said_in_the_language_of_the_reader(page: Open, lang: str) -> None:
    here = page("anna", "salesperson", lang=lang, width=390)
    here.goto("/customers/new")
    here.locator("[name=email]").fill("nowhere")
    here.locator(".form-actions .primary").click()
    expect(here.locator("#field-email-error")).to_be_visible()
    expect(here.locator("[name=email]")).to_be_focused()
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in here.locator("#field-email-error").inner_text())
    assert chinese == (lang == "zh-Hans")


def test_scripts_of_a_page_are_small(page: Open) -> None:
    here = page("anna")
    scripts: list[Response] = []
    here.on(
        "response",
        lambda answer: scripts.append(answer) if answer.request.resource_type == "script" else None,
    )
    here.goto("/customers/new")
    here.wait_for_load_state("networkidle")
    assert sum(len(gzip.compress(answer.body())) for answer in scripts) <= 80_000


def test_a_draft_with_more_lines_comes_back_whole(page: Open) -> None:
    here = page("anna", "salesperson")
    here.goto("/customers/new")
    here.get_by_text("More fields").click()
    here.get_by_role("button", name="Add: Further telephones").click()
    here.locator("[name='phones.0.phone']").fill("+4930901821")
    eventually(lambda: "+4930901821" in here.evaluate("JSON.stringify(localStorage)"))
    here.on("dialog", lambda dialog: dialog.accept())
    here.goto("/customers/new")
    here.get_by_role("button", name="Use it").click()
    expect(here.locator("[name='phones.0.phone']")).to_have_value("+4930901821")


HIDDEN = """() => {
  const item = document.activeElement;
  const box = item.getBoundingClientRect();
  if (item === document.body || item.matches('.sr-only, .skip')) return '';
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 20) / 2);
  const isSeen = item.contains(seen) || seen?.contains(item) || item.labels?.[0]?.contains(seen);
  return isSeen ? '' : item.outerHTML;
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_what_has_the_focus_is_never_hidden(page: Open, make_customer: MakeCustomer, width: int) -> None:
    id = make_customer(name="Acme")
    here = page("anna", width=width)
    here.goto(f"/customers/{id}/edit")
    here.locator("[name=name]").focus()
    hidden = []
    for _step in range(60):
        here.keyboard.press("Tab")
        hidden.append(here.evaluate(HIDDEN))
    assert [item for item in hidden if item] == []
