"""A record beside its list, by the address of the list alone."""

from collections.abc import Sequence

import pytest

from core.services import records
from core.services.work import App
from core.testing.web import Arrive
from tests.web.html import opened
from tests.web.lists.conftest import Counting


def test_the_address_of_a_list_shows_a_record_beside_it(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    found = opened(client, f"/customers?filter[city]=Ulm&preview={customers[7]}")
    side = found.one("aside", id="side")
    assert side.one("div", class_="preview").attrs["data-record"] == str(customers[7])
    assert "Customer 007" in side.text
    assert found.one("span", id="list-count").text == "30"
    close = side.one("a", title="Close").attrs["href"]
    assert close == "/customers?filter%5Bcity%5D=Ulm"
    assert not opened(client, close).one("aside", id="side").all("div")
    assert any("list=filter%255Bcity%255D%3DUlm" in item.attrs["href"] for item in side.all("a"))


@pytest.mark.parametrize("id", ["0", "-1", "x", "²", "9" * 30, "999999", "1,2", "", "\x00"])
def test_what_names_no_record_shows_none(visitor: Arrive, customers: Sequence[int], id: str) -> None:
    answer = visitor().get("/customers", params={"preview": id})
    assert answer.status_code == 200
    assert 'class="preview"' not in answer.text


def test_records_that_are_deleted_or_not_to_be_seen_are_not_shown(
    visitor: Arrive, customers: Sequence[int], app: App
) -> None:
    with app.work(app.system(door="test")) as work:
        records.delete(work, "customers", [customers[0]])
    assert 'class="preview"' not in visitor().get(f"/customers?preview={customers[0]}").text
    seller = visitor({"core.customers.view": "own"})
    assert 'class="preview"' not in seller.get(f"/customers?preview={customers[1]}").text


def test_a_list_with_a_record_beside_it_takes_few_statements(
    visitor: Arrive, customers: Sequence[int], statements: Counting
) -> None:
    client = visitor()
    client.get(f"/customers?preview={customers[3]}")
    with statements() as asked:
        answer = client.get(f"/customers?preview={customers[3]}")
    assert 'class="preview"' in answer.text
    assert len(asked) <= 12, asked


def test_every_kind_of_records_can_stand_beside_its_list(visitor: Arrive, app: App) -> None:
    client = visitor()
    for record_type in app.registry.types.values():
        if "list" in record_type.resource.verbs:
            assert client.get(f"/{record_type.resource.path}?preview=1").status_code == 200, record_type.name
