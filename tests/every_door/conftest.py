"""The record types of the sample plugin, a customer that they belong to, and the two doors."""

from typing import Any

import pytest

from core.testing.app import MakeCustomer
from core.testing.people import Hire
from tests.features.doors import DOORS, Door
from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]

MACHINES, ORDERS = "sample.machines", "sample.orders"

MACHINE: dict[str, Any] = {
    "customer": 1,
    "serial": "S-1",
    "model": "Åtlas 100 %",
    "status": "broken",
    "hours": 2**62,
    "load": "1234567890.12345678",
    "price": "-1234.50",
    "currency": "EUR",
    "installed_on": "2026-02-28",
    "leased": True,
    "hotline": "+4930901820",
    "tags": ["new", "vip"],
}
ORDER: dict[str, Any] = {
    "code": "O-1",
    "customer": 1,
    "owner": 1,
    "status": "draft",
    "ways": ["post", "van"],
    "terms": "Soon.\nOr later; \"soon\", 'later'",
    "due_at": "2026-03-01T09:30:00Z",
    "copy_to": "anna@acme.example",
    "tracking": "https://track.example/?a=1&b=%20",
    "ship_to": "DE",
    "language": "zh-Hans",
    "time_zone": "Asia/Shanghai",
    "currency": "KWD",
    "total": "1.234",
    "layout": {"rows": [1, 2.5, "two", None, {"deep": True}]},
}
LINES: list[dict[str, Any]] = [
    {"article": "Bolt", "quantity": "2.500", "price": "0.125", "discount": 5},
    {"article": "螺母, M8; 'x'", "quantity": "-1.000", "price": None, "discount": None},
]


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest, hire: Hire, make_customer: MakeCustomer) -> Door:
    """What the only user can do at the door of this test; he may do everything, and there is one customer."""
    ada = hire("ada", "administrator")
    make_customer(name="Acme", number="K1", owner=None)
    return DOORS[request.param](ada)
