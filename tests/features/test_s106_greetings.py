"""S106: birthday and holiday lists are made with text; sent items are logged."""

import pytest

from tests.features.caring import Day, Morning, day, morning, noon, plugins, preparation
from tests.features.conftest import At
from tests.features.doors import Refused

__all__ = ["day", "morning", "noon", "plugins", "preparation"]

GREETINGS = "care.greetings"


def somebody(at: At, name: str, birthday: str, **values: object) -> int:
    about = {"kind": "person", "family_name": name, "birthday": f"1990{birthday[4:]}", "owner": "ned"}
    id = at("ada").create("customers", **{**about, "phone": "+49 30 901820", **values})
    at("ada").create("messaging.consents", customer=id, purpose="marketing", source="Form")
    return id


def test_s106_a_list_of_birthdays_with_text(at: At, morning: Morning, day: Day) -> None:
    at("ned")
    mei = somebody(at, "Mei", day(5))
    somebody(at, "Later", day(40))
    at("ada").create("care.occasions", name="Birthday", kind="birthday", body="Happy birthday, {name}!")
    morning()
    (row,) = at("ada").rows(GREETINGS, {"state": "proposed"})
    assert (row["customer"], row["greet_on"], row["body"]) == (mei, day(5), "Happy birthday, Mei!")


def test_s106_what_was_sent_is_logged(at: At, morning: Morning, day: Day) -> None:
    at("ned")
    mei = somebody(at, "Mei", day(5))
    at("ada").create("care.occasions", name="Birthday", kind="birthday", body="Happy birthday, {name}!")
    morning()
    (row,) = at("ada").rows(GREETINGS)
    at("ada").act(GREETINGS, row["id"], "send")
    morning(5)
    (sent,) = at("ada").rows(GREETINGS, {"state": "sent"})
    assert (sent["customer"], sent["sent_on"]) == (mei, day(5))
    (call,) = at("ada").rows("activities", {"customer": str(mei)})
    assert call["description"] == "Happy birthday, Mei!"


def test_s106_a_holiday_for_everybody_of_a_country(at: At, morning: Morning, day: Day) -> None:
    at("ned")
    mei = somebody(at, "Mei", day(200), country="CN")
    somebody(at, "Bob", day(200), country="DE")
    month, number = (int(part) for part in day(3)[5:].split("-"))
    values = {"kind": "solar", "month": month, "day_of_month": number, "country": "CN"}
    at("ada").create("care.occasions", name="Founding day", body="Dear {name}, our best wishes", **values)
    morning()
    assert [row["customer"] for row in at("ada").rows(GREETINGS)] == [mei]


def test_s106_a_text_with_a_wrong_place_is_refused(at: At) -> None:
    with pytest.raises(Refused) as refused:
        at("ada").create("care.occasions", name="Birthday", kind="birthday", body="Happy birthday, {nmae}!")
    assert refused.value.code == "invalid" and "braces" in refused.value.words
