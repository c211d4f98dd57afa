"""Hostile text in everything that a page of a record shows: it is text, and nothing else."""

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.html import Element, opened

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "=HYPERLINK(1)",
    "\u202egnp.exe",
    "👩‍👩‍👧‍👦 𝕏 ﷽",
    "javascript:alert(1)",
)
PATHS = ("", "/timeline", "/history", "/preview", "/beside", "/lines", "/access", "/log/call", "/merge")
FORBIDDEN = frozenset({"style", "onerror", "onclick", "onload"})


def harmless(page: Element) -> bool:
    """Whether nothing on the page runs that is not ours."""
    scripts = [item for item in page.all("script") if "src" not in item.attrs]
    links = [
        item.attrs["href"] for item in page.all("a") if item.attrs.get("href", "").startswith("javascript")
    ]
    marked = [item for item in page.walk() if FORBIDDEN & item.attrs.keys()]
    return not (scripts or links or marked or page.all("img"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str, app: App, visitor: Arrive, make_customer: MakeCustomer) -> None:
    guest = visitor(name=text)
    id = make_customer(name=text, city=text, notes=text, tags=[text], phones=[{"phone": "5", "label": text}])
    with app.work(app.system(door="test")) as work:
        about = {"resource": "customers", "record_id": id, "type": "call", "outcome": text}
        records.create(
            work, "activities", [{**about, "subject": text, "description": text, "status": "done"}]
        )
        records.create(work, "activities", [{**about, "subject": text}])
        team = [{"user": guest.user, "role": text}]
        records.update(
            work, "customers", [records.Update(id, {"team": team, "city": "", "notes": text + "!"})]
        )
    guest.post(f"/customers/{id}/attachments", files={"file": (text.replace("/", ""), b"ten", "text/html")})
    for path in PATHS:
        page = opened(guest, f"/customers/{id}{path}?list={'%22%3E%3Cscript%3E'}")
        assert harmless(page), path
        assert path not in ("", "/preview") or text in page.text
    guest.post(f"/customers/{id}/delete")
    assert harmless(opened(guest, "/trash?type=customers"))


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "/\\evil.example", "\n/x"])
def test_nobody_is_led_to_another_host(where: str, visitor: Arrive, make_customer: MakeCustomer) -> None:
    id, guest = make_customer(tags=["a"]), visitor()
    for path in ("tags", "attachments", "delete"):
        answer = guest.post(f"/customers/{id}/{path}", data={"next": where, "tags": "b"})
        assert answer.headers["location"].startswith("/customers")


def test_a_page_of_another_site_changes_nothing(visitor: Arrive, make_customer: MakeCustomer) -> None:
    id, guest = make_customer(), visitor()
    for path in ("delete", "tags", "team", "merge", "log/call", "attachments"):
        answer = guest.post(f"/customers/{id}/{path}", headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
    assert opened(guest, f"/customers/{id}")
