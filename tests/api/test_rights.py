"""Rights hold at this door as at every other: what may not be seen does not exist."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from core.api.routing import operations_of
from core.services.work import App
from tests.api.test_records import CUSTOMERS, code_of, made

AsUser = Callable[..., TestClient]


def test_who_i_am_names_the_rights_of_the_token(as_user: AsUser) -> None:
    answer = as_user({"core.customers.view": "team", "core.customers.edit": "own"}).get("/api/v1/me").json()
    assert answer["permissions"] == {"core.customers.edit": "own", "core.customers.view": "team"}
    assert answer["name"] == "User1"


def test_a_token_can_do_no_more_than_its_scopes(as_user: AsUser) -> None:
    limited = as_user({"*": "all"}, scopes="core.customers.view")
    assert limited.get(CUSTOMERS).status_code == 200
    assert code_of(limited.post(CUSTOMERS, json={"name": "Acme"})) == (403, "forbidden")
    assert code_of(limited.get("/api/v1/contacts")) == (403, "forbidden")


OWN = ("/api/v1/jobs", "/api/v1/undo")


def test_somebody_without_rights_can_do_nothing_at_any_address(
    as_user: AsUser, app: App, client: TestClient
) -> None:
    customer = made(client)["id"]
    nobody = as_user({})
    for operation in operations_of(app.registry):
        if operation.path.endswith(("/me", "/search", "/views")) or operation.path.startswith(OWN):
            continue
        path = operation.path.replace("{id}", str(customer))
        answer = nobody.request(operation.method, path, json={})
        assert code_of(answer) == (403, "forbidden"), (operation.method, path)
    assert nobody.get("/api/v1/search?q=acme").json() == {"data": []}


def test_what_may_not_be_seen_answers_as_if_it_did_not_exist(client: TestClient, as_user: AsUser) -> None:
    hidden = made(client)["id"]
    seller = as_user({f"core.customers.{action}": "own" for action in ("view", "edit", "delete", "create")})
    for id in (hidden, 999_999):
        path = f"{CUSTOMERS}/{id}"
        assert code_of(seller.get(path)) == (404, "not_found")
        assert code_of(seller.patch(path, json={"name": "x"})) == (404, "not_found")
        assert code_of(seller.delete(path)) == (404, "not_found")
        assert code_of(seller.request("DELETE", CUSTOMERS, json={"ids": [id]})) == (404, "not_found")
        assert code_of(seller.get(f"{path}/history")) == (404, "not_found")
    assert seller.get(CUSTOMERS).json() == {"data": [], "next": None, "count": 0}


def test_what_may_be_seen_but_not_changed_says_so(client: TestClient, as_user: AsUser) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}"
    reader = as_user({"core.customers.view": "all", "core.customers.edit": "own"})
    assert code_of(reader.patch(path, json={"name": "x"})) == (403, "forbidden")
    assert code_of(reader.delete(path)) == (403, "forbidden")


def test_who_may_create_but_not_see_is_answered_the_id_alone(as_user: AsUser, client: TestClient) -> None:
    intake = as_user({"core.customers.create": "all"})
    answer = intake.post(CUSTOMERS, json={"name": "From the web"})
    assert (answer.status_code, list(answer.json())) == (201, ["id"])
    assert client.get(answer.headers["location"]).json()["name"] == "From the web"


def test_giving_a_record_away_is_answered_with_its_id(as_user: AsUser, client: TestClient) -> None:
    rights = {f"core.customers.{action}": "own" for action in ("view", "edit", "create")}
    seller = as_user({**rights, "core.users.view": "all"})
    record = made(seller)
    boss = client.get("/api/v1/users?sort=id").json()["data"][0]["id"]
    answer = seller.patch(f"{CUSTOMERS}/{record['id']}", json={"owner": boss})
    assert (answer.status_code, answer.json()) == (200, {"id": record["id"]})


def test_masked_fields_are_masked_at_every_address(client: TestClient, as_user: AsUser) -> None:
    path = f"{CUSTOMERS}/{made(client, name='Acme', email='anna@example.com', tax_id='DE136695976')['id']}"
    reader = as_user({"core.customers.view": "all"})
    for answer in (reader.get(path), reader.get(f"{path}?fields=email,tax_id"), reader.get(CUSTOMERS)):
        assert answer.status_code == 200
        assert "anna@" not in answer.text
        assert "136695976" not in answer.text
    assert "anna@" not in reader.get(f"{path}/history").text
    assert reader.get(f"{CUSTOMERS}?filter[email]=anna@example.com").status_code == 422


def test_a_disabled_user_is_not_signed_in(client: TestClient, as_user: AsUser) -> None:
    other = as_user({"core.customers.view": "all"})
    assert other.get("/api/v1/me").status_code == 200
    user = other.get("/api/v1/me").json()["user"]
    assert client.post(f"/api/v1/users/{user}/disable").status_code == 200
    assert code_of(other.get("/api/v1/me")) == (401, "not_signed_in")


def test_settings_are_read_and_changed_by_those_who_may(client: TestClient, as_user: AsUser) -> None:
    assert client.patch("/api/v1/settings", json={"core.company": "关系"}).json()["core.company"] == "关系"
    assert client.get("/api/v1/settings").json()["core.company"] == "关系"
    back = client.patch("/api/v1/settings", json={"core.company": None, "core.trash_days": 7}).json()
    assert (back["core.company"], back["core.trash_days"]) == (None, 7)
    viewer = as_user({"core.settings.view": "all"})
    assert code_of(viewer.patch("/api/v1/settings", json={})) == (403, "forbidden")


@pytest.mark.parametrize(
    "body",
    [{"core.compny": "x"}, {"core.trash_days": 0}, {"core.currency": "XXQ"}, [], 1, {"core.trash_days": [1]}],
)
def test_a_wrong_setting_keeps_all_from_being_set(client: TestClient, body: object) -> None:
    sent = {"core.company": "New", **body} if isinstance(body, dict) else body
    assert client.patch("/api/v1/settings", json=sent).status_code == 422
    assert client.get("/api/v1/settings").json()["core.company"] is None
