"""The names of records about leads."""

from __future__ import annotations

DOCUMENTS = "auto_dealer.lead_documents"
VEHICLES = "auto_dealer.lead_vehicles"
ACCOUNT = "adf"
"""The account of documents of which nobody says whose they are."""
RECEIVE = "auto_dealer.lead_documents.receive"
