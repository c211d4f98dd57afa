"""What surrounds every request: signing in, ids, headers, metrics, limits, unknown addresses."""

import json
import re

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from core.api.application import make_asgi
from core.api.limits import LoadShed
from core.api.logs import configure_logging
from core.api.metrics import Metrics
from core.host.translations import Catalogues
from core.services.work import App


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Basic Z3g6eA==", "Bearer gx_wrong", "Bearer é", "gx_x"]
)
def test_without_a_valid_token_nothing_is_answered(anonymous: TestClient, header: str | None) -> None:
    headers = {} if header is None else {b"authorization": header.encode()}
    answer = anonymous.get("/api/v1/customers", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == 'Bearer realm="Guanxi"'


def test_an_unknown_address_is_a_problem(anonymous: TestClient) -> None:
    for path in ("/", "/api/v1", "/api/v1/customer", "/api/v1/customers/", "/api/v2/customers", "/%00"):
        answer = anonymous.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_path")
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_method_that_is_not_offered_is_named_with_those_that_are(
    anonymous: TestClient, method: str
) -> None:
    answer = anonymous.request(method, "/api/v1/customers")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "DELETE, GET, HEAD, PATCH, POST"


def test_every_answer_has_an_id_and_keeps_one_that_was_given(anonymous: TestClient) -> None:
    made = anonymous.get("/nothing")
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["x-request-id"])
    assert made.json()["request_id"] == made.headers["x-request-id"]
    assert anonymous.get("/nothing", headers={"x-request-id": "trace-7"}).headers["x-request-id"] == "trace-7"


@pytest.mark.parametrize("given", ["a" * 65, "a b", "ä", "<script>"])
def test_a_harmful_request_id_is_replaced(anonymous: TestClient, given: str) -> None:
    assert (
        anonymous.get("/health", headers={b"x-request-id": given.encode()}).headers["x-request-id"] != given
    )


def test_every_answer_has_the_headers_that_protect_browsers(anonymous: TestClient) -> None:
    for path in ("/health", "/api/docs", "/static/api/docs.js", "/api/v1/customers"):
        headers = anonymous.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"] or path == "/api/docs"


def test_answers_about_records_stay_in_no_shared_cache(anonymous: TestClient) -> None:
    assert anonymous.get("/api/v1/customers").headers["cache-control"] == "no-store"


def test_health_is_answered_without_a_token(anonymous: TestClient) -> None:
    answer = anonymous.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.databases("sqlite")
def test_health_says_why_the_database_fails(app: App, anonymous: TestClient) -> None:
    assert app.database.path is not None
    app.database.dispose()
    app.database.path.write_bytes(b"this is no database" * 1000)
    answer = anonymous.get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert "/" not in answer.json()["reason"]


def test_metrics_count_requests_by_template_and_never_by_id(anonymous: TestClient) -> None:
    for id in (1, 2, "x"):
        anonymous.get(f"/api/v1/customers/{id}")
    anonymous.get("/wp-login.php")
    text = anonymous.get("/metrics").text
    assert 'guanxi_http_requests_total{method="GET",route="/api/v1/customers/{id}",status="401"} 3.0' in text
    assert 'route="other",status="404"} 1.0' in text
    assert "wp-login" not in text
    assert "guanxi_http_in_flight 0.0" in text


def test_two_applications_share_no_metrics(app: App, anonymous: TestClient) -> None:
    anonymous.get("/health")
    with TestClient(make_asgi(app)) as other:
        assert 'route="/health"' not in other.get("/metrics").text


async def status_of(app: LoadShed, path: str, statuses: list[tuple[str, int]]) -> None:
    """Send one request and note how it was answered."""
    headers: list[tuple[bytes, bytes]] = []
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        if message["type"] == "http.response.start":
            statuses.append((path, int(message["status"])))

    await app(scope, receive, send)


def test_past_the_limit_requests_are_refused_before_any_work() -> None:
    metrics = Metrics()

    async def scenario() -> list[tuple[str, int]]:
        released, statuses = anyio.Event(), list[tuple[str, int]]()

        async def wait(request: Request) -> PlainTextResponse:
            await released.wait()
            return PlainTextResponse("done")

        routes = [Route("/wait", wait), Route("/health", lambda request: PlainTextResponse("ok"))]
        shed = LoadShed(Starlette(routes=routes), 2, metrics, Catalogues().accepting)
        async with anyio.create_task_group() as tasks:
            for path in ("/wait", "/wait", "/wait", "/health"):
                tasks.start_soon(status_of, shed, path, statuses)
                await anyio.wait_all_tasks_blocked()
            released.set()
        await status_of(shed, "/wait", statuses)
        return statuses

    found = anyio.run(scenario)
    assert found == [("/wait", 503), ("/health", 200), ("/wait", 200), ("/wait", 200), ("/wait", 200)]
    assert metrics.registry.get_sample_value("guanxi_http_shed_total") == 1


def test_a_failure_is_logged_with_its_id_and_without_the_values_of_variables(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(request: Request) -> PlainTextResponse:
        password = "hunter" + "2"
        raise RuntimeError(f"{len(password)} characters")

    configure_logging("error")  # once more, now that standard error is captured
    served = make_asgi(app)
    served.router.routes.append(Route("/fail", fail))
    with TestClient(served, raise_server_exceptions=False) as client:
        answer = client.get("/fail", headers={"x-request-id": "trace-7"})
    (line,) = capsys.readouterr().err.splitlines()
    assert (answer.status_code, answer.json()["request_id"]) == (500, "trace-7")
    assert json.loads(line)["request_id"] == "trace-7"
    assert "Traceback" in line
    assert "hunter2" not in line


def test_problems_speak_the_language_that_is_asked_for_and_codes_do_not(anonymous: TestClient) -> None:
    english, chinese = (
        anonymous.get("/api/v1/me", headers={"accept-language": language}).json()
        for language in ("en, zh;q=0.5", "fr, zh-CN;q=0.9, en;q=0.5")
    )
    assert english["code"] == chinese["code"] == "not_signed_in"
    assert english["title"].isascii()
    assert not chinese["title"].isascii()
