"""What other plugins may use of the pack: numbers of vehicles."""

from __future__ import annotations

from industry_packs.auto_dealer.services.vin import Verdict, judge, normalise

__all__ = ["Verdict", "judge", "normalise"]
