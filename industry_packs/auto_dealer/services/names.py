"""The names of records, jobs, purposes and templates."""

PLATES, POLICIES = "auto_dealer.plates", "auto_dealer.policies"
APPOINTMENTS = "auto_dealer.appointments"
RECALLS, RECALL_RANGES = "auto_dealer.recalls", "auto_dealer.recall_ranges"
RECALL_VEHICLES = "auto_dealer.recall_vehicles"

TELL = "auto_dealer.tell_of_recall"
DAILY, RUN = "auto_dealer.daily", "auto_dealer.run"
SAFETY = "safety"
RECALL = "auto_dealer.recall"
CAUSE = "auto_dealer"
"""In whose name the journal says that something followed."""
