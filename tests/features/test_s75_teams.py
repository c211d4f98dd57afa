"""S75: a team with one person from each department looks after a customer."""

from collections.abc import Sequence

import pytest

from tests.features.conftest import At
from tests.features.doors import Refused, names

DEPARTMENTS = {"ned": "Sales", "sven": "Tax advice", "vera": "Service"}


def customer_with_team(at: At, members: Sequence[str] = tuple(DEPARTMENTS)) -> int:
    """A customer that belongs to nobody but its team."""
    for login in members:
        at(login)  # they are hired before they are named
    team = [{"user": login, "role": DEPARTMENTS[login]} for login in members]
    return at("ada").create("customers", name="Gold client", owner=None, unit=None, team=team)


def test_s75_every_member_sees_the_customer_with_what_belongs_to_it(at: At) -> None:
    customer = customer_with_team(at, ["ned", "sven"])
    at("ada").create("contacts", customer=customer, name="Anna")
    at("ned").create("activities", customer=customer, type="call", subject="Offer")
    for login in ("ned", "sven"):
        assert names(at(login).rows("customers")) == ["Gold client"]
        assert names(at(login).rows("contacts")) == ["Anna"]
        assert [row["subject"] for row in at(login).rows("activities")] == ["Offer"]
        at(login).change("customers", customer, notes=f"Seen by {login}")


def test_s75_the_team_stands_on_the_customer_with_its_roles(at: At) -> None:
    customer = customer_with_team(at)
    team = at("sven").show("customers", customer)["team"]
    assert [line["role"] for line in team] == ["Sales", "Tax advice", "Service"]
    assert names(at("ada").rows("customers", {"team.role": "Tax advice"})) == ["Gold client"]
    assert names(at("ada").rows("customers", {"team.user": "sven"})) == ["Gold client"]
    assert at("ada").rows("customers", {"team.user": "ada"}) == []


def test_s75_others_see_nothing_of_it(at: At) -> None:
    customer = customer_with_team(at, ["ned"])
    for login in ("sven", "rita", "nina", "rob"):
        assert at(login).count("customers") == 0
        assert at(login).search("Gold client") == []
        with pytest.raises(Refused) as unseen:
            at(login).show("customers", customer)
        assert unseen.value.code == "not_found"


def test_s75_who_leaves_the_team_sees_the_customer_no_longer_and_who_joins_does(at: At) -> None:
    customer = customer_with_team(at, ["ned"])
    at("sven")
    at("ned").change("customers", customer, team=[{"user": "sven", "role": "Sales"}])
    assert (at("ned").count("customers"), at("sven").count("customers")) == (0, 1)
    change = at("sven").history("customers", customer)[0]
    assert [line["role"] for line in change["fields"]["team"]["after"]] == ["Sales"]


def test_s75_nobody_is_in_a_team_twice_or_without_being_there(at: At) -> None:
    at("ned")
    for team in ([{"user": "ned"}, {"user": "ned"}], [{"user": "nobody"}], [{"role": "Sales"}]):
        with pytest.raises(Refused, match="team") as refused:
            at("ada").create("customers", name="Acme", team=team)
        assert refused.value.code == "invalid"
    assert at("ada").count("customers") == 0


def test_s75_nobody_is_deleted_out_of_a_team_by_the_way(at: At) -> None:
    customer = customer_with_team(at, ["ned", "sven"])
    (sven,) = at("ada").rows("users", {"login": "sven"})
    with pytest.raises(Refused, match="Customers"):
        at("ada").delete("users", sven["id"])
    at("ada").change("customers", customer, team=[{"user": "ned", "role": "Sales"}])
    at("ada").delete("users", sven["id"])
    assert [line["role"] for line in at("ned").show("customers", customer)["team"]] == ["Sales"]
