"""Lists of records: pages by key, exact totals, and everything for exports, within the actor's rights."""

from core.services.lists.columns import Column, columns
from core.services.lists.grouping import Span, count_groups
from core.services.lists.listing import (
    COUNTED,
    count_all,
    count_some,
    ids_beyond,
    iterate,
    list_records,
    prepare,
)
from core.services.lists.query import Page, Query
from core.services.lists.sums import exact_sum
from core.services.lists.totals import Totals, summable, totals

__all__ = [
    "COUNTED",
    "Column",
    "Page",
    "Query",
    "Span",
    "Totals",
    "columns",
    "count_all",
    "count_groups",
    "count_some",
    "exact_sum",
    "ids_beyond",
    "iterate",
    "list_records",
    "prepare",
    "summable",
    "totals",
]
