"""The shape of a filter tree is checked before anything else, and hostile trees cost nothing."""

import json
from typing import Any

import pytest

from core.errors import Invalid
from core.services.filters import read_tree
from core.services.filters.tree import check_shape

LEAF = {"field": "name", "op": "eq", "value": "x"}


def nested(depth: int, key: str = "not") -> Any:
    tree: Any = LEAF
    for _ in range(depth):
        tree = {key: tree} if key == "not" else {key: [tree]}
    return tree


def code(tree: Any) -> str:
    with pytest.raises(Invalid) as refused:
        check_shape(tree)
    return refused.value.errors["where"][0].code


@pytest.mark.parametrize(
    "tree",
    [
        LEAF,
        {"field": "name", "value": None},
        {"and": [LEAF] * 100},
        {"or": [LEAF, {"not": {"and": [LEAF, LEAF]}}]},
        nested(9),
        nested(9, "and"),
        {"field": "id", "op": "in", "value": list(range(1_000))},
    ],
)
def test_good_shapes_pass(tree: Any) -> None:
    check_shape(tree)


@pytest.mark.parametrize(
    "tree",
    [
        nested(10),
        nested(10, "or"),
        nested(1_000_000),
        {"and": [LEAF] * 101},
        {"and": [{"or": [LEAF] * 60}, {"or": [LEAF] * 60}]},
        {"or": [{"not": LEAF}] * 1_000_000},
        {"field": "id", "op": "in", "value": [1] * 100_000},
        {"and": [{"field": "id", "op": "in", "value": [1] * 400}] * 3},
    ],
)
def test_what_is_too_deep_or_too_large_is_refused(tree: Any) -> None:
    assert code(tree) == "filter_too_large"


@pytest.mark.parametrize(
    "tree",
    [
        {},
        [],
        "name",
        7,
        {"and": []},
        {"and": LEAF},
        {"or": {}},
        {"not": [LEAF]},
        {"and": [LEAF], "or": [LEAF]},
        {"xor": [LEAF]},
        {"op": "eq", "value": 1},
        {**LEAF, "else": 1},
        {"and": [LEAF, None]},
        {"not": "x"},
    ],
)
def test_what_is_no_tree_is_refused(tree: Any) -> None:
    assert code(tree) == "filter_node"


def test_a_tree_is_read_from_json() -> None:
    assert read_tree(json.dumps(LEAF)) == LEAF
    assert read_tree(json.dumps({"and": [LEAF]}).encode()) == {"and": [LEAF]}


@pytest.mark.parametrize(
    "text",
    ["", "{", "{'field': 1}", "NaN", '{"field": "\\ud800"}', "\ud800", b"\xff", "[" * 100_000, "x" * 300_000],
)
def test_what_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_tree(text)
    assert list(refused.value.errors) == ["where"]
    assert "field" in refused.value.fix
