"""Many records in one request: all or nothing, with the wrong rows named."""

from typing import Any

from starlette.testclient import TestClient

from tests.api.test_records import CUSTOMERS, code_of, made

Bodies = tuple[Any, ...]


def names(client: TestClient) -> list[str]:
    return [row["name"] for row in client.get(f"{CUSTOMERS}?sort=id").json()["data"]]


def test_many_are_created_in_the_order_they_were_sent(client: TestClient) -> None:
    rows = [{"name": f"Customer {number}"} for number in range(3)]
    answer = client.post(CUSTOMERS, json={"data": rows})
    assert answer.status_code == 201
    assert [client.get(f"{CUSTOMERS}/{id}").json()["name"] for id in answer.json()["ids"]] == names(client)


def test_one_wrong_row_keeps_all_from_being_created(client: TestClient) -> None:
    rows = [{"name": "Right"}, {"name": ""}, {"name": "Right too", "contry": "DE"}]
    answer = client.post(CUSTOMERS, json=rows)
    assert code_of(answer) == (422, "invalid")
    assert {row: list(errors) for row, errors in answer.json()["rows"].items()} == {
        "1": ["name"],
        "2": ["contry"],
    }
    assert names(client) == []


def test_a_number_twice_in_one_request_is_refused(client: TestClient) -> None:
    rows = [{"name": "A", "number": "7"}, {"name": "B", "number": "7"}]
    answer = client.post(CUSTOMERS, json=rows)
    assert answer.json()["rows"]["1"]["number"][0]["code"] == "not_unique"
    assert names(client) == []


def test_rows_that_are_none_are_refused(client: TestClient) -> None:
    bodies: Bodies = ([], {"data": []}, [1], ["x"], [None], [[]], 1, "x", True)
    assert [client.post(CUSTOMERS, json=body).status_code for body in bodies] == [422] * len(bodies)


def test_more_than_a_thousand_rows_are_refused(client: TestClient) -> None:
    answer = client.post(CUSTOMERS, json=[{"name": "x"}] * 1001)
    assert answer.json()["errors"][""][0]["code"] == "row_count"


def test_rows_are_changed_at_the_version_they_name(client: TestClient) -> None:
    first, second = (made(client, name=name)["id"] for name in ("First", "Second"))
    rows = [{"id": first, "version": 1, "city": "Köln"}, {"id": second, "name": "Second"}]
    answer = client.patch(CUSTOMERS, json=rows)
    assert (answer.status_code, answer.json()) == (200, {"ids": [first]})
    stale = client.patch(CUSTOMERS, json=[{"id": second, "city": "Köln"}, {"id": first, "version": 1}])
    assert code_of(stale) == (409, "conflict")
    assert client.get(f"{CUSTOMERS}/{second}").json()["city"] is None


def test_rows_without_a_possible_id_are_refused(client: TestClient) -> None:
    id = made(client)["id"]
    for wrong in ({"name": "x"}, {"id": 0}, {"id": True}, {"id": "1"}, {"id": 2**63}, {"id": id}):
        answer = client.patch(CUSTOMERS, json=[{"id": id, "name": "Changed"}, wrong])
        assert (answer.status_code, list(answer.json()["rows"])) == (422, ["1"])
    assert names(client) == ["Acme"]


def test_a_row_that_does_not_exist_keeps_all_from_being_changed(client: TestClient) -> None:
    id = made(client)["id"]
    answer = client.patch(CUSTOMERS, json=[{"id": id, "name": "Changed"}, {"id": 999, "name": "x"}])
    assert code_of(answer) == (404, "not_found")
    assert names(client) == ["Acme"]


def test_all_that_match_get_the_same_values(client: TestClient) -> None:
    client.post(CUSTOMERS, json=[{"name": name, "country": "DE"} for name in ("A", "B")])
    made(client, name="C", country="FR")
    where = {"field": "country", "op": "eq", "value": "DE"}
    answer = client.patch(CUSTOMERS, json={"where": where, "values": {"source": "fair"}})
    assert len(answer.json()["ids"]) == 2
    assert client.patch(CUSTOMERS, json={"where": where, "values": {"nothing": 1}}).status_code == 422


def test_a_bulk_change_without_a_filter_is_refused(client: TestClient) -> None:
    bodies: Bodies = ({}, {"values": {}}, {"where": {}}, {"where": None, "values": {}}, 1, "x")
    assert [client.patch(CUSTOMERS, json=body).status_code for body in bodies] == [422] * len(bodies)


def test_many_are_deleted_or_none(client: TestClient) -> None:
    first, second = (made(client, name=name)["id"] for name in ("First", "Second"))
    missing = client.request("DELETE", CUSTOMERS, json={"ids": [first, 999]})
    assert code_of(missing) == (404, "not_found")
    assert client.request("DELETE", CUSTOMERS, json={"ids": [first, second, first]}).json() == {
        "ids": [first, second]
    }
    assert names(client) == []


def test_a_bulk_deletion_needs_ids(client: TestClient) -> None:
    made(client)
    bodies: Bodies = ({}, {"ids": []}, {"ids": ["1"]}, {"ids": [True]}, {"ids": 1}, [1], {"ids": [1], "x": 1})
    answers = [client.request("DELETE", CUSTOMERS, json=body).status_code for body in bodies]
    assert answers == [422] * len(bodies)
    assert client.delete(CUSTOMERS).status_code == 415
    assert names(client) == ["Acme"]
