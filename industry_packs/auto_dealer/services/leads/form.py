"""What was read from documents in the form of the worked cases, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from industry_packs.auto_dealer.services.adf.leads import Lead
from industry_packs.auto_dealer.services.adf.reading import Reading

HASHED = "sha256"


def as_form(reading: Reading) -> dict[str, Any]:
    """Outcome, reason, repairs and leads."""
    return {
        "outcome": reading.outcome,
        "reason": reading.reason,
        "repairs": list(reading.repairs),
        "leads": [_lead(lead) for lead in reading.leads],
    }


def _lead(lead: Lead) -> dict[str, Any]:
    """The key of one without a number is a hash, of which only that is said."""
    hashed = lead.key.startswith(f"{HASHED}:") and "no_id" in lead.warnings
    return {**asdict(lead), "key": HASHED if hashed else lead.key}
