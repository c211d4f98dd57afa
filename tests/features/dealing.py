"""What rows about car dealers need: their tables, mornings, a car that was sold at a store."""

import pytest

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from tests.features.caring import Morning, day, noon
from tests.features.conftest import At
from tests.industry_packs.auto_dealer.vehicles.conftest import MODULES, preparation

__all__ = ["MODULES", "day", "morning", "noon", "plugins", "preparation", "sold_car"]


@pytest.fixture
def plugins() -> dict[str, object]:
    """The pack and what it requires."""
    return dict(MODULES)


@pytest.fixture
def morning(app: App, run_jobs: RunJobs, clock: Clock) -> Morning:
    """What happens every morning: `morning(30)` is that of 30 days later."""

    def morning(days: int = 0) -> None:
        clock.forward(days=days)
        with app.work(app.system("test")) as work:
            work.enqueue("auto_dealer.daily")
            work.enqueue("care.daily")
        run_jobs()

    return morning


def sold_car(at: At, invoiced: str, vin: str = "LSGKE54H1PW100238") -> tuple[int, int]:
    """The salesperson of a store sells a car: the customer and the car."""
    ned = at("ned")
    customer = ned.create("customers", kind="person", family_name="Zhang", phone="+49 30 901820")
    start = {"in_service_date": invoiced, "auto_dealer.invoice_date": invoiced, "unit": "N1"}
    values = {"name": "Roewe i5", "meter_unit": "km", "first_owner": customer, "auto_dealer.vin": vin}
    return customer, ned.create("assets.assets", **values, **start)
