"""The form of filters: any field, any operator of its kind, groups; columns that are chosen."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest

from core.services.work import App
from core.testing.web import Arrive, Visitor
from core.web.lists.sketch import sketch_of
from tests.web.html import Element, opened, page


def built(client: Visitor, **values: str) -> Element:
    """The form after a step."""
    answer = client.get("/customers/filter", params={"list": "", **values})
    assert answer.status_code == 200, answer.text[:300]
    return page(answer.text).one("form", class_="groups")


def applied(client: Visitor, **values: str) -> str:
    answer = client.get("/customers/filter", params={"list": "", "do": "apply", **values})
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["location"])


def one(field: str, operator: str, value: str) -> dict[str, str]:
    return {"c.0.0.field": field, "c.0.0.op": operator, "c.0.0.value": value}


def test_a_filter_is_put_together_step_by_step(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    form = page(client.get("/customers/filter").text).one("form", class_="groups")
    assert "City" in form.one("select", name="c.0.0.field").text
    form = built(client, **{"c.0.0.field": "city"})
    assert "begins with" in form.one("select", name="c.0.0.op").text
    address = applied(client, **one("city", "starts", "Aal"))
    assert address == "/customers?filter%5Bcity%5D%5Bstarts%5D=Aal"
    assert opened(client, address).one("span", id="list-count").text == "30"


@pytest.mark.parametrize("part", ["rest.0.0", "value.0.0"])
def test_one_part_of_a_condition_is_asked_for(visitor: Arrive, part: str) -> None:
    sent = {"list": "", "part": part, **one("city", "starts", "Aal")}
    answer = visitor().get("/customers/filter", params=sent, headers={"hx-request": "true"})
    found = page(answer.text)
    assert found.one("input", name="c.0.0.value").attrs["value"] == "Aal"
    assert len(found.all("select")) == (part == "rest.0.0")


@pytest.mark.parametrize("part", ["", "rest", "rest.9.9", "rest.0.²", "value.0.0", "x.0.0", "../x"])
def test_parts_that_are_not_there(visitor: Arrive, part: str) -> None:
    sent = {"list": "", "part": part, "c.0.0.field": "nosuch"}
    answer = visitor().get("/customers/filter", params=sent, headers={"hx-request": "true"})
    assert answer.status_code == 404


def test_conditions_and_groups_are_added_and_removed(visitor: Arrive) -> None:
    client, first = visitor(), one("city", "eq", "Ulm")
    form = built(client, **first, do="add.0")
    assert form.one("select", name="c.0.1.field")
    form = built(client, **first, do="group")
    assert len(form.all("fieldset")) == 2
    form = built(client, **first, **{"c.0.1.field": "country"}, do="drop.0.0")
    assert form.one("select", name="c.0.0.field").one("option", selected="").attrs["value"] == "country"
    assert built(client, **first, do="drop.9.9") and built(client, **first, do="add.x")


def test_either_of_two_groups(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    more = {"c.1.0.field": "city", "c.1.0.op": "empty", "c.1.0.value": "true", "join": "or"}
    address = applied(client, **one("city", "eq", "Ulm"), **more)
    found = opened(client, address)
    assert found.one("span", id="list-count").text == "60"
    assert found.one("span", class_="chip").text.startswith("City is Ulm or City is empty")
    again = opened(client, f"/customers/filter?{urlsplit(address).query}").one("form", class_="groups")
    assert [item.attrs["value"] for item in again.all("option", selected="")].count("city") == 2


def test_a_value_that_cannot_be_is_said_beside_it(visitor: Arrive) -> None:
    answer = visitor().get(
        "/customers/filter", params={"list": "", "do": "apply", **one("updated_at", "gt", "soon")}
    )
    assert answer.status_code == 422
    field = page(answer.text).one("div", class_="invalid")
    assert field.one("input", name="c.0.0.value").attrs["value"] == "soon"


@pytest.mark.parametrize(("field", "value"), [("owner", "#1"), ("do_not_contact", "true"), ("tags", "new")])
def test_every_kind_of_field_can_be_asked_for(visitor: Arrive, field: str, value: str) -> None:
    client = visitor()
    operator = "has" if field == "tags" else "eq"
    assert opened(client, applied(client, **one(field, operator, value))).one("h1").text == "Customers"


def test_each_field_and_operator_that_is_offered_has_a_form(visitor: Arrive, app: App) -> None:
    client = visitor()
    fields = page(client.get("/customers/filter").text).one("select", name="c.0.0.field")
    tried = set()
    for option in fields.all("option")[1:]:
        field = option.attrs["value"]
        if "." in field and not field.startswith("owner."):
            continue  # users stand for all kinds of records that are named
        form = built(client, **{"c.0.0.field": field})
        operators = tuple(each.attrs["value"] for each in form.one("select", name="c.0.0.op").all("option"))
        for operator in () if operators in tried else operators:  # the same for fields of one kind
            built(client, **one(field, operator, "x"))
        tried.add(operators)


def test_parts_that_no_form_can_show_stay() -> None:
    kept = {"not": {"field": "city", "op": "eq", "value": "Ulm"}}
    tree = {"and": [{"field": "name", "op": "contains", "value": "a"}, kept]}
    assert sketch_of(tree).tree() == tree
    either = {"or": [{"field": "city", "op": "empty", "value": "true"}, {"and": [kept, kept]}]}
    assert sketch_of(either).tree() == either


def test_columns_are_chosen_moved_and_kept(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    form = opened(client, "/customers/columns").one("form", data_columns="")
    assert form.all("input", name="column")[0].attrs["value"] == "number"
    moved = client.get(
        "/customers/columns", params={"list": "", "column": ["number", "name"], "do": "up.name"}
    )
    boxes = page(moved.text).all("input", name="column")
    assert [item.attrs["value"] for item in boxes[:2]] == ["name", "number"]
    values = {"list": "", "column": ["city", "name"], "width.city": "300"}
    assert client.post("/customers/columns", data=values).headers["location"] == "/customers"
    found = opened(client, "/customers")
    assert [item.text for item in found.one("thead").all("th")[1:]] == ["City", "Name"]
    assert found.one("col", width="300")
    client.post("/customers/columns", data={"list": "", "do": "reset"})
    assert len(opened(client, "/customers").one("thead").all("th")) == 10


def test_columns_that_are_not_there_are_left_out(visitor: Arrive, customers: Sequence[int]) -> None:
    for columns in ("nosuch", "name:99999,<b>", "name,name", "city:-1", ",,"):
        heads = opened(visitor(), f"/customers?columns={columns}").one("thead").all("th")
        assert len(heads) in (2, 10), columns


@pytest.mark.parametrize(
    "held", ["&" * 999, "a=1&" * 999, "where={", "view=nosuch", "filter[x]=%FF", "\x00", "%zz"]
)
def test_a_tampered_state_is_harmless(visitor: Arrive, held: str) -> None:
    client = visitor()
    for path in ("filter", "columns", "bulk"):
        answer = client.get(f"/customers/{path}", params={"list": held})
        assert answer.status_code in (200, 404, 422), path
    for path in ("columns", "views", "bulk"):
        answer = client.post(f"/customers/{path}", data={"list": held, "do": "edit", "id": "1"})
        assert answer.status_code in (303, 404, 422), path


@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "-1", "1e3", "\x00", "0x10"])
def test_numbers_that_are_none_are_left_out(visitor: Arrive, customers: Sequence[int], number: str) -> None:
    client = visitor()
    asked = {"start": number, "columns": f"name:{number}", "filter[owner]": number}
    assert client.get("/customers", params=asked).status_code in (200, 422)
    built(client, **one("owner", "eq", number), do=f"drop.{number}.0")
    built(client, **one("owner", "eq", number), do=f"add.{number}")
    sent = {"city": "Bonn", "version": number}
    assert client.post(f"/customers/{customers[0]}/field/city", data=sent).status_code == 303


@pytest.mark.parametrize("rest", ["{", "7", '[{"field": 7}]', '[{"not": {}}]', "[[]]", '[{"and": []}]'])
def test_tampered_parts_of_a_filter_are_harmless(visitor: Arrive, rest: str) -> None:
    for command in ("", "apply", "group"):
        sent = {"list": "", "rest": rest, "do": command}
        assert visitor().get("/customers/filter", params=sent).status_code in (200, 303, 422), command
