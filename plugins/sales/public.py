"""What other plugins may use of sales: leads, and the one path on which they arrive from elsewhere."""

from __future__ import annotations

from plugins.sales.models import Lead
from plugins.sales.services.names import CLOCK, LEADS, ROUTES
from plugins.sales.services.putting import Put, put_leads, seen_keys
from plugins.sales.services.words import CLOSED, OPEN, STAGES

__all__ = ["CLOCK", "CLOSED", "LEADS", "OPEN", "ROUTES", "STAGES", "Lead", "Put", "put_leads", "seen_keys"]
