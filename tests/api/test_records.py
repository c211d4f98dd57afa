"""One record through the API: created, read, changed, deleted, restored, with its version and its history."""

from typing import Any

from starlette.testclient import TestClient

CUSTOMERS = "/api/v1/customers"


def made(client: TestClient, path: str = CUSTOMERS, **values: Any) -> dict[str, Any]:
    answer = client.post(path, json=values or {"name": "Acme"})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_new_record_is_answered_with_its_address_and_version(client: TestClient) -> None:
    answer = client.post(CUSTOMERS, json={"name": "  Alfreds Futterkiste ", "country": "Germany"})
    record = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{CUSTOMERS}/{record['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (record["name"], record["country"], record["version"]) == ("Alfreds Futterkiste", "DE", 1)
    assert client.get(answer.headers["location"]).json() == record


def test_lines_and_tags_come_and_go_with_their_record(client: TestClient) -> None:
    record = made(client, name="Acme", addresses=[{"city": "Berlin"}, {"city": "Köln"}], tags=["vip", "eu"])
    assert [line["city"] for line in record["addresses"]] == ["Berlin", "Köln"]
    kept = record["addresses"][1]
    changed = client.patch(f"{CUSTOMERS}/{record['id']}", json={"addresses": [kept], "tags": []}).json()
    assert changed["addresses"] == [kept]
    assert changed["tags"] == []


def test_every_kind_of_value_comes_back_as_it_was_sent(client: TestClient) -> None:
    sent = {
        "serial": "S-1",
        "load": "1234567890.12345678",
        "price": "-1234.50",
        "currency": "EUR",
        "hours": 2**62,
        "leased": True,
        "installed_on": "2026-02-28",
        "status": "broken",
    }
    record = made(client, f"{CUSTOMERS}/{made(client)['id']}/sample/machines", **sent)
    assert {name: record[name] for name in sent} == sent
    assert record["created_at"].endswith("Z")


def test_numbers_may_be_sent_as_json_numbers_and_keep_every_digit(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}/sample/machines"
    body = '{"serial": "S-1", "load": 1234567890.12345678}'
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.json()["load"] == "1234567890.12345678"


def test_more_digits_than_the_field_holds_are_refused(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}/sample/machines"
    answer = client.post(path, json={"serial": "S-1", "load": "0.123456789"})
    assert code_of(answer) == (422, "invalid")
    assert list(answer.json()["errors"]) == ["load"]


def test_a_read_can_be_limited_to_some_fields(client: TestClient) -> None:
    record = made(client, name="Acme", addresses=[{"city": "Berlin"}])
    answer = client.get(f"{CUSTOMERS}/{record['id']}?fields=name,addresses")
    assert answer.json() == {"id": record["id"], "name": "Acme", "addresses": record["addresses"]}
    assert answer.headers["etag"] == '"1"'


def test_unknown_fields_and_parameters_of_a_read_are_refused(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    for query in ("fields=nmae", "fields=name_key", "field=name", "fields=name&fields=city"):
        assert code_of(client.get(f"{path}?{query}")) == (422, "invalid")


def test_an_unchanged_record_is_not_sent_again(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    tag = client.get(path).headers["etag"]
    answer = client.get(path, headers={"if-none-match": tag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    client.patch(path, json={"name": "Other"})
    assert client.get(path, headers={"if-none-match": tag}).status_code == 200


def test_only_what_is_sent_is_changed(client: TestClient) -> None:
    record = made(client, name="Acme", city="Berlin")
    answer = client.patch(f"{CUSTOMERS}/{record['id']}", json={"city": None})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["name"], answer.json()["city"], answer.json()["version"]) == ("Acme", None, 2)


def test_a_change_that_changes_nothing_keeps_the_version(client: TestClient) -> None:
    record = made(client, name="Acme")
    assert client.patch(f"{CUSTOMERS}/{record['id']}", json={"name": "Acme"}).json()["version"] == 1
    assert client.patch(f"{CUSTOMERS}/{record['id']}", json={}).json()["version"] == 1


def test_a_stale_if_match_fails_and_names_the_other_change(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    fresh = {"if-match": '"1"'}
    assert client.patch(path, json={"name": "First"}, headers=fresh).status_code == 200
    answer = client.patch(path, json={"name": "Second"}, headers=fresh)
    assert code_of(answer) == (412, "precondition_failed")
    assert answer.json()["changes"][0]["fields"] == ["name"]
    assert client.get(path).json()["name"] == "First"


def test_a_stale_version_in_the_body_is_a_conflict(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    client.patch(path, json={"name": "First"})
    answer = client.patch(path, json={"name": "Second", "version": 1})
    assert code_of(answer) == (409, "conflict")
    assert client.patch(path, json={"name": "Second", "version": 2}).status_code == 200


def test_a_stale_deletion_fails(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    client.patch(path, json={"name": "First"})
    assert code_of(client.delete(path, headers={"if-match": '"1"'})) == (412, "precondition_failed")
    assert client.delete(path, headers={"if-match": '"2"'}).status_code == 204


def test_an_if_match_that_names_no_version_changes_nothing(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    for tag in ("1", 'W/"1"', '"x"', '"1", "2"'):
        answer = client.patch(path, json={"name": "X"}, headers={"if-match": tag})
        assert code_of(answer) == (400, "bad_request")
    assert client.get(path).json()["version"] == 1


def test_a_deleted_record_is_gone_until_it_is_restored(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client, name='Acme', tags=['vip'])['id']}"
    answer = client.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert [code_of(client.get(path))[0], code_of(client.delete(path))[0]] == [404, 404]
    restored = client.post(f"{path}/restore")
    assert (restored.status_code, restored.json()["tags"]) == (200, ["vip"])
    assert code_of(client.post(f"{path}/restore")) == (404, "not_found")


def test_the_history_names_who_changed_what_from_page_to_page(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    for name in ("Second", "Third"):
        client.patch(path, json={"name": name})
    page = client.get(f"{path}/history?limit=2").json()
    assert [entry["fields"]["name"]["after"] for entry in page["data"]] == ["Third", "Second"]
    assert {entry["door"] for entry in page["data"]} == {"api"}
    rest = client.get(f"{path}/history?limit=2&after={page['next']}").json()
    assert ([entry["operation"] for entry in rest["data"]], rest["next"]) == (["create"], None)


def test_rubbish_as_the_cursor_of_a_history_is_refused(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}/history"
    for after in ("x", "-1", "1.5", "9" * 30):
        assert list(client.get(f"{path}?after={after}").json()["errors"]) == ["after"]


def test_an_id_that_cannot_be_is_not_found(client: TestClient) -> None:
    for id in ("0", "-1", "x", "1.0", "9223372036854775808", "9" * 5000, "%00", "1%2F2", "٣"):
        for method in ("GET", "PATCH", "DELETE"):
            assert client.request(method, f"{CUSTOMERS}/{id}", json={}).status_code == 404


def test_an_action_is_carried_out_on_its_record(client: TestClient) -> None:
    customer = made(client)["id"]
    first, second = (
        made(client, f"{CUSTOMERS}/{customer}/contacts", name=name)["id"] for name in ("Anna", "Ben")
    )
    answer = client.post(f"/api/v1/contacts/{second}/make_main")
    assert (answer.status_code, answer.json()["main"]) == (200, True)
    assert client.get(f"/api/v1/contacts/{first}").json()["main"] is False


def test_an_action_refuses_inputs_that_it_does_not_have(client: TestClient) -> None:
    activity = made(client, "/api/v1/activities", type="call", subject="Ring")["id"]
    path = f"/api/v1/activities/{activity}/complete"
    answer = client.post(path, json={"outcom": "Reached"})
    assert "outcome" in answer.json()["errors"]["outcom"][0]["message"]
    assert client.post(path, json=[]).status_code == 422
    assert client.post(path, json={"outcome": "Reached"}).json()["status"] == "done"


def test_the_journal_lists_what_was_changed_by_whom(client: TestClient) -> None:
    id = made(client, name="Acme")["id"]
    client.patch(f"{CUSTOMERS}/{id}", json={"name": "Other", "city": "Köln"})
    query = {"resource": "customers", "record": id, "actor": 1, "since": "2020-01-01T00:00:00Z", "limit": 1}
    page = client.get("/api/v1/changes", params=query).json()
    (change,) = page["data"]
    assert (change["operation"], change["door"], set(change["fields"])) == ("update", "api", {"name", "city"})
    (first,) = client.get("/api/v1/changes", params={**query, "after": page["next"]}).json()["data"]
    assert (first["operation"], first["actor"]["name"]) == ("create", "User1")


def test_wrong_questions_to_the_journal_are_refused_by_name(client: TestClient) -> None:
    cases = {"resource": "custmers", "record": "x", "actor": "-1", "since": "2026-01-01 10:00", "after": "x"}
    for name, value in cases.items():
        answer = client.get("/api/v1/changes", params={name: value})
        assert list(answer.json()["errors"]) == [name]
