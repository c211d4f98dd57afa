"""Bulk: one change, or the deletion, of all records that a filter finds, chunk by chunk."""
