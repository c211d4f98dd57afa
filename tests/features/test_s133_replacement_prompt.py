"""S133: owners near the cycle form a sales list, which is listed, counted and exported."""

from typing import Any

from tests.features.caring import Day
from tests.features.conftest import At
from tests.features.dealing import day, noon, plugins, preparation, sold_car

__all__ = ["day", "noon", "plugins", "preparation"]

SEGMENT = {"auto_dealer.repurchase": "open", "do_not_contact": "false"}
VIEW = ("--view", "auto_dealer.repurchase")


def test_s133_owners_near_the_cycle_form_a_sales_list(at: At, day: Day) -> None:
    near, _car = sold_car(at, day(-2_150))
    sold_car(at, day(-1_000), vin="LSGKE54H3PW100239")
    refuses, _car = sold_car(at, day(-2_150), vin="LSGKE54H5PW100240")
    at("ned").change("customers", refuses, do_not_contact=True)
    for login, ids in (("ned", [near]), ("rita", [near]), ("sven", [])):
        door: Any = at(login)
        assert [row["id"] for row in door.rows("customers", SEGMENT)] == ids
        assert door.count("customers", SEGMENT) == len(ids)
        listed = door.person.cli("customers", "list", *VIEW, "--json").json["data"]
        assert [row["id"] for row in listed] == ids
    same = (word for pair in SEGMENT.items() for word in ("--filter", "=".join(pair)))
    rita: Any = at("rita")
    assert rita.person.cli("customers", "export", *same, "--fields", "id").stdout.split() == ["id", str(near)]
