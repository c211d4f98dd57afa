import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive, Visitor
from tests.web.html import page


def options(client: Visitor, address: str) -> list[tuple[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:300]
    found = page(answer.text).all("li", role="option")
    return [(item.attrs["data-id"], item.attrs["data-text"]) for item in found]


def test_records_are_found_by_a_part_of_their_name(visitor: Arrive, make_customer: MakeCustomer) -> None:
    client = visitor()
    ids = [make_customer(name=name) for name in ("深圳星河电子", "Bluewave GmbH", "Acme")]
    assert options(client, "/customers/lookup?q=星河") == [(str(ids[0]), "深圳星河电子")]
    assert options(client, "/customers/lookup?q=bluew&marked=1") == [(f"#{ids[1]}", "Bluewave GmbH")]
    assert options(client, "/customers/lookup?q=nobody") == []


def test_only_what_one_may_see_is_offered(visitor: Arrive, make_customer: MakeCustomer) -> None:
    make_customer(name="Secret AG")
    client = visitor({"core.customers.view": "own"})
    assert options(client, "/customers/lookup?q=secret") == options(client, "/customers/lookup") == []
    assert visitor({"core.tags.view": "all"}).get("/customers/lookup?q=secret").status_code == 403


def test_a_thousand_people_make_no_page_longer(visitor: Arrive, app: App) -> None:
    client = visitor()
    before = len(client.get("/customers/new").text)
    with app.work(app.system()) as work:
        people = [{"login": f"user{n}", "name": f"Somebody {n}"} for n in range(1_000)]
        records.create(work, "users", people)
        records.create(work, "tags", [{"name": f"tag{n}"} for n in range(1_000)])
    assert abs(len(client.get("/customers/new").text) - before) < 200
    assert len(options(client, "/users/lookup?q=somebody")) == 12


@pytest.mark.parametrize(
    ("kind", "words", "first"),
    [
        ("country", "德国", ("DE", "德国")),
        ("country", "germany", ("DE", "德国")),
        ("country", "cn", ("CN", "中国")),
        ("currency", "eur", ("EUR", "EUR 欧元")),
        ("language", "繁体", ("zh-Hant", "繁体中文")),
        ("time_zone", "shang", ("Asia/Shanghai", "Asia/Shanghai")),
    ],
)
def test_codes_are_found_by_their_names(
    visitor: Arrive, kind: str, words: str, first: tuple[str, str]
) -> None:
    assert options(visitor(language="zh-Hans"), f"/codes/{kind}?q={words}")[0] == first


def test_there_is_no_other_list_of_codes(visitor: Arrive) -> None:
    assert visitor().get("/codes/passwords").status_code == 404
