"""One record with extensions at both doors: made, shown, changed, deleted, restored."""

from typing import Any

import pytest

from core.testing.people import Hire
from tests.extensions.conftest import WATT
from tests.extensions.watt import WattPlugin
from tests.features.doors import DOORS, Door, Refused

GUILD = {"card": "C 17", "credit_grade": "gold", "points": 7}
BESIDE = {"watt": WATT, "guild": GUILD}


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest, hire: Hire) -> Door:
    """What an administrator can do at the door of this test."""
    return DOORS[request.param](hire("ada", "administrator"))


def beside(row: dict[str, Any], owner: str = "watt") -> dict[str, Any]:
    """What an extension says of a record, without what is empty."""
    return {name: value for name, value in row["extensions"][owner].items() if value not in (None, [])}


def test_what_is_sent_is_shown_in_the_same_form(door: Door) -> None:
    id = door.create("customers", name="Acme", extensions=BESIDE)
    row = door.show("customers", id)
    assert beside(row) == {**WATT, "label": "Acme/M-1", "hotline_checked": True}
    assert beside(row, "guild") == GUILD
    assert not [name for name in row if "." in name]
    assert row["version"] == 1


def test_a_record_without_a_row_shows_nothing_beside_it(door: Door) -> None:
    row = door.show("customers", door.create("customers", name="Acme"))
    assert set(row["extensions"]) == {"watt", "guild"}
    assert beside(row) == beside(row, "guild") == {}


def test_contacts_and_activities_are_extended_too(door: Door) -> None:
    customer = door.create("customers", name="Acme")
    contact = door.create(
        "contacts",
        customer=customer,
        name="Anna",
        extensions={"watt": {"badge": "7", "trained_on": "2026-03-01"}},
    )
    visit = {"reading": "1234.500", "partner": customer}
    activity = door.create("activities", subject="Read", customer=customer, extensions={"watt": visit})
    assert beside(door.show("contacts", contact)) == {"badge": "7", "trained_on": "2026-03-01"}
    assert beside(door.show("activities", activity)) == visit


def test_one_version_and_one_change_for_record_and_extensions(door: Door) -> None:
    id = door.create("customers", name="Acme", extensions=BESIDE)
    door.change("customers", id, city="Bonn", extensions={"watt": {"load": "13"}, "guild": {"points": 8}})
    assert door.show("customers", id)["version"] == 2
    newest, first = door.history("customers", id)
    assert newest["fields"] == {
        "city": {"before": None, "after": "Bonn"},
        "watt.load": {"before": "12.500000", "after": "13.000000"},
        "guild.points": {"before": 7, "after": 8},
    }
    assert first["operation"] == "create"
    assert first["fields"]["watt.load"] == {"before": None, "after": "12.500000"}


def test_a_change_of_the_extension_alone_is_a_change_of_the_record(door: Door) -> None:
    id = door.create("customers", name="Acme", extensions=BESIDE)
    door.change("customers", id, extensions={"watt": {"meter": "M-2"}})
    row = door.show("customers", id)
    assert (row["version"], row["extensions"]["watt"]["label"]) == (2, "Acme/M-2")
    with pytest.raises(Refused, match=r"watt\.meter") as refused:
        door.change("customers", id, extensions={"watt": {"meter": "M-3"}}, version=1)
    assert refused.value.code == "conflict"


def test_a_second_plugin_s_row_is_made_by_a_change(door: Door) -> None:
    id = door.create("customers", name="Acme", extensions={"watt": WATT})
    door.change("customers", id, extensions={"guild": {"points": 0}})
    assert beside(door.show("customers", id), "guild") == {"points": 0}
    assert beside(door.show("customers", id))["meter"] == "M-1"


def test_defaults_and_required_fields_hold_once_there_is_a_row(door: Door) -> None:
    id = door.create("customers", name="Acme")
    with pytest.raises(Refused, match=r"watt\.meter"):
        door.change("customers", id, extensions={"watt": {"load": "1"}})
    door.change("customers", id, extensions={"watt": {"meter": "M-9"}})
    shown = {"meter": "M-9", "phases": 1, "green": False, "label": "Acme/M-9"}
    assert beside(door.show("customers", id)) == shown
    with pytest.raises(Refused, match=r"watt\.meter"):
        door.change("customers", id, extensions={"watt": {"meter": None}})
    with pytest.raises(Refused, match=r"watt\.green"):
        door.change("customers", id, extensions={"watt": {"green": None}})


def test_the_row_goes_with_its_last_value_and_comes_back(door: Door) -> None:
    id = door.create("customers", name="Acme", extensions={"watt": {"meter": "M-1"}})
    door.change("customers", id, extensions={"watt": {"meter": None, "phases": None, "green": None}})
    assert beside(door.show("customers", id)) == {}
    assert door.history("customers", id)[0]["fields"]["watt.label"]["before"] == "Acme/M-1"
    assert door.create("customers", name="Other", extensions={"watt": {"meter": "M-1"}})
    door.change("customers", id, extensions={"watt": {"meter": "M-2"}})
    assert beside(door.show("customers", id))["phases"] == 1


def test_the_currency_of_an_amount_may_change(door: Door) -> None:
    id = door.create("customers", name="Acme", extensions={"watt": {**WATT, "deposit": "12"}})
    door.change("customers", id, extensions={"watt": {"currency": "JPY"}})
    assert beside(door.show("customers", id))["deposit"] == "12"
    with pytest.raises(Refused, match=r"watt\.deposit"):
        door.change("customers", id, extensions={"watt": {"currency": None}})
    with pytest.raises(Refused, match=r"watt\.deposit"):
        door.change("customers", id, extensions={"watt": {"deposit": "0.5"}})


def test_unique_values_are_free_again_after_deletion_and_refused_on_return(door: Door) -> None:
    id = door.create("customers", name="Acme", extensions={"watt": WATT})
    with pytest.raises(Refused, match=r"watt\.meter"):
        door.create("customers", name="Other", extensions={"watt": WATT})
    door.delete("customers", id)
    other = door.create("customers", name="Other", extensions={"watt": WATT})
    with pytest.raises(Refused, match=r"watt\.meter"):
        restore(door, id)
    door.change("customers", other, extensions={"watt": {"meter": "M-2"}})
    restore(door, id)
    assert beside(door.show("customers", id))["meter"] == "M-1"


def restore(door: Door, id: int) -> None:
    """Take a customer out of the trash at this door."""
    if door.name == "api":
        answer = door.person.api.post(f"/api/v1/customers/{id}/restore")  # type: ignore[attr-defined]
        if answer.is_error:
            raise Refused(answer.json()["code"], answer.text)
    else:
        ran = door.person.cli("customers", "restore", str(id))  # type: ignore[attr-defined]
        if ran.code:
            raise Refused(str(ran.code), ran.stderr)


BAD: list[tuple[Any, str]] = [
    ({"wat": {"meter": "M"}}, "wat.meter"),
    ({"watt": {"metre": "M"}}, "watt.metre"),
    ({"watt": {"card": "C"}}, "watt.card"),
    ({"watt": {"id": 7}}, "watt.id"),
    ({"watt": {"deleted_at": "2026-01-01"}}, "watt.deleted_at"),
    ({"watt": {"nickname_key": "a"}}, "watt.nickname_key"),
    ({"watt": {"label": "mine"}}, "watt.label"),
    ({"watt": {"hotline_checked": True}}, "watt.hotline_checked"),
    ({"watt": {"phases": 4}}, "watt.phases"),
    ({"watt": {"advisor": "nobody"}}, "watt.advisor"),
    ({"watt": {"meter": "M", "green": True, "credit_grade": "C"}}, "watt.green"),
    ({"watt": {"meter": "M", "nickname": "refused"}}, "watt.nickname"),
    ({"watt": {"meter": {"deep": 1}}}, "watt.meter"),
    ({"watt": "M"}, "extensions.watt"),
    ({"meter": "M"}, "extensions.meter"),
    ({"watt": None}, "extensions.watt"),
    ("watt", "extensions"),
    ([], "extensions"),
    (None, "extensions"),
    ({"": {"name": "x"}}, ".name"),
    ({"customers": {"name": "x"}}, "customers.name"),
]


@pytest.mark.parametrize(("extensions", "path"), BAD, ids=[f"{path}-{n}" for n, (_, path) in enumerate(BAD)])
def test_bad_input_is_named_by_its_path(door: Door, extensions: Any, path: str) -> None:
    with pytest.raises(Refused) as refused:
        door.create("customers", name="Acme", extensions=extensions)
    assert refused.value.code == "invalid"
    assert path in refused.value.words
    assert door.count("customers") == 0


def test_a_field_given_twice_is_refused_by_the_api_and_said_last_on_the_command_line(door: Door) -> None:
    values = {"name": "Acme", "extensions": {"guild": {"points": 1}}, "guild.points": 2}
    with pytest.raises(Refused, match=r"guild\.points"):
        door.create("customers", **values)


def test_hooks_see_flat_names_and_may_propose(door: Door, watt_plugin: WattPlugin) -> None:
    id = door.create("customers", name="Proposed")
    assert beside(door.show("customers", id))["meter"] == "M-proposed"
    door.change("customers", id, extensions={"guild": {"points": 3}})
    created, updated = (change for change in watt_plugin.told if change.resource == "customers")
    assert (created.after or {})["watt.meter"] == "M-proposed"
    assert ((updated.before or {})["guild.points"], (updated.after or {})["guild.points"]) == (None, 3)
    assert updated.changed("guild.points")
    assert not updated.changed("watt.meter")
