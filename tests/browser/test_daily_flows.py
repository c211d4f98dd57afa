"""What people do all day: find, create, log a call, edit; by mouse, by keyboard alone, with a thumb."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from core.testing.app import MakeCustomer
from tests.browser.conftest import PASSWORD, Hire, Open

Read = Callable[[str, int], dict[str, Any]]


def heading(here: Page) -> Any:
    return here.get_by_role("heading", level=1)


def press(here: Page, *keys: str) -> None:
    here.wait_for_load_state()  # before, nobody listens
    for key in keys:
        here.keyboard.press(key)


def test_a_day_by_keyboard_alone(page: Open, employ: Hire, read: Read) -> None:
    employ("anna", "salesperson")
    here = page()
    here.goto("/sign-in")
    here.keyboard.type("anna")
    press(here, "Tab")
    here.keyboard.type(PASSWORD)
    press(here, "Enter")
    expect(heading(here)).to_have_text("Today")
    press(here, "c")
    expect(here.get_by_label("Name *", exact=True)).to_be_focused()
    here.keyboard.type("Bluewave GmbH")
    press(here, "Control+Enter")
    expect(heading(here)).to_contain_text("Bluewave GmbH")
    press(here, "e")
    expect(heading(here)).to_contain_text("Edit")
    here.get_by_label("City").focus()
    here.keyboard.type("Berlin")
    press(here, "Control+s")
    expect(here.locator(".toast")).to_contain_text("Saved")
    assert read("customers", 1)["city"] == "Berlin"


def test_something_is_found_by_keyboard_alone(page: Open, make_customer: MakeCustomer) -> None:
    make_customer(name="深圳星河电子")
    here = page("anna")
    here.goto("/")
    press(here, "Control+k")
    here.keyboard.type("星河")
    here.get_by_role("option", name="深圳星河电子").first.wait_for()
    press(here, "Enter")
    expect(heading(here)).to_contain_text("深圳星河电子")
    press(here, "g", "c")
    expect(heading(here)).to_contain_text("Customers")


def test_a_call_is_logged_with_two_clicks(page: Open, make_customer: MakeCustomer, read: Read) -> None:
    id = make_customer(name="Bluewave GmbH")
    here = page("anna")
    here.goto(f"/customers/{id}")
    here.get_by_title("Call (1)").click()
    form = here.locator("form.log-form")
    form.get_by_label("Subject").fill("Asked for an offer")
    form.get_by_role("button", name="Save").click()
    expect(here.locator(".timeline").get_by_text("Asked for an offer")).to_be_visible()
    row = read("activities", 1)
    assert (row["type"], row["customer"]) == ("call", id)


def test_a_day_with_one_thumb_in_chinese(page: Open, make_customer: MakeCustomer, read: Read) -> None:
    make_customer(name="深圳星河电子", phone="+8613800138000")
    here = page("anna", width=390, lang="zh-Hans", theme="dark")
    here.goto("/")
    here.get_by_role("navigation", name="快捷菜单").get_by_role("link", name="客户").tap()
    here.get_by_role("link", name="深圳星河电子").tap()
    expect(here.locator("a[href='tel:+8613800138000']").first).to_be_visible()
    here.goto("/customers/new")
    here.locator("[name=name]").fill("上海明珠")
    here.get_by_role("button", name="保存", exact=True).tap()
    expect(here.locator(".toast")).to_be_visible()
    assert read("customers", 2)["name"] == "上海明珠"


def test_a_day_without_scripts(page: Open, make_customer: MakeCustomer) -> None:
    make_customer(name="Bluewave GmbH", city="Bonn")
    here = page("anna", javascript=False)
    here.goto("/customers")
    here.get_by_role("link", name="Bluewave GmbH").first.click()
    here.get_by_role("link", name="Edit").first.click()
    here.locator("[name=city]").fill("Berlin")
    here.get_by_role("button", name="Save", exact=True).click()
    expect(heading(here)).to_contain_text("Bluewave GmbH")
    here.goto("/search?q=bluewave")
    expect(here.get_by_role("link", name="Bluewave GmbH").first).to_be_visible()
