"""How many statements a form takes: at most twelve, however much stands in it (issue 5)."""

import pytest

from core.services import records
from core.services.work import App
from core.testing.statements import Counting
from core.testing.web import Arrive
from tests.web.html import opened

MOST = 12
MADE = ("customers", "contacts", "activities", "users", "units", "roles", "exchange_rates", "saved_views")
CHANGED = (*MADE, "attachments", "tags")
LINES = {
    "phones": [{"phone": f"+49 731 123{number}"} for number in range(5)],
    "emails": [{"email": f"a{number}@acme.example"} for number in range(5)],
}


@pytest.fixture
def full(app: App, one_of_each: dict[str, int]) -> dict[str, int]:
    """A record of every kind; the customer has lines of all kinds, and refers to all that it can."""
    owner, unit = one_of_each["users"], one_of_each["units"]
    with app.work(app.system(door="test")) as work:
        (parent,) = records.create(work, "customers", [{"name": "Kestrel Group"}])
        team = {"team": [{"user": owner, "role": "Buyer"}], "owner": owner, "unit": unit, "parent": parent}
        records.update(work, "customers", [records.Update(one_of_each["customers"], {**LINES, **team})])
        about = {"owner": owner, "contact": one_of_each["contacts"], "participants": [{"user": owner}]}
        records.update(work, "activities", [records.Update(one_of_each["activities"], about)])
    return one_of_each


@pytest.mark.parametrize("path", [f"{kind}/new" for kind in MADE])
def test_an_empty_form_takes_few_statements(
    path: str, visitor: Arrive, full: dict[str, int], statements: Counting
) -> None:
    guest = visitor()
    opened(guest, "/")
    with statements() as asked:
        opened(guest, f"/{path}")
    assert len(asked) <= MOST, "\n".join(asked)


@pytest.mark.parametrize(
    ("role", "kind"),
    [*(("administrator", kind) for kind in CHANGED), *(("manager", kind) for kind in CHANGED[:3])],
)
def test_a_full_form_takes_few_statements(
    role: str, kind: str, visitor: Arrive, full: dict[str, int], statements: Counting
) -> None:
    guest = visitor(role, unit=full["units"])
    opened(guest, "/")
    with statements() as asked:
        answer = guest.get(f"/{kind}/{full[kind]}/edit")
    assert answer.status_code == 200
    assert len(asked) <= MOST, "\n".join(asked)
