"""What other plugins may use of the pack: numbers of vehicles, and leads that arrive as ADF documents."""

from __future__ import annotations

from industry_packs.auto_dealer.services.adf.leads import Customer, Lead, WantedVehicle
from industry_packs.auto_dealer.services.adf.reading import Reading, read
from industry_packs.auto_dealer.services.vin import Verdict, judge, normalise

__all__ = ["Customer", "Lead", "Reading", "Verdict", "WantedVehicle", "judge", "normalise", "read"]
