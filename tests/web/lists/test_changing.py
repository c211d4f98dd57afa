"""What is done from lists: cells, many records at once, views, exports."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from core.services import records
from core.services.work import App
from core.testing.jobs import RunJobs
from core.testing.web import Arrive, Visitor
from tests.web.html import opened, page

Read = Callable[[str, int], dict[str, Any]]
PARTLY = {"hx-request": "true"}


def test_a_cell_is_edited_where_it_stands(visitor: Arrive, customers: Sequence[int], read: Read) -> None:
    client, id = visitor(), customers[0]
    address = f"/customers/{id}/field/city"
    form = page(client.get(address, headers=PARTLY).text).one("form")
    answer = client.post(address, data={**dict(form.sent()), "city": "<b>Köln</b>"}, headers=PARTLY)
    assert (answer.status_code, answer.text.strip()) == (200, "&lt;b&gt;Köln&lt;/b&gt;")
    assert read("customers", id)["city"] == "<b>Köln</b>"
    plain = client.post(address, data={"city": "Ulm"})
    assert (plain.status_code, plain.headers["location"]) == (303, f"/customers/{id}")


def test_a_wrong_value_stays_in_its_cell_and_the_record_as_it_was(
    visitor: Arrive, customers: Sequence[int], read: Read
) -> None:
    client, id = visitor(), customers[0]
    answer = client.post(f"/customers/{id}/field/email", data={"email": "no address"}, headers=PARTLY)
    assert answer.status_code == 422
    form = page(answer.text).one("form")
    assert form.one("input", name="email").attrs["value"] == "no address"
    assert form.one("div", class_="errors").text
    assert read("customers", id)["email"] is None


def test_a_cell_that_somebody_else_has_changed_asks_again(
    visitor: Arrive, customers: Sequence[int], app: App
) -> None:
    client, id = visitor(), customers[0]
    address = f"/customers/{id}/field/city"
    form = page(client.get(address, headers=PARTLY).text).one("form")
    with app.work(app.system(door="test")) as work:
        records.update(work, "customers", [records.Update(id, {"city": "Bonn"})])
    answer = client.post(address, data={**dict(form.sent()), "city": "Köln"}, headers=PARTLY)
    assert answer.status_code == 409
    again = page(answer.text).one("form")
    assert "Bonn" in again.one("div", class_="errors").text
    assert client.post(address, data=dict(again.sent()), headers=PARTLY).text.strip() == "Köln"


def test_cells_are_edited_by_those_who_may(visitor: Arrive, customers: Sequence[int]) -> None:
    reader = visitor({"core.customers.view": "all", "core.customers.edit": "own"})
    address = f"/customers/{customers[0]}/field"
    assert reader.get(f"{address}/city").status_code == 403
    assert reader.post(f"{address}/city", data={"city": "x"}).status_code == 403
    client = visitor()
    assert client.get(f"{address}/nosuch").status_code == 404
    assert client.get(f"{address}/name_key").status_code == 404
    assert client.get(f"{address}/updated_at").status_code == 403
    assert client.get("/customers/999999/field/city").status_code == 404
    for name in ("owner", "country", "tags", "do_not_contact", "notes", "language"):
        assert client.get(f"{address}/{name}").status_code == 200, name


def begun(client: Visitor, **values: Any) -> str:
    answer = client.post("/customers/bulk", data={"list": "", "do": "edit", **values})
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["location"])


def test_all_in_a_filter_are_changed_by_a_job_and_undone_at_once(
    visitor: Arrive, customers: Sequence[int], run_jobs: RunJobs, read: Read
) -> None:
    client = visitor()
    job = begun(client, list="filter[city]=Ulm", all="1", set="industry", industry="Tea")
    assert opened(client, job).one("progress")
    run_jobs()
    done = opened(client, job)
    assert [item.text for item in done.all("div", class_="tile")] == ["Changed 30", "Not done 0"]
    assert read("customers", customers[0])["industry"] == "Tea"
    undo = next(item.attrs["action"] for item in done.all("form") if "/undo/" in item.attrs["action"])
    assert client.post(undo).status_code == 303
    run_jobs()
    assert read("customers", customers[0])["industry"] is None


def test_ticked_records_are_deleted_and_what_stays_has_its_reason(
    visitor: Arrive, customers: Sequence[int], run_jobs: RunJobs, app: App
) -> None:
    with app.work(app.system(door="test")) as work:
        records.create(work, "customers", [{"name": "Child", "parent": customers[1]}])
    client = visitor()
    dialog = client.get("/customers/bulk", params={"do": "delete", "id": customers[:3], "list": ""})
    assert "To the trash: 3." in page(dialog.text).one("main").text
    job = begun(client, do="delete", id=customers[:3])
    run_jobs()
    done = opened(client, job)
    assert [item.text for item in done.all("div", class_="tile")] == ["Changed 2", "Not done 1"]
    assert f"#{customers[1]}" in done.one("ul", class_="plain").text


def test_the_form_for_many_asks_for_a_field_after_another(visitor: Arrive, customers: Sequence[int]) -> None:
    client, chosen = visitor(), {"list": "", "do": "edit", "id": str(customers[0])}
    first = page(client.get("/customers/bulk", params={**chosen, "add": "city"}).text)
    assert first.one("input", name="city")
    both = page(
        client.get("/customers/bulk", params={**chosen, "set": "city", "city": "Ulm", "add": "phone"}).text
    )
    assert both.one("input", name="city").attrs["value"] == "Ulm"
    assert both.one("input", name="phone")
    assert page(client.get("/customers/bulk", params={**chosen, "do": "assign"}).text).one(
        "input", name="owner"
    )
    wrong = client.post("/customers/bulk", data={**chosen, "set": "email", "email": "nothing"})
    assert wrong.status_code == 422
    assert page(wrong.text).one("input", name="email").attrs["value"] == "nothing"


@pytest.mark.parametrize(
    "values", [{}, {"id": "x"}, {"id": "1"}, {"id": "1", "set": "version"}, {"id": "1", "set": "nosuch"}]
)
def test_nothing_is_begun_without_records_or_fields(
    visitor: Arrive, customers: Sequence[int], values: dict[str, str]
) -> None:
    answer = visitor().post("/customers/bulk", data={"list": "", "do": "edit", **values})
    assert answer.status_code == 422
    seller = visitor({"core.customers.view": "all"})
    assert seller.post("/customers/bulk", data={"do": "delete", "id": "1"}).status_code == 403


def test_jobs_of_others_are_not_there(visitor: Arrive, customers: Sequence[int]) -> None:
    job = begun(visitor(), id=customers[0], set="city", city="Ulm")
    other = visitor({"core.customers.view": "all"})
    assert other.get(job).status_code == 404
    assert other.post(job.partition("?")[0] + "/stop").status_code == 404


def saved(client: Visitor, name: str, list: str, visibility: str = "private") -> str:
    values = {"do": "create", "name": name, "list": list, "visibility": visibility}
    answer = client.post("/customers/views", data=values)
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["location"])


def test_a_view_keeps_filter_sort_columns_and_widths(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    address = saved(client, "Ulm", "filter[city]=Ulm&sort=-name&columns=name:300,city")
    found = opened(client, address)
    assert found.one("span", id="list-count").text == "30"
    assert [item.text for item in found.one("thead").all("th")[1:]] == ["Name", "City"]
    assert found.one("col", width="300")
    assert "sized" in found.one("tbody").all("td")[1].attrs["class"]
    changed = opened(client, f"{address}&sort=name")
    assert changed.one("th", aria_sort="ascending").text == "Name"
    cleared = opened(client, f"{address}&where=")
    assert cleared.one("span", id="list-count").text == "120"


def test_views_are_renamed_saved_pinned_opened_and_deleted(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    address = saved(client, "Ulm", "filter[city]=Ulm")
    id = address.rpartition("=")[2]

    def do(command: str, **values: str) -> None:
        sent = {"do": command, "view": id, "list": f"view={id}", **values}
        assert client.post("/customers/views", data=sent).status_code == 303, command

    do("rename", name="Only Ulm", visibility="private")
    do("save", list=f"view={id}&filter[city]=Aalen")
    do("pin")
    do("default")
    found = opened(client, "/customers")
    assert found.one("title").text.startswith("Customers: Only Ulm")
    assert found.one("span", class_="chip").text.startswith("City is Aalen")
    assert opened(client, "/customers?view=").one("span", id="list-count").text == "120"
    do("delete", list="")
    assert opened(client, "/customers").one("span", id="list-count").text == "120"
    assert client.get(address).status_code == 404


def test_private_views_are_nobody_elses(visitor: Arrive) -> None:
    address = saved(visitor(), "Mine", "q=Ulm")
    other = visitor({"core.customers.view": "all", "core.saved_views.view": "all"})
    assert other.get(address).status_code == 404
    values = {"do": "delete", "view": address.rpartition("=")[2], "list": ""}
    assert other.post("/customers/views", data=values).status_code == 404
    assert other.post("/customers/views", data={"do": "nosuch"}).status_code == 404
    assert other.post("/customers/views", data={"do": "pin", "view": "'"}).status_code == 404


def test_an_export_is_what_the_list_shows(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    asked = "filter[city]=Ulm&sort=-name&columns=name,city"
    dialog = opened(client, f"/customers/export?{asked}").one("main")
    assert "Rows: 30. Columns: 2." in dialog.text
    answer = client.get(f"/customers/export/file?{asked}&format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[:2] == [["name", "city"], ["Customer 116", "Ulm"]]
    assert len(rows) == 31
    assert client.get(f"/customers/export/file?{asked}&format=xlsx").content[:2] == b"PK"
    assert client.get("/customers/export/file?format=exe").status_code == 422
    assert visitor({"core.customers.view": "all"}).get("/customers/export").status_code == 403


def test_a_list_opens_with_the_view_of_a_role(visitor: Arrive, customers: Sequence[int]) -> None:
    client, seller = visitor(), visitor("salesperson")
    view = saved(client, "Start", "sort=-name", "public").rpartition("=")[2]
    role = "salesperson"
    values = {"do": "rename", "view": view, "list": "", "name": "Start", "visibility": "public"}
    assert client.post("/customers/views", data={**values, "role": role}).status_code == 303
    assert opened(seller, "/customers").one("title").text.startswith("Customers: Start")
    assert opened(client, "/customers").one("title").text.startswith("Customers ·")
    own = saved(seller, "My own", "q=x").rpartition("=")[2]
    refused = {**values, "view": own, "role": role}
    assert seller.post("/customers/views", data=refused).status_code == 422
