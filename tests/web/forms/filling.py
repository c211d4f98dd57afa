"""Forms as a browser without scripts fills them in and sends them."""

from __future__ import annotations

from typing import Any

from core.testing.web import Visitor
from tests.web.html import Element, opened, page


def form_at(client: Visitor, address: str) -> Element:
    """The form of a page."""
    return form_in(opened(client, address))


def form_in(tree: Element) -> Element:
    """The form in a page."""
    return next(item for item in tree.all("form") if "data-form" in item.attrs)


def send(client: Visitor, form: Element, **values: str) -> Any:
    """Send a form with these values typed into it; `a__b` stands for the field `a.b`."""
    typed = {name.replace("__", "."): text for name, text in values.items()}
    pairs = [(name, typed.pop(name, text)) for name, text in form.sent()]
    data: dict[str, list[str]] = {}
    for name, text in [*pairs, *typed.items()]:
        data.setdefault(name, []).append(text)
    return client.post(form.attrs["action"], data=data)


def sent_again(answer: Any) -> Element:
    """The form of a page that refused what was sent."""
    assert answer.status_code in (409, 422), answer.text[:300]
    return form_in(page(answer.text))


def id_made(answer: Any) -> int:
    """The id of the record to whose page an answer leads."""
    assert answer.status_code == 303, answer.text[:2000]
    return int(answer.headers["location"].partition("?")[0].rpartition("/")[2])
