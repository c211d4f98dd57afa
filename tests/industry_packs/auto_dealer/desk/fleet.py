"""A small fleet with everything that the desk shows."""

from datetime import timedelta

from core.services.work import App
from tests.plugins.care.asking import car, change, create, plan, under
from tests.plugins.care.vehicles import AS_OF

VIN = "LSGKE54H1PW100238"
APPOINTMENTS = "auto_dealer.appointments"


def fleet(app: App) -> None:
    """A car that is overdue, one that is due soon, a new one; the second is recalled, the third comes."""
    cars = plan(app)
    starts = {"Ada": "2023-05-01", "Bob": "2026-04-10", "Cleo": "2026-11-01"}
    for name, start in starts.items():
        owner = {"family_name": name, "email": f"{name}@example.com"}
        under(app, cars, car(app, start, name=f"Car of {name}", owner=owner))
    change(app, "assets.assets", 2, **{"auto_dealer.vin": VIN, "auto_dealer.plate": "B-OB 2"})
    recall = create(app, "auto_dealer.recalls", number="R-1", title="Belt")
    create(app, "auto_dealer.recall_vehicles", recall=recall, vin=VIN)
    create(app, APPOINTMENTS, asset=3, booked_on=AS_OF + timedelta(9), status="confirmed", codes="OIL")
