"""What pages show of leads and documents, with the pack enabled as people do."""

import pytest

from core.services.work import App
from core.testing.web import Arrive
from industry_packs.auto_dealer.services.leads.web import text_of
from tests.industry_packs.auto_dealer.enabled import plugins, preparation
from tests.industry_packs.auto_dealer.leads.test_doors import HOSTILE
from tests.industry_packs.auto_dealer.leads.test_receiving import DOCUMENTS, LEADS, rows, take

__all__ = ["plugins", "preparation"]

pytestmark = pytest.mark.databases("sqlite")


def test_hostile_text_on_pages_is_text(app: App, visitor: Arrive) -> None:
    take(app, HOSTILE, HOSTILE.replace(b"</adf>", b""))
    (lead,), (_read, kept) = rows(app, LEADS), rows(app, DOCUMENTS)
    pages = [
        f"/sales/leads/{lead['id']}",
        "/sales/leads",
        "/sales/leads/board",
        "/auto_dealer/lead_vehicles",
    ]
    pages += [
        f"/auto_dealer/lead_documents/{kept['id']}",
        f"/auto_dealer/lead_documents/{kept['id']}/panels/auto_dealer.document",
    ]
    answers = [visitor().get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200] * len(pages)
    for answer in answers:
        assert "<script>alert" not in answer.text and "<img src=x" not in answer.text
    assert "&lt;script&gt;alert" in answers[-1].text and "{{7*7}}" in answers[-1].text
    assert "=HYPERLINK" in visitor().get(f"{pages[0]}/panels/auto_dealer.wanted").text


def test_a_document_is_saved_and_never_opened(app: App, visitor: Arrive) -> None:
    take(app, b"<html><script>alert(1)</script>")
    answer = visitor().get("/auto_dealer/raw/1")
    assert answer.content == b"<html><script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert visitor("salesperson").get("/auto_dealer/raw/1").status_code == 403
    assert (
        visitor().get("/auto_dealer/raw/99").status_code
        == visitor().get("/auto_dealer/raw/x").status_code
        == 404
    )


def test_text_is_shown_as_it_was_written_but_for_what_readers_could_not_see() -> None:
    assert text_of("<adf>\r\n\t<name>王\u3000伟</name>\u202e\x01".encode()) == (
        "<adf>\n\t<name>王\u3000伟</name>\ufffd\ufffd"
    )
