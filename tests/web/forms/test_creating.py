from collections.abc import Callable
from typing import Any

from core.testing.web import Arrive, Visitor
from tests.web.html import Element, opened, page

Read = Callable[[str, int], dict[str, Any]]


def send(client: Visitor, form: Element, **values: str) -> Any:
    """Send a form as a browser does, with these values typed into it."""
    pairs = [(name, values.pop(name, text)) for name, text in form.sent()]
    data: dict[str, Any] = {}
    for name, text in [*pairs, *values.items()]:
        data.setdefault(name, []).append(text)
    return client.post(form.attrs["action"], data=data)


def the_form(tree: Element) -> Element:
    return next(item for item in tree.all("form") if "data-form" in item.attrs)


def test_a_customer_is_made_of_a_form(visitor: Arrive, read: Read) -> None:
    client = visitor("salesperson")
    form = the_form(opened(client, "/customers/new"))
    answer = send(client, form, name="Acme", phone="030 1234567", country="Germany", _then="open")
    assert answer.status_code == 303, answer.text
    made = read("customers", int(answer.headers["location"].rpartition("/")[2]))
    assert (made["name"], made["country"], made["owner"]) == ("Acme", "DE", client.user)


def test_what_is_wrong_is_said_in_place_and_nothing_typed_is_lost(visitor: Arrive) -> None:
    client = visitor()
    form = the_form(opened(client, "/customers/new"))
    answer = send(client, form, name="", email="no address", notes="typed")
    assert answer.status_code == 422
    again = page(answer.text)
    assert again.one("input", name="email").attrs["value"] == "no address"
    assert again.one("input", name="email").attrs["aria-invalid"] == "true"
    assert again.one("textarea", name="notes").text == "typed"
    assert "E-mail" in again.one("div", class_="tone-red", role="alert").text
