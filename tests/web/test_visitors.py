from core.testing.web import Arrive
from tests.web.html import opened


def test_somebody_who_is_signed_in_sees_the_start_page(visitor: Arrive) -> None:
    start = opened(visitor("salesperson", name="Anna Schmidt"), "/")
    assert start.one("h1").text == "Today"
    assert "Anna Schmidt" in start.one("nav", id="sidebar").text
