"""Parameters: unknown, doubled and malformed ones are refused with a hint."""

import pytest

from core.errors import Invalid
from core.http.errors import BadRequest
from core.http.query import limit_of, name_list, names_of, parameters, required, split_filters

KNOWN = {"limit", "sort", "fields"}


def test_known_parameters_come_by_name() -> None:
    assert parameters([("limit", "5"), ("sort", "")], KNOWN) == {"limit": "5", "sort": ""}


@pytest.mark.parametrize("name", ["limt", "filter", "LIMIT", "", "sort ", "a" * 100_000, "'; DROP TABLE x"])
def test_an_unknown_parameter_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        parameters([(name, "1")], KNOWN)
    assert len(str(refused.value)) < 400


def test_the_nearest_parameter_is_named() -> None:
    with pytest.raises(Invalid, match="Did you mean limit"):
        parameters([("limt", "1")], KNOWN)


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(Invalid, match="once"):
        parameters([("sort", "name"), ("sort", "id")], KNOWN)


@pytest.mark.parametrize("pair", [("sort", "\ufffd"), ("\ufffd", "1"), ("filter[\ufffd]", "1")])
def test_bytes_that_are_no_text_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(BadRequest, match="UTF-8"):
        parameters(split_filters([pair])[1], KNOWN)


@pytest.mark.parametrize("pair", [("sort", "a\0"), ("so\0rt", "1")])
def test_a_zero_byte_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(BadRequest, match="cannot be read"):
        parameters([pair], KNOWN)


def test_filters_are_told_from_other_parameters() -> None:
    pairs = [("filter[city]", "Köln"), ("limit", "5"), ("filter[due_at][lt]", "x")]
    assert split_filters(pairs) == ([pairs[0], pairs[2]], [pairs[1]])


@pytest.mark.parametrize("text", ["0", "201", "-1", "1.5", "x", "", "1e2", "٣", "9" * 5000])
def test_a_limit_outside_its_bounds_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="from 1 to 200"):
        limit_of({"limit": text})


def test_limits_within_their_bounds_are_taken() -> None:
    assert [limit_of(found) for found in ({}, {"limit": "1"}, {"limit": "200"})] == [50, 1, 200]
    assert limit_of({}, most=50, default=20) == 20


def test_lists_of_names_keep_their_order_and_lose_doubles() -> None:
    assert name_list({"fields": "name, city,name"}, "fields") == ("name", "city")
    assert names_of({}, "fields", ["name"]) is None


@pytest.mark.parametrize("text", ["nmae", "", "name,,city", "password_hash", "name;drop"])
def test_unknown_names_in_a_list_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        names_of({"fields": text}, "fields", ["name", "city"])


@pytest.mark.parametrize("found", [{}, {"q": ""}, {"q": "  "}])
def test_a_required_parameter_must_be_there(found: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="required"):
        required(found, "q")
