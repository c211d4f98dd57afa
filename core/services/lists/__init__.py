"""Lists of records: pages by key, exact totals, and everything for exports, within the actor's rights."""

from core.services.lists.listing import iterate, list_records
from core.services.lists.query import Page, Query
from core.services.lists.sums import exact_sum
from core.services.lists.totals import Totals, summable, totals

__all__ = ["Page", "Query", "Totals", "exact_sum", "iterate", "list_records", "summable", "totals"]
