"""JSON values: kept as they are, or refused in few words."""

from decimal import Decimal
from typing import Any

import pytest

from core.formats.structures import DEEPEST, MOST_CHARACTERS, MOST_PARTS, clean_structure


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


KEPT: tuple[Any, ...] = (
    {},
    [None, True, 0, -(2**63), 2**63 - 1, 1.5, -0.1, 1e300, "", "王 😀\x00"],
    {"": {"a": [{"b": []}]}},
    nested(DEEPEST),
)


@pytest.mark.parametrize("value", KEPT, ids=repr)
def test_structures_are_kept_as_they_are(value: Any) -> None:
    assert clean_structure(value) == value


def test_decimals_become_the_numbers_that_they_are() -> None:
    found = clean_structure({"a": [Decimal("1.5"), Decimal("0.1"), Decimal("1e300")]})
    assert found == {"a": [1.5, 0.1, 1e300]}
    assert [type(item) for item in found["a"]] == [float] * 3


REFUSED: dict[str, Any] = {
    "too deep": nested(DEEPEST + 1),
    "far too deep": nested(100_000),
    "too many values": [0] * MOST_PARTS,
    "too much text": ["x" * MOST_CHARACTERS, "x"],
    "too long a key": {"x" * (MOST_CHARACTERS + 1): 1},
    "an integer of more than 64 bits": [2**63],
    "a number that a float changes": {"a": Decimal("1234567890.12345678901")},
    "a number beyond floats": [Decimal("1e999")],
    "infinity": [float("inf")],
    "not a number": [float("nan")],
    "half of a surrogate pair": ["\ud800"],
    "half of a surrogate pair as a key": {"\udfff": 1},
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_what_could_not_be_read_again_is_refused(value: Any) -> None:
    with pytest.raises(ValueError) as refused:
        clean_structure(value)
    assert 0 < len(str(refused.value)) < 300
