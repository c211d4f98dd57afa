"""S8: dead customers are kept off call lists, with the reason; promising ones are ranked."""

from datetime import timedelta
from typing import Any

import pytest

from core.services.views import view_named
from core.services.work import App
from core.testing.app import Clock
from tests.plugins.data_quality.asking import change, create, customer, read, rows


def deed(app: App, about: int, days: float, outcome: str = "", direction: str = "out", **values: Any) -> int:
    at = (app.clock() - timedelta(days=days)).isoformat()
    fixed = {"type": "call", "subject": "Talk", "status": "done", "done_at": at, "customer": about}
    return create(app, "activities", **{**fixed, "outcome": outcome, "direction": direction, **values})


def standing(app: App, id: int) -> tuple[str, str | None]:
    row = read(app, "customers", id)
    return row["standing"], row["reason"]


def test_s8_who_never_answers_is_unreachable_until_he_does(app: App) -> None:
    id = customer(app, "Acme", phone="+4930901820")
    for days in (9, 8, 7):
        assert standing(app, id)[0] == "active"
        deed(app, id, days, "No answer")
    assert standing(app, id) == ("unreachable", "no_answer")
    deed(app, id, 1, "Wants an offer", "in")
    assert standing(app, id) == ("promising", "replied")


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["空号"], ("unreachable", "bounced")),
        (["They closed down last year"], ("unreachable", "closed")),
        (["no answer", "good talk", "no answer"], ("active", None)),
    ],
)
def test_s8_outcomes_decide(app: App, outcomes: list[str], expected: tuple[str, str | None]) -> None:
    id = customer(app, "Acme", phone="+4930901820")
    for days, outcome in enumerate(outcomes):
        deed(app, id, 10 - days, outcome)
    assert standing(app, id) == expected


def test_s8_without_any_channel_nobody_can_be_reached(app: App) -> None:
    id = customer(app, "Acme")
    assert standing(app, id) == ("unreachable", "no_channel")
    create(app, "contacts", customer=id, name="Ann", mobile="+4915112345678")
    assert standing(app, id) == ("active", None)


def test_s8_silence_is_told_after_months(app: App, clock: Clock) -> None:
    clock.forward(days=-500)
    id = customer(app, "Acme", phone="+4930901820")
    clock.forward(days=500)
    deed(app, id, 400)
    assert standing(app, id) == ("silent", "silent")


def test_s8_the_call_list_has_no_dead_and_the_promising_are_ranked(app: App) -> None:
    replied, needing, fine = (
        customer(app, name, phone=f"+493090182{n}") for n, name in enumerate(("A", "B", "C"))
    )
    dead = customer(app, "D")
    deed(app, replied, 1, direction="in")
    deed(app, needing, 3)
    change(app, "customers", needing, needs=[{"topic": "offer"}])
    with app.reading(app.system("test")) as work:
        view = view_named(work, "customers", "data_quality.call_list").definition
    ranked = rows(app, "customers", *view["columns"], where=view["where"], sort=view["sort"])
    assert [row["id"] for row in ranked] == [replied, needing, fine]
    assert dead not in [row["id"] for row in ranked] and ranked[0]["data_quality.promise"] > 50
