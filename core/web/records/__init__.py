"""Pages of single records: the record with its timeline, panels and tabs, its trash, merging and undoing."""
