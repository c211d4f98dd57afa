"""S7, D19: each record has a score and a list of what is missing or contradictory; the worst come first."""

from typing import Any

import pytest

from core.services import settings
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from tests.plugins.data_quality.asking import change, create, customer, read, rows

FULL = {
    "phone": "+4930901820", "email": "info@acme.de", "street": "Hauptstr. 1", "city": "Berlin",
    "country": "DE", "tax_id": "DE136695976", "industry": "Retail", "website": "https://www.acme.de",
}  # fmt: skip


WEIGHTS = {"city": 7, "nonsense": 5, "phone": -50, "email": 1_000, "street": True, "country": "9"}


def problems(app: App, id: int, resource: str = "customers") -> dict[str, str]:
    return {item["field"]: item["check"].partition(".")[2] for item in read(app, resource, id)["problems"]}


def test_s7_what_is_missing_takes_its_weight_off_the_score(app: App) -> None:
    full, bare = customer(app, "Acme", **FULL), customer(app, "Bare")
    assert (read(app, "customers", full)["score"], problems(app, full)) == (100, {})
    assert read(app, "customers", bare)["score"] == 20
    assert problems(app, bare)["phone"] == "complete"
    assert read(app, "customers", bare)["suggestion"].startswith("Telephone is missing.")


@pytest.mark.parametrize(
    ("values", "field", "check"),
    [
        ({"country": "CN"}, "phone", "country"),
        ({"tax_id": "DE136695977"}, "tax_id", "tax_id"),
        ({"email": "info@other.de"}, "email", "domain"),
        ({"phone": "call me"}, "phone", "number"),
        (
            {"addresses": [{"street": "Hauptstr. 1", "city": "Berlin", "country": "DE"}]},
            "addresses",
            "address",
        ),
        ({"phones": [{"phone": "+4930901820"}]}, "phones", "twice"),
        ({"kind": "person", "family_name": "Li", "birthday": "2999-01-01"}, "birthday", "birthday"),
    ],
)
def test_s7_contradictions_are_found(app: App, values: dict[str, Any], field: str, check: str) -> None:
    id = customer(app, "Acme", **{**FULL, **values})
    assert problems(app, id).get(field) == check
    assert read(app, "customers", id)["score"] < 100


def test_s7_a_change_is_examined_at_once_and_raises_no_version_of_its_own(app: App) -> None:
    id = customer(app, "Bare")
    change(app, "customers", id, phone="+4930901820")
    row = read(app, "customers", id)
    assert (row["score"], row["version"], "phone" in problems(app, id)) == (40, 2, False)


def test_s7_the_worst_are_listed_first_for_each_owner(app: App) -> None:
    user = create(app, "users", login="u", name="U")
    full, bare = customer(app, "Acme", owner=user, **FULL), customer(app, "Bare", owner=user)
    middle = customer(app, "Middle", phone="+4930901821")
    found = rows(app, "customers", "data_quality.score", sort="data_quality.score")
    assert [row["id"] for row in found] == [bare, middle, full]
    mine = rows(
        app, "customers", where={"field": "owner", "op": "eq", "value": "u"}, sort="data_quality.score"
    )
    assert [row["id"] for row in mine] == [bare, full]


def test_s7_contacts_have_a_score_too(app: App) -> None:
    contact = create(app, "contacts", customer=customer(app, "Acme"), name="Ann", email="ann@acme.de")
    assert problems(app, contact, "contacts").keys() == {"phone", "job_title", "roles"}


def test_s7_weights_are_a_setting(app: App, run_jobs: RunJobs) -> None:
    id = customer(app, "Bare")
    with app.work(app.system()) as work:
        settings.set_value(work, "data_quality.weights", {"customers": WEIGHTS})
        work.enqueue("data_quality.examine")
    run_jobs()
    assert read(app, "customers", id)["score"] == 93


def test_s7_the_job_examines_what_was_there_before(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    id = customer(app, "Bare")
    clock.forward(days=500)
    with app.work(app.system()) as work:
        work.enqueue("data_quality.examine")
    run_jobs()
    assert read(app, "customers", id)["standing"] == "unreachable"
