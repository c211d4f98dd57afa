"""S5: a likely duplicate is pointed out before it is saved, at the API and on the command line."""

from core.services.work import App
from core.testing.people import Hire
from tests.plugins.data_quality.asking import create


def test_s5_the_api_answers_a_warning_and_the_form_can_ask_before(app: App, hire: Hire) -> None:
    first, ada = create(app, "customers", name="Nordwind GmbH"), hire("ada", "administrator")
    asked = ada.api.post("/api/v1/data_quality/duplicates/check", json={"name": "Nordwind AG"})
    assert [(found["id"], found["name"]) for found in asked.json()["likely"]] == [(first, "Nordwind GmbH")]
    saved = ada.api.post("/api/v1/customers", json={"name": "nordwind ltd", "city": "Bonn"}).json()
    assert [(item["code"], item["ids"]) for item in saved["warnings"]] == [("likely_duplicate", [first])]
    changed = ada.api.patch(f"/api/v1/customers/{saved['id']}", json={"city": "Berlin"})
    assert "warnings" not in changed.json()


def test_s5_the_command_line_warns_beside_its_output(app: App, hire: Hire) -> None:
    create(app, "customers", name="Nordwind GmbH")
    ran = hire("ada", "administrator").cli("customers", "create", "--set", "name=Nordwind AG", "--json")
    assert ran.code == 0 and ran.json["count"] == 1
    assert "likely the customer C000001 Nordwind GmbH" in ran.stderr


def test_s5_whoever_sees_only_his_own_is_told_no_name(app: App, hire: Hire) -> None:
    create(app, "customers", name="Nordwind GmbH")
    sam = hire("sam", "salesperson")
    saved = sam.api.post("/api/v1/customers", json={"name": "Nordwind AG"})
    assert saved.status_code == 201 and "warnings" not in saved.json()
    asked = sam.api.post("/api/v1/data_quality/duplicates/check", json={"name": "Nordwind"})
    assert asked.json() == {"likely": [{**asked.json()["likely"][0], "id": saved.json()["id"]}]}


def test_s5_hostile_input_of_the_form_is_refused_or_finds_nothing(hire: Hire) -> None:
    ada = hire("ada", "administrator")
    for body in ({"name": "\x00"}, {"name": "x" * 10_000}, {"nmae": "x"}, {"email": "no address"}, [1]):
        answer = ada.api.post("/api/v1/data_quality/duplicates/check", json=body)
        assert answer.status_code in (400, 422), body
    for name in ("'; DROP TABLE core_customer; --", "公司", "GmbH", "((((", "%"):
        answer = ada.api.post("/api/v1/data_quality/duplicates/check", json={"name": name})
        assert answer.json() == {"likely": []}
