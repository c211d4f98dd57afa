"""What every page does: origins, rights, once, failures, headers."""

from collections.abc import Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.contracts.pages import Page, Redirect, Reply, Shown, Toast, Visit
from core.errors import PluginFault, invalid
from core.host.declared_pages import pages
from core.plugin_api import hookimpl
from core.services import lists, records
from core.services.work import App, Work
from core.testing.web import Arrive, Visitor
from tests.web.html import page

VIEW = "core.customers.view"


class Shop:
    """A plugin with pages that do all kinds of things."""

    @hookimpl()
    def pages(self) -> list[Page]:
        return [
            Page(path="/shop/show", permission=VIEW, run=show),
            Page(path="/shop/make", permission=VIEW, run=make, method="POST"),
            Page(path="/shop/refuse", permission=VIEW, run=refuse, method="POST"),
            Page(path="/shop/write", permission=VIEW, run=make),
            Page(path="/shop/fail", permission=VIEW, run=fail),
            Page(path="/shop/fault", permission=VIEW, run=fault),
        ]


def show(work: Work, visit: Visit) -> Reply:
    return Shown(template="nothing.html", values={"query": dict(visit.query)})


def make(work: Work, visit: Visit) -> Reply:
    (id,) = records.create(work, "customers", [{"name": visit.form.get("name", "Made")}])
    return Redirect(to=f"/shop/show?id={id}", toast=Toast(text="Made."))


def refuse(work: Work, visit: Visit) -> Reply:
    records.create(work, "customers", [{"name": "Half done"}])
    return Shown(template="nothing.html", status=422)


def fail(work: Work, visit: Visit) -> Reply:
    raise invalid("name", "wrong", "This <b>name</b> will not do.")


def fault(work: Work, visit: Visit) -> Reply:
    raise RuntimeError("secret: /home/somebody")


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The shop."""
    return {"shop": Shop()}


def names(app: App) -> list[str]:
    with app.reading(app.system(door="test")) as work:
        return [row["name"] for row in lists.list_records(work, "customers", lists.Query()).rows]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    ],
)
def test_a_form_of_another_site_does_nothing(visitor: Arrive, app: App, headers: dict[str, str]) -> None:
    answer = visitor().post("/shop/make", headers=headers)
    assert answer.status_code == 403
    assert names(app) == []


def test_a_browser_that_says_only_its_origin_may_send_forms(visitor: Arrive, app: App) -> None:
    person = visitor()
    del person.headers["sec-fetch-site"]
    assert person.post("/shop/make", headers={"origin": "http://testserver"}).status_code == 303
    assert person.post("/shop/make", headers={"origin": "null"}).status_code == 403
    assert len(names(app)) == 1


def test_a_page_needs_its_permission(visitor: Arrive, app: App) -> None:
    person = visitor({"core.tags.view": "all"})
    answer = person.get("/shop/show")
    assert answer.status_code == 403
    assert VIEW in answer.text
    assert person.post("/shop/make").status_code == 403
    assert names(app) == []


def test_a_form_that_is_sent_twice_does_its_work_once(visitor: Arrive, app: App) -> None:
    person = visitor()
    form = {"name": "Twice", "_once": "abc"}
    first, second = person.post("/shop/make", data=form), person.post("/shop/make", data=form)
    assert first.headers["location"] == second.headers["location"]
    assert names(app) == ["Twice"]
    visitor().post("/shop/make", data=form)  # somebody else's form
    assert names(app) == ["Twice", "Twice"]


def test_another_text_in_the_same_form_is_another_form(visitor: Arrive, app: App) -> None:
    """Who goes back to a form that he sent, and sends it with something else, loses nothing."""
    person = visitor()
    for name in ("First", "Second", "First"):
        answer = person.post("/shop/make", data={"name": name, "_once": "abc", "_then": name})
        assert answer.status_code == 303
    assert names(app) == ["First", "Second"]


def test_what_is_refused_is_rolled_back_and_may_be_sent_again(visitor: Arrive, app: App) -> None:
    person = visitor()
    assert person.post("/shop/refuse", data={"_once": "k"}).status_code == 422
    assert names(app) == []
    assert person.post("/shop/make", data={"_once": "k"}).status_code == 303


def test_a_page_that_is_only_looked_at_cannot_write(visitor: Arrive, app: App) -> None:
    assert visitor().get("/shop/write").status_code == 500
    assert names(app) == []


def test_failures_are_pages_that_say_what_but_not_what_is_ours(visitor: Arrive) -> None:
    person = visitor()
    wrong = person.get("/shop/fail")
    assert wrong.status_code == 422
    assert "This &lt;b&gt;name&lt;/b&gt; will not do." in wrong.text
    broken = person.get("/shop/fault")
    assert broken.status_code == 500
    assert "secret" not in broken.text
    assert broken.headers["x-request-id"] in broken.text


def test_a_failure_of_a_piece_of_a_page_is_a_toast_and_replaces_nothing(visitor: Arrive) -> None:
    answer = visitor().get("/shop/fail", headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert (answer.text, answer.headers["hx-reswap"]) == ("", "none")
    assert "will not do" in answer.headers["hx-trigger"]
    answer.headers["hx-trigger"].encode("ascii")


def test_the_toast_is_shown_on_the_next_page_once(visitor: Arrive) -> None:
    person = visitor()
    person.post("/shop/make")
    assert "Made." in person.get("/profile").text
    assert "Made." not in person.get("/profile").text


def test_a_toast_that_somebody_else_wrote_is_not_shown(visitor: Arrive) -> None:
    person = visitor()
    person.cookies.set("guanxi_toast", '{"text": "Call 0190", "tone": "red", "undo": ""}')
    assert "0190" not in person.get("/profile").text


def test_every_page_has_a_strict_policy_and_is_nobody_elses(visitor: Arrive) -> None:
    headers = visitor().get("/profile").headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
    assert headers["cache-control"].startswith("private")
    assert headers["x-frame-options"] == "DENY"


def test_pages_are_compressed(visitor: Arrive) -> None:
    plain = visitor().get("/profile", headers={"accept-encoding": "identity"})
    packed = visitor().get("/profile", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 3


def test_unknown_addresses_and_methods_are_pages_too_but_not_under_the_api(visitor: Arrive) -> None:
    person = visitor()
    for answer in (person.get("/nowhere"), person.get("/shop"), person.get("/shop/show/7")):
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
    assert person.post("/shop/show").status_code == 405
    assert person.get("/api/v1/nowhere").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"name=%ff%fe", "application/x-www-form-urlencoded"),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(6_000)), "application/x-www-form-urlencoded"),
        (b'{"name": "x"}', "application/json"),
        (b"--x\r\nnothing", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
    ],
)
def test_forms_that_cannot_be_read_are_refused(
    visitor: Arrive, app: App, content: bytes, media_type: str
) -> None:
    answer = visitor().post("/shop/make", content=content, headers={"content-type": media_type})
    assert answer.status_code in (400, 415)
    assert names(app) == []


def test_a_query_that_is_not_utf8_is_refused(visitor: Arrive) -> None:
    assert visitor().get("/shop/show?q=%ff").status_code == 400


def test_the_api_does_not_take_the_cookie_of_the_web(visitor: Arrive) -> None:
    assert visitor().get("/api/v1/customers").status_code == 401


def test_nobody_sees_anything_without_signing_in(site: Any) -> None:
    with TestClient(site, follow_redirects=False) as nobody:
        for path in ("/", "/profile", "/search?q=a", "/palette?q=a", "/notifications", "/shop/show"):
            assert nobody.get(path).headers["location"].startswith("/sign-in")
        assert nobody.get("/palette?q=a", headers={"hx-request": "true"}).status_code == 401


def test_a_page_beside_the_plugins_name_is_its_fault() -> None:
    page = Page(path="/customers/mine", permission=VIEW, run=show)
    with pytest.raises(PluginFault, match="under the plugin's name"):
        pages([("shop", page)], {VIEW: None})  # type: ignore[dict-item]  # only the name counts
    with pytest.raises(PluginFault, match="nobody declares"):
        pages([("shop", Page(path="/shop/x", permission="", run=show))], {})


def test_invalid_forms_of_the_profile_stay(visitor: Arrive) -> None:
    person: Visitor = visitor()
    answer = person.post("/profile/time-zone", data={"time_zone": "Mars/Olympus"})
    assert answer.status_code == 422


def test_a_page_that_is_not_there_says_so_once_and_leads_home(visitor: Arrive) -> None:
    answer = visitor().get("/nowhere")
    assert answer.status_code == 404
    tree = page(answer.text)
    assert tree.one("body").text.count("There is nothing at this address.") == 1
    assert "/api/docs" not in answer.text
    assert tree.one("a", class_="button").attrs["href"] == "/"
