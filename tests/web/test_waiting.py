"""What waits for somebody who writes, and what does not: SQLite has one writer at a time."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.contracts.pages import Page, Reply, Shown, Visit
from core.plugin_api import hookimpl
from core.services import records
from core.services.work import App, Work
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.servers import eventually

VIEW = "core.customers.view"


class Preview:
    """A plugin with a form that is only looked at, and one that says so and writes all the same."""

    @hookimpl()
    def pages(self) -> list[Page]:
        form = {"permission": VIEW, "method": "POST", "reads": True}
        return [
            Page(path="/look/at", run=look, **form),  # type: ignore[arg-type]
            Page(path="/look/write", run=write, **form),  # type: ignore[arg-type]
        ]


def look(_work: Work, visit: Visit) -> Reply:
    return Shown(template="parts/facts.html", values={"pairs": list(visit.form.pairs)})


def write(work: Work, _visit: Visit) -> Reply:
    records.create(work, "customers", [{"name": "Secretly"}])
    return Shown(template="nothing.html")


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"look": Preview()}


def test_a_form_that_is_only_looked_at_waits_for_nobody(app: App, visitor: Arrive) -> None:
    guest = visitor()
    with app.database.writing():
        answer = guest.post("/look/at", data={"words": "a<b", "_once": "k"})
    assert (answer.status_code, "a&lt;b" in answer.text) == (200, True)
    assert guest.post("/look/at", data={"words": "again", "_once": "k"}).status_code == 200


def test_a_form_that_is_only_looked_at_cannot_write(app: App, visitor: Arrive) -> None:
    assert visitor().post("/look/write").status_code == 500
    with app.reading(app.system(door="test")) as work:
        assert records.read_many(work, "customers", [1]) == []


@pytest.mark.parametrize("kind", ["customers", "contacts", "activities", "users", "units", "roles"])
def test_duplicates_are_looked_for_while_somebody_writes(kind: str, app: App, visitor: Arrive) -> None:
    guest = visitor()
    typed = {"name": "Kestrel Logistics", "family_name": "Ito", "subject": "Ask", "login": "x", "code": "Y"}
    with app.database.writing():
        answer = guest.post(f"/{kind}/duplicates", data=typed, headers={"hx-request": "true"})
    assert answer.status_code == 200, answer.text


def test_files_arrive_while_somebody_writes(app: App, visitor: Arrive, make_customer: MakeCustomer) -> None:
    """All of it is in the store before the form waits for its turn."""
    address, guest, content = f"/customers/{make_customer()}/attachments", visitor(), b"x" * 3_000_000
    sha256 = hashlib.sha256(content).hexdigest()
    kept = app.settings.home / "files" / sha256[:2] / sha256
    with ThreadPoolExecutor() as others, app.database.writing():
        answer = others.submit(guest.post, address, files={"file": ("a.bin", content)})
        eventually(kept.exists)
        assert not answer.done()
    assert answer.result().status_code == 303
    with app.reading(app.system(door="test")) as work:
        assert records.read(work, "attachments", 1)["sha256"] == sha256


def test_of_files_of_which_one_is_refused_none_is_attached(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    address, guest = f"/customers/{make_customer()}/attachments", visitor()
    program = ("b.txt", b"\x7fELF" + b"\0" * 100)
    answer = guest.post(address, files=[("file", ("a.txt", b"ten")), ("file", program)])
    assert answer.status_code == 422
    with app.reading(app.system(door="test")) as work:
        assert records.read_many(work, "attachments", [1, 2]) == []


def test_no_file_is_taken_of_who_may_not_attach_any(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    address, guest = f"/customers/{make_customer()}/attachments", visitor({VIEW: "all"})
    assert guest.post(address, files={"file": ("a.txt", b"ten")}).status_code == 403
    assert not (app.settings.home / "files").exists()
