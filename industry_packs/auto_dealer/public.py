"""What other plugins may use of the pack: vehicles, what is due for them, and leads as ADF documents."""

from __future__ import annotations

from industry_packs.auto_dealer.models import (
    Appointment,
    CustomerCars,
    Policy,
    Recall,
    RecallVehicle,
    Vehicle,
)
from industry_packs.auto_dealer.services.adf.leads import Customer, Lead, WantedVehicle
from industry_packs.auto_dealer.services.adf.reading import Reading, read
from industry_packs.auto_dealer.services.clocks.reading import Running, clocks_of
from industry_packs.auto_dealer.services.clocks.rule import Clock, Meter
from industry_packs.auto_dealer.services.fleet.due import VehicleDue, due_vehicles
from industry_packs.auto_dealer.services.names import (
    APPOINTMENTS,
    PLATES,
    POLICIES,
    RECALL_RANGES,
    RECALL_VEHICLES,
    RECALLS,
)
from industry_packs.auto_dealer.services.vin import Verdict, judge, normalise

__all__ = [
    "APPOINTMENTS",
    "PLATES",
    "POLICIES",
    "RECALLS",
    "RECALL_RANGES",
    "RECALL_VEHICLES",
    "Appointment",
    "Clock",
    "Customer",
    "CustomerCars",
    "Lead",
    "Meter",
    "Policy",
    "Reading",
    "Recall",
    "RecallVehicle",
    "Running",
    "Vehicle",
    "VehicleDue",
    "Verdict",
    "WantedVehicle",
    "clocks_of",
    "due_vehicles",
    "judge",
    "normalise",
    "read",
]
