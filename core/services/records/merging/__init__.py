"""Merging: two records become one with everything that names them, and can be taken apart again."""

from core.services.records.merging.actions import merge_actions
from core.services.records.merging.merging import merge, preview_merge
from core.services.records.merging.unmerging import unmerge

__all__ = ["merge", "merge_actions", "preview_merge", "unmerge"]
