"""Search: the index that records write, and what is found in it within the actor's rights."""

from core.services.search.entries import Subject, remove_between, remove_entries, write_entries
from core.services.search.finding import Hit, search
from core.services.search.matching import matching_ids

__all__ = ["Hit", "Subject", "matching_ids", "remove_between", "remove_entries", "search", "write_entries"]
