"""Team, tags and files of a record."""

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from core.web.records.beside import sized
from tests.web.html import opened

FILES = {"file": ("price list.txt", b"ten", "text/plain")}


def test_somebody_joins_the_team_and_sees_the_record_then(
    visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, chief = make_customer(), visitor()
    member = visitor({"core.customers.view": "team"}, name="Li Wei", login="liwei")
    assert member.get(f"/customers/{id}").status_code == 404
    chief.post(f"/customers/{id}/team", data={"user": "Li Wei", "role": "Service"})
    assert "Li Wei Service" in opened(chief, f"/customers/{id}/beside").one("ul", class_="members").text
    assert opened(member, f"/customers/{id}")
    form = opened(chief, f"/customers/{id}/beside").one("ul", class_="members").one("form")
    chief.post(form.attrs["action"], data=dict(form.sent()))
    assert member.get(f"/customers/{id}").status_code == 404


@pytest.mark.parametrize("user", ["", "nobody", "#999", "<script>"])
def test_nobody_joins_the_team_who_is_not_there(
    user: str, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    assert visitor().post(f"/customers/{make_customer()}/team", data={"user": user}).status_code == 422


def test_members_that_stand_there_keep_what_they_are(visitor: Arrive, make_customer: MakeCustomer) -> None:
    guest = visitor()
    id = make_customer(team=[{"user": guest.user, "role": "Chief"}])
    visitor(login="second")
    guest.post(f"/customers/{id}/team", data={"user": "second"})
    members = opened(guest, f"/customers/{id}/beside").one("ul", class_="members").all("li")
    assert len(members) == 2
    assert "Chief" in members[0].text


def test_tags_are_changed_as_words_with_commas(visitor: Arrive, make_customer: MakeCustomer) -> None:
    id, guest = make_customer(tags=["old"]), visitor()
    guest.post(f"/customers/{id}/tags", data={"tags": " fair，gold , <i>x</i>,"})
    tags = opened(guest, f"/customers/{id}/beside").one("p", class_="tags")
    assert sorted(tags.text.split()) == ["<i>x</i>", "fair", "gold"]


def test_files_are_attached_listed_read_and_deleted(visitor: Arrive, make_customer: MakeCustomer) -> None:
    id, guest = make_customer(), visitor()
    assert guest.post(f"/customers/{id}/attachments", files=FILES).status_code == 303
    files = opened(guest, f"/customers/{id}/beside").one("ul", class_="files")
    content = guest.get(files.one("a").attrs["href"])
    assert content.content == b"ten"
    assert content.headers["content-disposition"].startswith("attachment")
    guest.post(files.one("form").attrs["action"], data=dict(files.one("form").sent()))
    assert not opened(guest, f"/customers/{id}/beside").one("ul", class_="files").all("li")


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"<script>alert(1)</script>"])
def test_files_with_scripts_are_only_ever_saved(
    content: bytes, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(), visitor()
    guest.post(f"/customers/{id}/attachments", files={"file": ("x.svg", content, "image/svg+xml")})
    href = opened(guest, f"/customers/{id}/beside").one("ul", class_="files").one("a").attrs["href"]
    answer = guest.get(href)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_no_file_is_told_and_a_foreign_record_is_not_there(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(), visitor()
    guest.post(f"/customers/{id}/attachments", data={"next": f"/customers/{id}"})
    assert "Choose a file" in opened(guest, f"/customers/{id}").one(id="toasts").text
    stranger = visitor({"core.*": "own"})
    assert stranger.post(f"/customers/{id}/attachments", files=FILES).status_code == 404
    with app.reading(app.system(door="test")) as work:
        assert records.read_many(work, "attachments", [1, 2]) == []


def test_further_lines_are_shown_with_their_names(visitor: Arrive, make_customer: MakeCustomer) -> None:
    id = make_customer(phones=[{"phone": "+49 731 5", "label": "Fax"}], addresses=[{"city": "Bonn"}])
    text = opened(visitor(), f"/customers/{id}/lines").text
    assert "Further telephones 1 Fax" in text
    assert "Bonn" in text


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        *((1, "1 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_550, "1.6 kB"), (99_400, "99 kB")),
        *((3_000_000, "3.0 MB"), (25_000_000_000, "25 GB"), (10**16, "10000 TB")),
    ],
)
def test_sizes_are_short_numbers(size: int, shown: str) -> None:
    number, unit = sized(size)
    assert f"{number} {unit}" == shown
