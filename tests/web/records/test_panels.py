"""Panels and timelines of plugins: in their places, and a notice where one of them fails (U44)."""

from collections.abc import Mapping

import pytest

from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.html import Element, opened
from tests.web.records.probe import ProbePlugin

SALES = {"core.customers.view": "all", "probe.panels.view": "all"}


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"probe": ProbePlugin()}


def panel(page: Element, title: str) -> Element:
    return page.one("section", aria_label=title)


def test_eager_panels_are_there_at_once_but_never_more_than_three(
    visitor: Arrive, make_customer: MakeCustomer
) -> None:
    page = opened(visitor(), f"/customers/{make_customer()}")
    assert "Told <b>Acme</b>" in panel(page, "First").text
    assert panel(page, "Fourth").all("div", hx_trigger="revealed")
    assert panel(page, "Lazy").one("a").attrs["href"].endswith("/panels/probe.lazy")


@pytest.mark.parametrize("title", ["Broken", "Statement"])
def test_a_panel_that_fails_is_a_notice_in_its_place(
    title: str, app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    page = opened(visitor(), f"/customers/{make_customer()}")
    assert "probe could not show this" in panel(page, title).one(class_="notice").text
    assert page.one("ol", class_="timeline").text
    assert app.hooks.failures["probe", "panels"] == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lazy", "Told"),
        ("writing", "could not show this"),
        ("list", "could not show this"),
        ("nowhere", "could not show this"),
    ],
)
def test_a_lazy_panel_comes_alone_and_on_a_page_of_its_own(
    name: str, shown: str, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    address, guest = f"/customers/{make_customer()}/panels/probe.{name}", visitor()
    part = guest.get(address, headers={"hx-request": "true"})
    assert part.status_code == 200
    assert shown in part.text
    assert "<html" not in part.text
    assert shown in opened(guest, address).text


def test_a_tab_of_a_plugin_stands_among_the_tabs(visitor: Arrive, make_customer: MakeCustomer) -> None:
    id, guest = make_customer(), visitor()
    tabs = opened(guest, f"/customers/{id}").one("nav", aria_label="Parts of this record")
    (tab,) = [item for item in tabs.all("a") if item.text == "Tab"]
    page = opened(guest, tab.attrs["href"])
    assert "Told" in page.one(class_="tab-panel").text


def test_a_panel_is_shown_to_those_only_who_have_its_right(
    visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, address = make_customer(), "panels/probe.first"
    plain, allowed = visitor({"core.customers.view": "all"}), visitor(SALES)
    assert "Told" not in plain.get(f"/customers/{id}").text
    assert plain.get(f"/customers/{id}/{address}").status_code == 404
    assert "Told" in allowed.get(f"/customers/{id}").text
    assert allowed.get(f"/customers/{id}/panels/probe.closed").status_code == 404


def test_events_of_plugins_stand_in_the_stream_and_can_be_chosen_alone(
    visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(), visitor()
    page = opened(guest, f"/customers/{id}")
    titles = [item.one(class_="title").text for item in page.all("li", class_="timeline-item")]
    assert titles == ["Created", *(f"Event {number}" for number in range(19))]
    alone = opened(guest, f"/customers/{id}/timeline?kind=probe.minutes")
    assert len(alone.all("li", class_="timeline-item")) == 20
    assert "probe could not show its events" in page.text


def test_ten_thousand_events_are_read_stretch_by_stretch_each_once(
    visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest, seen = make_customer(), visitor(), list[str]()
    address = f"/customers/{id}/timeline"
    for _stretch in range(15):
        page = opened(guest, address)
        seen += [item.one(class_="title").text for item in page.all("li", class_="timeline-item")]
        address = page.one("li", id="timeline-more").attrs["hx-get"]
    assert seen == ["Created", *(f"Event {number}" for number in range(299))]


WRONG = [
    "x",
    "2026-01-01~changes~1",
    "2026-01-01T00:00:00Z~changes~x",
    "~~",
    "0",
    "0001-01-01T00:00+14:00~changes~1",
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_place_that_is_none_is_refused(wrong: str, visitor: Arrive, make_customer: MakeCustomer) -> None:
    answer = visitor().get(f"/customers/{make_customer()}/timeline", params={"before": wrong})
    assert answer.status_code == 422
