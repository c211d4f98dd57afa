"""The short way to write filters becomes the same tree."""

import pytest

from core.errors import Invalid
from core.services.filters import short_form
from core.services.filters.tree import check_shape


def test_pairs_become_conditions_that_must_all_hold() -> None:
    tree = short_form([("filter[country]", "DE"), ("filter[amount][gte]", "100"), ("owner.login", "anna")])
    assert tree == {
        "and": [
            {"field": "country", "value": "DE"},
            {"field": "amount", "value": "100", "op": "gte"},
            {"field": "owner.login", "value": "anna"},
        ]
    }
    check_shape(tree)


def test_without_pairs_there_is_no_filter() -> None:
    assert short_form([]) is None


def test_a_list_is_separated_by_commas() -> None:
    assert short_form([("country[in]", "DE,FR")]) == {
        "and": [{"field": "country", "value": ["DE", "FR"], "op": "in"}]
    }


@pytest.mark.parametrize(
    "name",
    [
        "",
        "filter[]",
        "filter[a",
        "filter[a]]",
        "filter[a][b][c]",
        "a b",
        "a;drop table x",
        "[gte]",
        "filter[a][GTE]",
        "x" * 101,
        "x" * 10_000_000,
        "a\x00",
        "\ud800",
        "a[gte]\n",
    ],
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        short_form([(name, "1")])
    assert refused.value.errors["filter"][0].code == "filter_name"
    str(refused.value).encode()


def test_the_number_of_pairs_is_limited() -> None:
    with pytest.raises(Invalid, match="100"):
        short_form([("a", "1")] * 101)
