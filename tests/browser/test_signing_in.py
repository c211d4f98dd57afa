from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Hire, Open
from tests.browser.watching import inaccessible


def fill_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Login or e-mail").fill("anna")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_somebody_signs_in_and_comes_where_he_wanted_to_go(page: Open, employ: Hire) -> None:
    employ("anna", "salesperson")
    here = page()
    here.goto("/customers/new")
    fill_in(here)
    expect(here.get_by_role("heading", level=1)).to_have_text("New: Customer")


def test_a_wrong_password_is_told_and_the_login_stays(page: Open, employ: Hire) -> None:
    employ("anna", "salesperson")
    here = page()
    here.goto("/sign-in")
    fill_in(here, "wrong horse")
    expect(here.get_by_role("alert")).to_contain_text("wrong")
    expect(here.get_by_label("Login or e-mail")).to_have_value("anna")
    assert inaccessible(here) == []


def test_signing_in_works_without_scripts(page: Open, employ: Hire) -> None:
    employ("anna", "salesperson")
    here = page(javascript=False)
    here.goto("/sign-in")
    fill_in(here)
    expect(here.get_by_role("heading", level=1)).to_have_text("Today")
