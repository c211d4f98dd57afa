"""The rule answers for every vehicle of the file exactly what is expected of it."""

import pytest

from tests.plugins.care.vehicles import EXPECTED, VEHICLES, told


@pytest.mark.parametrize("id", VEHICLES)
def test_every_vehicle_is_told_exactly_as_expected(id: str) -> None:
    assert told(VEHICLES[id]) == EXPECTED[id]
