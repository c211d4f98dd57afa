"""A repeated POST is answered again and not done again; writers at once lose nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select
from starlette.testclient import TestClient

from core.data.models.idempotency import IdempotencyEntry
from core.services.work import App
from tests.api.test_records import CUSTOMERS, code_of, made

KEY = {"idempotency-key": "4d9a5f0e"}


def count(client: TestClient, path: str = CUSTOMERS) -> int:
    return len(client.get(path).json()["data"])


def test_the_first_answer_is_given_again(client: TestClient) -> None:
    first, second = (client.post(CUSTOMERS, json={"name": "Acme"}, headers=KEY) for _ in range(2))
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert [second.headers[name] == first.headers[name] for name in ("etag", "location")] == [True, True]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert count(client) == 1


def test_the_answer_stays_what_it_was_when_the_record_has_changed(client: TestClient) -> None:
    first = client.post(CUSTOMERS, json={"name": "Acme"}, headers=KEY)
    client.patch(first.headers["location"], json={"name": "Changed"})
    assert client.post(CUSTOMERS, json={"name": "Acme"}, headers=KEY).json()["name"] == "Acme"


def test_a_key_for_another_request_is_refused(client: TestClient) -> None:
    client.post(CUSTOMERS, json={"name": "Acme"}, headers=KEY)
    for path, body in ((CUSTOMERS, {"name": "Other"}), ("/api/v1/tags", {"name": "Acme"})):
        answer = client.post(path, json=body, headers=KEY)
        assert code_of(answer) == (422, "idempotency_key_reused")
    assert count(client) == 1


def test_a_request_that_failed_may_be_mended_and_sent_again(client: TestClient) -> None:
    assert client.post(CUSTOMERS, json={"name": ""}, headers=KEY).status_code == 422
    assert client.post(CUSTOMERS, json={"name": "Acme"}, headers=KEY).status_code == 201


def test_a_key_belongs_to_its_user(client: TestClient, as_user: Any) -> None:
    other = as_user({"*": "all"})
    assert client.post(CUSTOMERS, json={"name": "Acme"}, headers=KEY).status_code == 201
    assert other.post(CUSTOMERS, json={"name": "Other"}, headers=KEY).status_code == 201


def test_keys_that_are_none_are_refused(client: TestClient) -> None:
    for key in ("", "x" * 256, "a\tb", "ключ"):
        answer = client.post(CUSTOMERS, json={"name": "A"}, headers={b"idempotency-key": key.encode()})
        assert code_of(answer) == (400, "bad_request")
    assert count(client) == 0


def test_actions_and_many_rows_are_repeated_safely_too(client: TestClient) -> None:
    first, second = (client.post(CUSTOMERS, json=[{"name": "A"}, {"name": "B"}], headers=KEY) for _ in "12")
    assert first.json() == second.json()
    activity = made(client, "/api/v1/activities", type="call", subject="Ring")["id"]
    complete = f"/api/v1/activities/{activity}/complete"
    following = {"next_step": "Visit", "next_due_at": "2026-12-01T09:00:00Z"}
    answers = [client.post(complete, json=following, headers={"idempotency-key": "k2"}) for _ in "12"]
    assert answers[0].json() == answers[1].json()
    assert (count(client), count(client, "/api/v1/activities")) == (2, 2)


def test_a_secret_is_answered_once_and_never_kept(client: TestClient, app: App) -> None:
    first, second = (client.post("/api/v1/tokens/create", json={"name": "x"}, headers=KEY) for _ in "12")
    assert first.json()["secret"].startswith("gx_")
    assert code_of(second) == (409, "conflict")
    with app.database.reading() as connection:
        kept = connection.execute(select(IdempotencyEntry)).mappings().one()
    assert first.json()["secret"] not in str(dict(kept))


def test_of_two_requests_at_once_one_is_done(client: TestClient) -> None:
    def send(_number: int) -> Any:
        return client.post(CUSTOMERS, json={"name": "Acme"}, headers=KEY)

    with client, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 7
    assert count(client) == 1


def test_writers_at_once_lose_nothing_when_they_heed_a_412(client: TestClient) -> None:
    machines = f"{CUSTOMERS}/{made(client)['id']}/sample/machines"
    path = f"/api/v1/sample/machines/{made(client, machines, serial='S', hours=0)['id']}"

    def add_one(_number: int) -> None:
        while True:
            read = client.get(path)
            change = {"hours": read.json()["hours"] + 1}
            if client.patch(path, json=change, headers={"if-match": read.headers["etag"]}).status_code == 200:
                return

    with client, ThreadPoolExecutor(4) as threads:
        list(threads.map(add_one, range(24)))
    assert client.get(path).json()["hours"] == 24
