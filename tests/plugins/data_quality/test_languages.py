"""Problems, suggestions and warnings are told in the language of whoever reads them, at every door."""

from typing import Any

import pytest
from sqlalchemy import insert

from core.data.engine import Database
from core.data.history import CORE
from core.data.migrations import upgrade
from core.data.models import PluginState
from core.services.clock import utc_now
from core.services.work import App
from core.testing.databases import Preparation
from core.testing.people import Hire, Person
from tests.plugins.data_quality.asking import create, customer, read
from tests.plugins.data_quality.conftest import OWNER

pytestmark = pytest.mark.databases("sqlite")

TELEPHONE = {
    "en": "Telephone is missing. Ask for it, or take it from the web site or a business card.",
    "zh-Hans": "缺少电话。请询问对方，或从网站、名片上获取。",
    "zh-Hant": "缺少電話。請詢問對方，或從網站、名片上獲取。",
}
LIKELY = {"en": "This is likely the customer", "zh-CN": "这可能就是客户", "zh-TW": "這可能就是客戶"}
SECRET = {
    "phone": "12 34",
    "tax_id": "DE136695977",
    "country": "DE",
    "email": "secret@one.de",
    "website": "https://two.de",
}


@pytest.fixture
def preparation() -> Preparation:
    """The plugin is enabled, so that its catalogues are there."""
    return Preparation("data quality enabled", _enabled)


def _enabled(database: Database) -> None:
    upgrade(database, [CORE, OWNER])
    state = {"name": "data_quality", "state": "enabled", "version": "1.0.0", "requires": [], "restricts": []}
    with database.writing() as connection:
        connection.execute(insert(PluginState).values(**state, changed_at=utc_now()))


@pytest.fixture
def plugins() -> None:
    """The database is asked."""


def suggestion(person: Person, path: str, **headers: str) -> Any:
    answer = person.api.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    body = answer.json()
    return (body["data"][0] if "data" in body else body)["extensions"]["data_quality"]["suggestion"]


@pytest.mark.parametrize("language", TELEPHONE)
def test_the_api_tells_it_in_the_language_that_is_asked_for(app: App, hire: Hire, language: str) -> None:
    id, ada = customer(app, "Bare"), hire("ada", "administrator")
    for path in (f"/api/v1/customers/{id}", "/api/v1/customers?fields=id,data_quality.suggestion"):
        assert suggestion(ada, path, accept_language=language) == TELEPHONE[language]
    told = ada.api.get(f"/api/v1/customers/{id}", headers={"accept-language": language})
    assert told.headers["vary"] == "accept-language"
    problem = told.json()["extensions"]["data_quality"]["problems"][0]
    assert problem["message"] + (" " if language == "en" else "") + problem["fix"] == TELEPHONE[language]


def test_who_asks_for_none_is_told_in_his_own(app: App, hire: Hire) -> None:
    id, mei = customer(app, "Bare"), hire("mei", "administrator", language="zh-TW")
    assert suggestion(mei, f"/api/v1/customers/{id}") == TELEPHONE["zh-Hant"]
    assert suggestion(mei, f"/api/v1/customers/{id}", accept_language="fr") == TELEPHONE["en"]
    assert mei.api.get("/api/v1/customers/99").json()["title"] == "沒有這條記錄，或您無權檢視。"


@pytest.mark.parametrize("language", LIKELY)
def test_warnings_are_told_in_every_language(app: App, hire: Hire, language: str) -> None:
    customer(app, "Nordwind GmbH")
    ada = hire("ada", "administrator")
    body = {"name": "Nordwind AG"}
    saved = ada.api.post("/api/v1/customers", json=body, headers={"accept-language": language}).json()
    assert saved["warnings"][0]["message"].startswith(LIKELY[language])


@pytest.mark.parametrize(
    ("language", "locale"), [("en", "C"), ("zh-Hans", "zh_CN"), ("zh-Hant", "zh_TW.UTF-8")]
)
def test_the_command_line_speaks_as_the_terminal(app: App, hire: Hire, language: str, locale: str) -> None:
    customer(app, "Bare")
    expected, cli = TELEPHONE[language], hire("ada", "administrator").cli
    assert expected in cli("data_quality", "queue", LC_ALL=locale).stdout
    assert expected in cli("customers", "show", "1", LC_ALL=locale).stdout
    told = cli("customers", "show", "1", "--json", LC_ALL=locale).data["extensions"]["data_quality"]
    assert told["suggestion"] == expected
    assert expected.startswith(told["problems"][0]["message"])


def test_exports_are_in_the_language_of_the_reader(app: App, hire: Hire) -> None:
    customer(app, "Bare")
    mei = hire("mei", "administrator")
    path = "/api/v1/customers/export?format=csv&fields=name,data_quality.suggestion"
    table = mei.api.get(path, headers={"accept-language": "zh"})
    assert TELEPHONE["zh-Hans"] in table.content.decode()


def test_what_only_some_may_see_stands_in_no_text(app: App) -> None:
    row = read(app, "customers", create(app, "customers", name="Acme", **SECRET))
    assert {item["field"] for item in row["problems"]} >= {"phone", "tax_id", "email"}
    told = str(row["problems"]) + row["suggestion"]
    assert not [value for value in ("1234", "12 34", "136695977", "one.de", "secret") if value in told]


def test_nobody_can_write_what_code_says(app: App, hire: Hire) -> None:
    id, ada = customer(app, "Bare"), hire("ada", "administrator")
    for name, value in (("suggestion", "x"), ("problems", [{"$label": ["core", "{0.__class__}", {}]}])):
        body = {"extensions": {"data_quality": {name: value}}}
        assert ada.api.patch(f"/api/v1/customers/{id}", json=body).status_code == 422
