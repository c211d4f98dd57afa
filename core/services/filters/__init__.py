"""Filters: one JSON tree for lists, saved views and segments, compiled to SQL within the actor's rights."""

from core.services.filters.criterion import Surroundings
from core.services.filters.parsing import Filter, parse_filter
from core.services.filters.paths import referred, unknown_field
from core.services.filters.short_form import short_form
from core.services.filters.tree import read_tree

__all__ = [
    "Filter",
    "Surroundings",
    "parse_filter",
    "read_tree",
    "referred",
    "short_form",
    "unknown_field",
]
