from collections.abc import Callable
from typing import Any

import pytest

from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.forms.filling import form_at, id_made, send, sent_again
from tests.web.html import page

Read = Callable[[str, int], dict[str, Any]]

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raise %}",
    '=HYPERLINK("x")',
    "'; drop table core_customer; --",
    "${7*7} #{7*7} %s %(x)s {0}",
    "\u202eevil\u2066",
    "👩‍👩‍👧‍👦 \U0001f9ff",
    "a" * 10_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(visitor: Arrive, text: str) -> None:
    client = visitor()
    again = sent_again(
        send(client, form_at(client, "/customers/new"), name="x" * 300, industry=text, notes=text)
    )
    assert again.one("input", name="industry").attrs["value"] == text
    assert "".join(map(str, again.one("textarea", name="notes").inside)).removeprefix("\n") == text
    assert not again.all("script") and not again.all("img")


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_hostile_text_comes_back_from_the_form_as_it_was(visitor: Arrive, read: Read, text: str) -> None:
    client = visitor()
    id = id_made(send(client, form_at(client, "/customers/new"), name=text, notes=text))
    form = form_at(client, f"/customers/{id}/edit")
    assert form.one("input", name="name").attrs["value"] == text
    assert send(client, form).status_code == 303
    assert read("customers", id)["version"] == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("owner", "#999999"),
        ("owner", "nobody"),
        ("unit", "#99999999999999999999"),
        ("parent", "<b>"),
        ("country", "Atlantis"),
        ("kind", "robot"),
        ("birthday", "1990-02-30"),
        ("credit_limit", "1e400"),
        ("website", "javascript:alert(1)"),
        ("time_zone", "../../etc/passwd"),
        ("tags", "a" * 100),
        ("name", "a\u0000b"),
    ],
)
def test_wrong_values_stay_in_the_form_beside_what_is_wrong(visitor: Arrive, name: str, text: str) -> None:
    client = visitor()
    again = sent_again(send(client, form_at(client, "/customers/new"), **{"name": "Acme", name: text}))
    assert again.one("div", id=f"field-{name.replace('_', '_')}-error").text
    shown = again.all("", name=name)[-1]
    kept = shown.attrs.get("value") or [item.attrs["value"] for item in shown.all("option", selected="")]
    assert text in kept


def test_fields_that_are_not_in_the_form_are_not_taken(
    visitor: Arrive, read: Read, make_customer: MakeCustomer
) -> None:
    client, id = visitor(), make_customer(name="Acme")
    form = form_at(client, f"/customers/{id}/edit")
    tampered = {"id": "99", "created_by": "99", "name_key": "x", "deleted_at": "2020-01-01", "nothing": "x"}
    assert send(client, form, city="Bonn", **tampered).status_code == 303
    row = read("customers", id)
    assert (row["city"], row["created_by"]) == ("Bonn", None)


@pytest.mark.parametrize(
    ("version", "before"),
    [
        ("", ""),
        ("x", "[]"),
        ("-1", "{"),
        ("0", '{"city": 7}'),
        ("9" * 20, '{"city": {"a": []}}'),
        ("7", "{}"),
    ],
)
def test_tampered_versions_do_no_harm(
    visitor: Arrive, read: Read, make_customer: MakeCustomer, version: str, before: str
) -> None:
    client, id = visitor(), make_customer(name="Acme")
    form = form_at(client, f"/customers/{id}/edit")
    answer = send(client, form, city="Bonn", _version=version, _before=before)
    assert answer.status_code in (303, 409)
    assert read("customers", id)["name"] == "Acme"


def test_lines_of_others_cannot_be_taken_over(
    visitor: Arrive, read: Read, make_customer: MakeCustomer
) -> None:
    client = visitor()
    theirs = make_customer(name="Other", phones=[{"phone": "+4930901821"}])
    mine = make_customer(name="Mine", phones=[{"phone": "+4930901820"}])
    line = str(read("customers", theirs)["phones"][0]["id"])
    send(client, form_at(client, f"/customers/{mine}/edit"), phones__0__id=line)
    assert [item["phone"] for item in read("customers", theirs)["phones"]] == ["+4930901821"]
    assert [item["phone"] for item in read("customers", mine)["phones"]] == ["+4930901820"]


def test_buttons_that_name_no_line_change_nothing(visitor: Arrive) -> None:
    client = visitor()
    form = form_at(client, "/customers/new")
    for button in (
        {"_add": "nothing"},
        {"_remove": "phones.7"},
        {"_up": "phones.-1"},
        {"_down": "x" * 5_000},
    ):
        assert send(client, form, name="typed", **button).status_code == 200


def test_bytes_that_are_not_utf_8_are_refused(visitor: Arrive) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = visitor().post("/customers/new", content=b"name=%ff%fe", headers=headers)
    assert answer.status_code == 400
    assert "UTF-8" in page(answer.text).text


def test_too_many_lines_are_refused(visitor: Arrive) -> None:
    client = visitor()
    pairs = {f"phones.{number}.phone": "+4930901820" for number in range(600)}
    answer = client.post("/customers/new", data={"name": "Acme", "phones.sent": "1", **pairs})
    assert answer.status_code == 422


def test_another_site_cannot_send_our_forms(visitor: Arrive) -> None:
    client = visitor()
    headers = {"sec-fetch-site": "cross-site"}
    assert client.post("/customers/new", data={"name": "Acme"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "onward", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_a_form_leads_to_no_other_host(visitor: Arrive, onward: str) -> None:
    client = visitor()
    answer = send(client, form_at(client, "/customers/new"), name="Acme", _then="stay", next=onward)
    assert answer.headers["location"] == "/"
